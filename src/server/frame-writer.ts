/** Writes the frames of which there are many without building an object for each; the codec writes the rest. */
import { createFrameCodec, type FrameNames } from '../protocol/frame-codec'
import type { Data, Frame } from '../protocol/frames'
import type { Draft } from './store'

export interface FrameWriter {
  /** A message; `ack` 0 says nothing. The body's text goes in as it is, the same for every receiver. */
  data(seq: number, draft: Draft, ack: number): string | ArrayBuffer
  /** An acknowledgement for the stream of `hello`. */
  ack(ack: number): string
  /** Any frame without a body. */
  frame(frame: Frame): string
}

export function createFrameWriter(names: FrameNames): FrameWriter {
  const codec = createFrameCodec(names)
  const { fields = {}, types = {} } = names
  const key = (name: string): string => JSON.stringify(fields[name] || name)
  const type = (name: 'data' | 'ack'): string =>
    `${key('type')}:${JSON.stringify(types[name] ?? name)}`

  const dataHead = `{${type('data')},${key('seq')}:`
  const ackHead = `{${type('ack')},${key('ack')}:`
  const ackPart = `,${key('ack')}:`
  const rePart = `,${key('re')}:`
  const errorPart = `,${key('error')}:`
  const bodyPart = `,${key('body')}:`

  const frame = (frame: Frame): string => codec.encode(frame) as string

  return {
    data(seq, draft, ack) {
      const { body, re, error } = draft
      if (body !== undefined && typeof body !== 'string') {
        const head: Data = {
          type: 'data',
          seq,
          ...(re !== undefined && { re }),
          ...(error !== undefined && { error }),
          ...(ack > 0 && { ack }),
        }
        return codec.encode(head, body)
      }
      let text = dataHead + seq
      if (re !== undefined) text += rePart + JSON.stringify(re)
      if (error !== undefined) text += errorPart + JSON.stringify(error)
      if (ack > 0) text += ackPart + ack
      return body === undefined ? `${text}}` : `${text}${bodyPart}${body}}`
    },
    ack: (ack) => `${ackHead}${ack}}`,
    frame,
  }
}
