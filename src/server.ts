/** `miniprogram-socket/server`: the server's half of the delivery protocol, for Node. */
export { createHub } from './server/create-hub'
export { HubError, Refusal, isHubError, isRefusal } from './server/errors'
export { memoryStore } from './server/stores/memory-store'
export { redisStore } from './server/stores/redis-store'

export { CLOSE_CODES } from './protocol/close-codes'
export type { FrameNames } from './protocol/frame-codec'
export type { Body, Resume } from './protocol/frames'
export type { HubErrorCode } from './server/errors'
export type { HubOptions } from './server/options'
export type { MemoryStoreOptions } from './server/stores/memory-options'
export type { RedisArgument, RedisClient, RedisDuplicate } from './server/stores/redis-connection'
export type { RedisStoreOptions } from './server/stores/redis-options'
// prettier-ignore
export type {
  Answer, Draft, Entry, Notice, Outcome, Place, Presence, SessionInfo, Store, Verdict,
} from './server/store'
// prettier-ignore
export type {
  BroadcastOptions, ClientEvent, CloseOptions, Hub, HubEvents, HubRequest, HubStats, HubWebSocket, HubWebSocketServer,
  LinkClosed, Message,
} from './server/types'
