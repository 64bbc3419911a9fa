/** `miniprogram-socket/testing`: a `wx` that a test drives, and the clock and `Promise` it lives with. */
export { createFakeWx, type RealTimeFakeWxOptions } from './testing/create-fake-wx'
export { hostProfiles } from './testing/host-profiles'
export { createMacrotaskPromise, type SetReactionTimer } from './testing/macrotask-promise'
export { createVirtualClock, type VirtualClockOptions } from './testing/virtual-clock'

export type { HideOptions, ShowOptions } from './testing/app-life'
export type { FakeClock, FrozenTimers, ResumeStep, VirtualClock } from './testing/clock'
export type { ConnectCall, ConnectPlan } from './testing/connect-plan'
export type { FailureInput } from './testing/failure'
export type { FakeTask, SendCall, SendFault, TaskEvent } from './testing/fake-task'
export type { FakeWx, FakeWxEvent, FakeWxOptions } from './testing/fake-wx'
export type { Faults } from './testing/faults'
export type { HostProfile, HostProfileName, HostTexts } from './testing/host-profile'
export type { LiveWebSocket, WebSocketClass } from './testing/live-wire'
// prettier-ignore
export type {
  FakeMy, MyCallbackOptions, MyCloseOptions, MyConnectSocketOptions, MyFailure, MyNetworkStatus, MySendOptions,
  MySocketMessage, MySocketTask, MyTaskEvent,
} from './testing/my-types'
export type { NetworkChange } from './testing/network'
// prettier-ignore
export type {
  AppHide, AppShow, CallbackOptions, CloseOptions, ConnectSocketOptions, Failure, FakeHost, NetworkStatus,
  NetworkType, NetworkTypeResult, Promisified, SendOptions, SocketClose, SocketMessage, SocketOpen, SocketPayload,
  SocketProfile, SocketTask,
} from './testing/wx-types'
