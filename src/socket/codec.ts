import type { Codec } from '../core/settings'

/** A codec that sends JSON text. A frame that is no JSON, a binary one included, is an `error` E_DECODE. */
export function jsonCodec<In = unknown, Out = unknown>(): Codec<In, Out> {
  return {
    // What has no JSON text is `undefined`, and a binary frame is no JSON: both are refused without our help.
    encode: (data) => JSON.stringify(data),
    decode: (data) => JSON.parse(data as string) as In,
  }
}
