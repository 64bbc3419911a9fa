/** Payloads: what may be sent, as which bytes, and how many. */
import { SocketError, describe } from './errors'
import type { Sendable, SocketData } from './ports'

// Not `instanceof`: a buffer may come from another realm (a plugin, a worker, a test).
const isBuffer = (value: unknown): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]'

const bytesOf = (value: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value)

/** Whether the data can be sent as it is. */
export const isSendable = (value: unknown): value is Sendable =>
  typeof value === 'string' || isBuffer(value) || ArrayBuffer.isView(value)

/**
 * The data as the host takes it: text, or a buffer of its own with exactly the bytes (S3). Phones send the whole
 * backing buffer of a view, or nothing. https://github.com/mqttjs/MQTT.js/pull/1506
 *
 * @throws {@link SocketError} E_DATA for anything else.
 */
export function toSocketData(value: unknown): SocketData {
  if (typeof value === 'string') return value
  if (isBuffer(value) || ArrayBuffer.isView(value))
    return bytesOf(value).slice().buffer as ArrayBuffer
  throw new SocketError(
    'E_DATA',
    `send() takes a string, an ArrayBuffer or a view, got ${describe(value)}; the option codec turns other values into one`,
  )
}

/** The size on the wire, text in UTF-8 (a lone surrogate becomes three bytes, as U+FFFD). */
export function sizeBytes(data: SocketData): number {
  if (typeof data !== 'string') return data.byteLength
  let bytes = data.length
  for (let i = 0; i < data.length; i += 1) {
    const unit = data.charCodeAt(i)
    if (unit < 0x80) continue
    bytes += 1
    if (unit < 0x800) continue
    const next = data.charCodeAt(i + 1)
    const isPair = unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000
    // A pair is two units and four bytes, anything else here one unit and three.
    if (isPair) i += 1
    bytes += 1
  }
  return bytes
}

/** Whether two payloads are the same text or the same bytes. */
export function isSameData(one: SocketData, other: SocketData): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  const left = bytesOf(one)
  const right = bytesOf(other)
  return left.length === right.length && left.every((byte, i) => byte === right[i])
}
