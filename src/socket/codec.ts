import type { SocketData } from '../core/ports'
import type { Codec } from '../core/settings'

/** A codec that sends JSON text. A frame that is no JSON, a binary one included, is an `error` E_DECODE. */
export function jsonCodec<In = unknown, Out = unknown>(): Codec<In, Out> {
  return {
    encode(data) {
      const text = JSON.stringify(data) as string | undefined
      if (text === undefined) throw new TypeError('JSON has no text for this value')
      return text
    },
    decode(data: SocketData) {
      if (typeof data !== 'string') throw new TypeError('JSON is text, and this frame is binary')
      return JSON.parse(data) as In
    },
  }
}
