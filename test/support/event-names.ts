import type { SocketEvents } from '../../src/index'

/** Every event, in the order of the product's table. */
export const EVENTS = [
  'state',
  'open',
  'message',
  'close',
  'retry',
  'giveup',
  'error',
  'drop',
  'rtt',
] as const satisfies readonly (keyof SocketEvents<unknown>)[]
