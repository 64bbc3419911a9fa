/** A promise of the lab while it is watched: its steps one after the other, and when each was seen. */
import type { CloseInfo, SocketState } from 'miniprogram-socket'

/** What a socket, a delivery or the server told. */
export type Sign =
  | { readonly type: 'state'; readonly to: SocketState }
  | { readonly type: 'open' }
  | { readonly type: 'close'; readonly close: CloseInfo }
  | { readonly type: 'retry'; readonly retry: number }
  | { readonly type: 'rtt'; readonly rttMs: number }
  | { readonly type: 'gap' }
  | { readonly type: 'notice'; readonly text: string }
  /** The server answered the command, and refused what was said after it. */
  | { readonly type: 'answer' }
  | { readonly type: 'refused' }

/** One part of a promise. */
export interface Step {
  readonly text: string
  /** Whether this is what the step waits for. */
  readonly isSeenIn: (sign: Sign) => boolean
  /** For what must not happen: the step is done when it has not been seen for so long, and failed when it has. */
  readonly quietMs?: number
}

/** How a trial stands: `missed` when a step was not seen in time, `ended` when something else came in between. */
export type Outcome = 'running' | 'seen' | 'missed' | 'ended'

/** A trial under way, or over. */
export interface Trial {
  readonly outcome: Outcome
  /** How long after the beginning each step was seen; as many as were. */
  readonly seenMs: readonly number[]
  /** Something happened. Returns whether anything changed. */
  hear(sign: Sign, nowMs: number): boolean
  /** Time has passed. Returns whether anything changed. */
  pass(nowMs: number): boolean
  /** It will not be seen any more. */
  end(): void
}

/** Begins to watch: all steps have to be seen, in order, within so long. */
export function createTrial(steps: readonly Step[], withinMs: number, startedAtMs: number): Trial {
  const seenMs: number[] = []
  let outcome: Outcome = 'running'

  const next = () => (outcome === 'running' ? steps[seenMs.length] : undefined)

  function see(nowMs: number): boolean {
    seenMs.push(nowMs - startedAtMs)
    if (seenMs.length === steps.length) outcome = 'seen'
    return true
  }

  function miss(): boolean {
    outcome = 'missed'
    return true
  }

  return {
    get outcome() {
      return outcome
    },
    seenMs,
    hear(sign, nowMs) {
      const step = next()
      if (!step?.isSeenIn(sign)) return false
      return step.quietMs === undefined ? see(nowMs) : miss()
    },
    pass(nowMs) {
      const step = next()
      if (!step) return false
      const sinceMs = startedAtMs + (seenMs[seenMs.length - 1] ?? 0)
      if (step.quietMs !== undefined) return nowMs - sinceMs >= step.quietMs && see(nowMs)
      return nowMs - startedAtMs > withinMs && miss()
    },
    end() {
      if (outcome === 'running') outcome = 'ended'
    },
  }
}
