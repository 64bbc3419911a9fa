/** Payloads: what may be sent, as which bytes, and how many. */
import { SocketError, describe } from './errors'
import type { Sendable, SocketData } from './ports'

/** Whether the data can be sent as it is. */
export const isSendable = (value: unknown): value is Sendable =>
  typeof value === 'string' ||
  ArrayBuffer.isView(value) ||
  // Not `instanceof`: a buffer may come from another realm (a plugin, a worker, a test).
  Object.prototype.toString.call(value) === '[object ArrayBuffer]'

/**
 * The data as the host takes it: text, or a buffer of its own with exactly the bytes (S3). Phones send the whole
 * backing buffer of a view, or nothing. https://github.com/mqttjs/MQTT.js/pull/1506
 *
 * @throws {@link SocketError} E_DATA for anything else.
 */
export function toSocketData(data: unknown): SocketData {
  if (!isSendable(data)) {
    throw new SocketError(
      'E_DATA',
      `data must be a string, an ArrayBuffer or a view, got ${describe(data)}; a codec makes one of other values`,
    )
  }
  if (typeof data === 'string') return data
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(data) ? data : new Uint8Array(data)
  return new Uint8Array(buffer, byteOffset, byteLength).slice().buffer
}

/** The size on the wire, text in UTF-8 (a lone surrogate becomes three bytes, as U+FFFD). */
export function sizeBytes(data: SocketData): number {
  if (typeof data !== 'string') return data.byteLength
  // Not a loop over the characters: without a JIT (iOS) that is ten times the work.
  const flat = data.replace(/[\ud800-\udbff][\udc00-\udfff]/g, 'four')
  const wide = flat.replace(/[\0-\x7f]+/g, '')
  const wider = wide.replace(/[\x80-\u07ff]+/g, '')
  return flat.length + wide.length + wider.length
}

/** Whether two payloads are the same text or the same bytes. */
export function isSameData(one: SocketData, other: SocketData): boolean {
  if (typeof one === 'string' || typeof other === 'string') return one === other
  const left = new Uint8Array(one)
  const right = new Uint8Array(other)
  return left.length === right.length && left.every((byte, i) => byte === right[i])
}
