/** The options of reconnecting-websocket and partysocket, with the names and defaults that they have there. */
import type { CloseInfo } from '../core/close'
import { type Field, field, isFunction, number, readGroup } from '../core/options'
import type { Logger } from '../core/ports'
import type { SocketOptions } from '../socket/types'
import { CloseEvent } from './events'
import { OPTIONS } from '../socket/read-options'
import type { ReconnectingOptions, SocketExtras } from './reconnecting-types'

const UNLIMITED = Number.MAX_SAFE_INTEGER

/** Checked here, where the path is known; read by `createSocket`. */
const readExtras: Field<SocketExtras> = (path, value = {}) => {
  const { header, closeTimeoutMs, heartbeat, background, host, logger } = OPTIONS
  readGroup(path, value, { header, closeTimeoutMs, heartbeat, background, host, logger })
  return value as SocketExtras
}

/** Every option. */
export const reconnectingFields = () => {
  const count = number(Infinity, 0, UNLIMITED, { step: 1 })
  const flag = field(false, 'true or false', (value) => typeof value === 'boolean')
  return {
    maxReconnectionDelay: number(10_000, 0),
    minReconnectionDelay: number(3_000, 0),
    reconnectionDelayGrowFactor: number(1.3, 1, 100),
    minUptime: number(5_000, 0),
    connectionTimeout: number(4_000),
    maxRetries: count,
    maxEnqueuedMessages: count,
    startClosed: flag,
    debug: flag,
    debugLogger: field<ReconnectingOptions['debugLogger']>(undefined, 'a function', isFunction),
    shouldReconnectOnClose: field<ReconnectingOptions['shouldReconnectOnClose']>(
      undefined,
      'a function',
      isFunction,
    ),
    socket: readExtras,
  }
}

/** @throws {@link SocketError} E_OPTION naming the option. */
export const readReconnecting = (given: ReconnectingOptions) =>
  readGroup('', given, reconnectingFields())

/**
 * The same in the words of `createSocket`. No heartbeat unless it is asked for: the server of an app that moves over
 * answers none.
 */
export function toSocketOptions(
  read: ReturnType<typeof readReconnecting>,
  url: SocketOptions['url'],
  hostLogger: Logger,
): SocketOptions {
  const { shouldReconnectOnClose, debugLogger: log = hostLogger.warn } = read
  const lines = read.debug ? { info: log, warn: log } : undefined
  const { heartbeat = false, logger = lines } = read.socket
  const options = {
    url,
    connectTimeoutMs: read.connectionTimeout,
    queue: {
      maxMessages: Math.min(read.maxEnqueuedMessages, UNLIMITED),
      maxBytes: UNLIMITED,
    },
    reconnect: {
      limit: read.maxRetries,
      stableAfterMs: read.minUptime,
      delayMs: (retry: number) =>
        Math.min(
          read.maxReconnectionDelay,
          // 0 times Infinity is no number.
          read.minReconnectionDelay * Math.pow(read.reconnectionDelayGrowFactor, retry - 1) || 0,
        ),
      isFinal: (close: CloseInfo) =>
        !!shouldReconnectOnClose && !shouldReconnectOnClose(new CloseEvent('close', close)),
    },
  }
  return Object.assign(options, read.socket, { heartbeat, logger }) as SocketOptions
}
