/** The messages that a session holds, bounded in number, bytes and age. */
import { byteLengthOf } from '../host'
import type { Draft, Entry } from '../store'

export interface ReplayBuffer {
  /** The number of the newest message there was; 0 for none. */
  readonly newest: number
  readonly isEmpty: boolean
  /** Adds a message and drops what is too much; answers its number. */
  append(draft: Draft, nowMs: number): number
  /** Messages with a number greater than `after`, at most `limit`. */
  read(after: number, limit: number, nowMs: number): readonly Entry[]
  /** The number of the oldest message held; one more than the newest when there is none. */
  oldest(nowMs: number): number
  /** Drops the oldest; answers whether there was one. */
  shift(): boolean
}

export interface ReplayLimits {
  readonly maxMessages: number
  readonly maxBytes: number
  readonly maxAgeMs: number
}

/** `bytesChanged` hears of every change, so that many buffers can be bounded together. */
export function createReplayBuffer(
  { maxMessages, maxBytes, maxAgeMs }: ReplayLimits,
  bytesChanged: (byBytes: number) => void,
): ReplayBuffer {
  // Three rows side by side, and of a message that is nothing but a body only that: an object for each of a million
  // messages held costs the garbage collector more than all else that is done with them.
  const drafts: (Draft | string)[] = []
  const sizes: number[] = []
  const times: number[] = []
  let newest = 0
  let bytes = 0

  function count(byBytes: number): void {
    bytes += byBytes
    bytesChanged(byBytes)
  }

  function shift(): boolean {
    if (drafts.length === 0) return false
    drafts.shift()
    times.shift()
    count(-(sizes.shift() as number))
    return true
  }

  function expire(nowMs: number): void {
    while (times.length > 0 && nowMs - (times[0] as number) >= maxAgeMs) shift()
  }

  /** The numbers follow one another without a gap. */
  const first = (): number => newest - drafts.length + 1

  return {
    get newest() {
      return newest
    },
    get isEmpty() {
      return drafts.length === 0
    },
    shift,
    append(draft, nowMs) {
      newest += 1
      const size = sizeOf(draft)
      drafts.push(isText(draft) ? draft.body : draft)
      sizes.push(size)
      times.push(nowMs)
      count(size)
      expire(nowMs)
      while (drafts.length > 1 && (drafts.length > maxMessages || bytes > maxBytes)) shift()
      return newest
    },
    oldest(nowMs) {
      expire(nowMs)
      return first()
    },
    read(after, limit, nowMs) {
      expire(nowMs)
      const from = Math.max(0, after + 1 - first())
      const seq = first() + from
      return drafts.slice(from, from + limit).map((draft, i) => ({
        seq: seq + i,
        ...(typeof draft === 'string' ? { body: draft } : draft),
      }))
    },
  }
}

const isText = (draft: Draft): draft is { readonly body: string } =>
  typeof draft.body === 'string' && draft.re === undefined && draft.error === undefined

function sizeOf({ body = '', re = '', error = '' }: Draft): number {
  const bytes = typeof body === 'string' ? byteLengthOf(body) : body.byteLength
  return bytes + re.length + error.length
}
