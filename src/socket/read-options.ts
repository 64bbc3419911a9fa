/** The options of `createSocket`: defaults, ranges, and what an error says of them. The README's tables are tested against it. */
import { isSendable, toSocketData } from '../core/data'
import {
  MAX_MS,
  type Field,
  type Fields,
  field,
  group,
  isFunction,
  isObject,
  number,
  oneOf,
  readGroup,
} from '../core/options'
import { DEFAULT_DELAY_MS, isFinalCode } from '../core/policy'
import type { HeartbeatSettings, ReconnectSettings, Settings } from '../core/settings'
import type { QueueLimits } from '../core/outbox'
import { targetFields, urlField } from './target'
import type { HostOptions, SocketOptions } from './types'

const delay = number(DEFAULT_DELAY_MS, 0, MAX_MS, { also: ' or a function' })
const amount = (fallback: number, extra = fallback): Field<number> =>
  number(fallback, 0, Number.MAX_SAFE_INTEGER, { step: 1, extra })
const flag = field<undefined>(undefined, 'true or false', (value) => typeof value === 'boolean')
const callback = field<undefined>(undefined, 'a function', isFunction)
const methods = (...names: string[]): Field<undefined> =>
  field(undefined, `an object with the functions ${names.join(' and ')}`, (value) =>
    names.every((name) => isObject(value) && isFunction(value[name])),
  )

const ping = field<HeartbeatSettings['message']>(
  'ping',
  'a string, an ArrayBuffer, a view, a function or null',
  (value) => value === null || isFunction(value) || isSendable(value),
)

const heartbeat: Fields<HeartbeatSettings> = {
  intervalMs: number(10_000),
  outboundMs: number(Infinity),
  timeoutMs: number(10_000),
  probeTimeoutMs: number(3_000),
  message(path, value) {
    const message = ping(path, value)
    return isSendable(message) ? toSocketData(message) : message
  },
  isReply: callback,
  answer: callback,
}

const reconnect: Fields<ReconnectSettings> = {
  delayMs: (path, value) => (isFunction(value) ? (value as () => number) : delay(path, value)),
  limit: amount(12, Infinity),
  jitter: number(0.2, 0, 1),
  stableAfterMs: number(5_000, 0),
  isFinal: field(isFinalCode, 'a function', isFunction),
}

const queue: Fields<QueueLimits> = {
  maxMessages: amount(100),
  maxBytes: amount(1_048_576),
  maxAgeMs: number(Infinity),
  overflow: oneOf('drop-newest', 'drop-oldest'),
}

const host: Fields<HostOptions> = {
  tcpNoDelay: flag,
  perMessageDeflate: flag,
  forceCellularNetwork: flag,
}

/** Every option of `createSocket`. */
export const OPTIONS = {
  url: urlField,
  ...targetFields({}, []),
  connectTimeoutMs: number(10_000),
  closeTimeoutMs: number(2_000),
  heartbeat: group(heartbeat, { intervalMs: Infinity, message: null }),
  reconnect: group(reconnect, { limit: 0, isFinal: () => true }),
  queue: (path: string, value: unknown = {}) =>
    value === false ? null : readGroup(path, value, queue, 'an object or false'),
  background: oneOf('keep', 'close', 'run'),
  codec: methods('encode', 'decode'),
  host: (path: string, value: unknown = {}) => readGroup(path, value, host),
  logger: methods('info', 'warn'),
}

/** Every option by the object it stands in; for the documents' test. */
export const OPTION_GROUPS = { options: OPTIONS, heartbeat, reconnect, queue, host }

/** @throws {@link SocketError} E_OPTION naming the option, what is accepted and what came. */
export const readOptions = <In, Out>(
  options: SocketOptions<In, Out>,
): Settings<In, Out> &
  Pick<SocketOptions, 'url'> &
  Required<Pick<SocketOptions, 'header' | 'protocols'>> => readGroup('', options, OPTIONS)
