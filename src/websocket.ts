/** `miniprogram-socket/websocket`: the standard `WebSocket` surface over `wx`, for libraries and for moving over. */
import { currentWx } from './platforms/wx/current-wx'
import type { Ports } from './core/ports'
import { type NetworkEvents, createNetworkEvents } from './web-socket/network-events'
import type * as reconnecting from './web-socket/reconnecting-types'
import { createReconnectingWebSocketClass } from './web-socket/reconnecting-web-socket'
import type * as standard from './web-socket/types'
import { createWebSocketClass } from './web-socket/web-socket'

/** The standard `WebSocket` over `wx.connectSocket`: one native socket per instance, which never reconnects. */
export const WebSocket: standard.WebSocketClass = /* @__PURE__ */ createWebSocketClass(currentWx)
/** An instance of the class of the same name. */
export type WebSocket = standard.WebSocket

/** The same surface, which comes back by itself, with the options of reconnecting-websocket and partysocket. */
export const ReconnectingWebSocket: reconnecting.ReconnectingWebSocketClass =
  /* @__PURE__ */ createReconnectingWebSocketClass(currentWx)
/** An instance of the class of the same name. */
export type ReconnectingWebSocket = reconnecting.ReconnectingWebSocket

/**
 * `online`, `offline` and `visibilitychange` of `wx`, or of another host, for a library that takes an event target. It
 * listens until its `stop()`.
 */
export const networkEvents = (host: Ports = currentWx): NetworkEvents => createNetworkEvents(host)

export { createReconnectingWebSocketClass } from './web-socket/reconnecting-web-socket'
export { createWebSocketClass } from './web-socket/web-socket'
export { Event } from './web-socket/event-target'
export { CloseEvent, ErrorEvent, MessageEvent } from './web-socket/events'
export type { EventInit, EventListener, ListenerOptions } from './web-socket/event-target'
export type { CloseEventInit, MessageEventInit } from './web-socket/events'
export type { NetworkEvents } from './web-socket/network-events'
export type {
  ProtocolsProvider,
  ReconnectingOptions,
  ReconnectingWebSocketClass,
  SocketExtras,
  UrlProvider,
} from './web-socket/reconnecting-types'
export type {
  ReadyState,
  ReadyStates,
  SendData,
  WebSocketClass,
  WebSocketEvents,
  WebSocketOptions,
  WebSocketSurface,
} from './web-socket/types'
export type { Clock, Ports as Platform } from './core/ports'
