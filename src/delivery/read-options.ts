/** The options of `createDelivery`: defaults, ranges, and what an error says of them. */
import {
  type Fields,
  field,
  isFunction,
  isObject,
  number,
  readGroup,
  refuse,
} from '../core/options'
import type { Storage } from '../core/ports'
import type { FrameNames } from '../protocol/frame-codec'
import type { DeliveryOptions } from './types'

/** The options, complete. */
export interface DeliverySettings extends Required<
  Omit<DeliveryOptions, 'storage' | 'identity' | 'names'>
> {
  readonly names: FrameNames | undefined
  readonly storage: Storage | undefined
  readonly identity: string
}

const object = field({}, 'an object', isObject)
const whole = (fallback: number) => number(fallback, 1, Number.MAX_SAFE_INTEGER, { step: 1 })
const names: Fields<FrameNames> = { types: object, fields: object }

/** Every option. */
export const DELIVERY_OPTIONS: Fields<DeliverySettings> = {
  ttlMs: number(60_000),
  ackTimeoutMs: number(10_000),
  requestTimeoutMs: number(30_000),
  maxMessages: whole(1_000),
  maxBytes: whole(1_048_576),
  storage: field<undefined>(
    undefined,
    'an object with the functions get, set, remove and keys',
    (value) =>
      isObject(value) && ['get', 'set', 'remove', 'keys'].every((name) => isFunction(value[name])),
  ),
  identity: field(
    '',
    'a string that is not empty',
    (value) => typeof value === 'string' && value !== '',
  ),
  names: (path, value) => (value === undefined ? value : readGroup(path, value, names)),
}

/** How long a message is tried when a storage keeps it. */
const KEPT_TTL_MS = 86_400_000

/** @throws {@link SocketError} E_OPTION naming the option, what is accepted and what came. */
export function readDeliveryOptions(options: DeliveryOptions): DeliverySettings {
  const settings = readGroup('', options, DELIVERY_OPTIONS)
  if (!settings.storage) return settings
  if (!settings.identity) refuse('identity', 'a string where there is a storage', options.identity)
  return { ...settings, ttlMs: options.ttlMs || KEPT_TTL_MS }
}
