/** Reads the frame of which there are many without looking for every field that one may have; the codec reads the rest. */
import { createFrameCodec, type FrameNames } from '../protocol/frame-codec'
import type { Data, Received } from '../protocol/frames'

export interface FrameReader {
  /** @throws Error saying what is wrong; its text repeats nothing that came. */
  read(data: string | ArrayBuffer): Received
}

/** How clients of this package write a message; who writes it in another order is read all the same. */
const DATA = '{"type":"data",'

/** A whole number from 1; all but nobody ever counts further. */
const isCount = (value: unknown): value is number =>
  typeof value === 'number' && value > 0 && value % 1 === 0 && value <= Number.MAX_SAFE_INTEGER

const isCountOrNone = (value: unknown): boolean => value === undefined || isCount(value)

/** A plain message; `undefined` for anything that takes a closer look, faults included. */
function readPlain(text: string): Received | undefined {
  let wire: Partial<Data> & { readonly body?: unknown }
  try {
    wire = JSON.parse(text) as typeof wire
  } catch {
    return undefined
  }
  const { type, seq, after, ask, ack, sender, re, error, body } = wire
  const isPlain =
    type === 'data' &&
    isCount(seq) &&
    isCountOrNone(after) &&
    isCountOrNone(ack) &&
    (ask === undefined || ask === true) &&
    sender === undefined &&
    re === undefined &&
    error === undefined
  return isPlain ? { frame: { type, seq, after, ask, ack } as Data, body } : undefined
}

export function createFrameReader(names: FrameNames): FrameReader {
  const codec = createFrameCodec(names)
  const isPlain = Object.keys(names).length === 0
  return {
    read: (data) =>
      (isPlain && typeof data === 'string' && data.startsWith(DATA) && readPlain(data)) ||
      codec.decode(data),
  }
}
