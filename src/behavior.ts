/** Pages and components on a socket: subscribed while they live, redrawn only as often as it pays. */
export { socketBehavior } from './page/behavior'
export type {
  EventSource,
  OtherSource,
  SocketBehaviorMethods,
  SocketBehaviorOptions,
  SocketStateData,
} from './page/behavior'
