/** What is remembered of the messages from one client: by stream, how far it has come. */
import type { Outcome, Verdict } from '../store'

export interface Streams {
  claim(sender: string, seq: number, after: number, leaseMs: number, nowMs: number): Verdict
  /** Answers whether the message was not finished before. */
  finish(sender: string, seq: number, outcome: Outcome): boolean
  release(sender: string, seq: number): void
}

interface Stream {
  /** The number of the last message that was dealt with. */
  last: number
  claim: { readonly seq: number; readonly untilMs: number } | undefined
  /** Reasons of the latest rejections, by number. */
  rejected: Map<number, string> | undefined
}

/** A client repeats at most what it had unacknowledged; far more rejections than that are not asked for again. */
const MAX_REJECTED = 256

const NEW: Verdict = { is: 'new' }
const SEEN: Verdict = { is: 'seen' }
const BUSY: Verdict = { is: 'busy' }
const EARLY: Verdict = { is: 'early' }

export function createStreams(maxStreams: number): Streams {
  /** In the order of use, oldest first. */
  const streams = new Map<string, Stream>()

  function use(sender: string): Stream {
    const stream = streams.get(sender) ?? { last: 0, claim: undefined, rejected: undefined }
    streams.delete(sender)
    streams.set(sender, stream)
    if (streams.size > maxStreams) streams.delete(streams.keys().next().value as string)
    return stream
  }

  function reject(stream: Stream, seq: number, reason: string): void {
    const rejected = (stream.rejected = stream.rejected ?? new Map<number, string>())
    rejected.set(seq, reason)
    if (rejected.size > MAX_REJECTED) rejected.delete(rejected.keys().next().value as number)
  }

  return {
    claim(sender, seq, after, leaseMs, nowMs) {
      const stream = streams.get(sender) ?? use(sender)
      if (seq <= stream.last) {
        const reason = stream.rejected?.get(seq)
        return reason === undefined ? SEEN : { is: 'seen', reason }
      }
      if (stream.claim && nowMs < stream.claim.untilMs) return BUSY
      if (after > stream.last) return EARLY
      stream.claim = { seq, untilMs: nowMs + leaseMs }
      return NEW
    },
    finish(sender, seq, { reason }) {
      const stream = streams.size === 1 ? (streams.get(sender) ?? use(sender)) : use(sender)
      if (seq <= stream.last) return false
      stream.last = seq
      stream.claim = undefined
      if (reason !== undefined) reject(stream, seq, reason)
      return true
    },
    release(sender, seq) {
      const stream = streams.get(sender)
      if (stream?.claim?.seq === seq) stream.claim = undefined
    },
  }
}
