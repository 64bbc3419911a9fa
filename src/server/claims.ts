/** Asks the store for messages and tells it what became of them, also after it was away for a moment. */
import type { HubClock } from './host'
import type { Answer, Outcome, Store, Verdict } from './store'
import { isThenable } from './when'

/** How soon the store is told again what it could not be told, and how often. */
const REPEAT_MS = 1_000
const MAX_REPEATS = 60

export interface Claims {
  claim(clientId: string, sender: string, seq: number, after: number): Answer<Verdict>
  /** What was dealt with must not be dealt with again because the store was away for a moment. */
  finish(clientId: string, sender: string, seq: number, outcome: Outcome): Answer<void>
  /** What was claimed has not been dealt with: it may be claimed again, as soon as the store can be told. */
  release(clientId: string, sender: string, seq: number): void
}

export function createClaims(clock: HubClock, store: Store, leaseMs: number): Claims {
  /** Claims that the store may hold though its answer was lost; they would block their streams until the lease is over. */
  const lost = new Map<string, object>()
  /** Messages that were dealt with, and the store does not know it yet. */
  const unnoted = new Set<string>()

  /** Repeats until it succeeds, is wanted no more, or hope is gone; then `ended` is called. */
  function repeat(
    act: () => Answer<void>,
    isWanted: () => boolean,
    ended: () => void,
    delayMs = REPEAT_MS,
    left = MAX_REPEATS,
  ): void {
    const again = (): void =>
      left > 1 ? repeat(act, isWanted, ended, REPEAT_MS, left - 1) : ended()
    clock.startTimer(() => {
      if (!isWanted()) return
      void Promise.resolve(act()).then(ended, again)
    }, delayMs)
  }

  function giveBack(key: string, release: () => Promise<void>, delayMs: number): void {
    const mine = {}
    const isWanted = (): boolean => lost.get(key) === mine
    lost.set(key, mine)
    repeat(release, isWanted, () => void (isWanted() && lost.delete(key)), delayMs)
  }

  return {
    claim(clientId, sender, seq, after) {
      const isTrouble = unnoted.size > 0 || lost.size > 0
      if (isTrouble && unnoted.has(keyOf(clientId, sender, seq))) return BUSY
      // Given back later, it would be this claim that is given back, while its message is being dealt with.
      const wasLost = isTrouble && lost.delete(keyOf(clientId, sender, seq))
      const claimed = store.claim(clientId, sender, seq, after, leaseMs)
      if (!isThenable(claimed)) return claimed
      const key = keyOf(clientId, sender, seq)
      const release = (): Promise<void> => store.release(clientId, sender, seq)
      return claimed.then(
        (verdict) => {
          // Perhaps it is our own that is in the way.
          if (wasLost && verdict.is === 'busy') giveBack(key, release, 0)
          return verdict
        },
        (error: unknown) => {
          giveBack(key, release, REPEAT_MS)
          throw error
        },
      )
    },
    release(clientId, sender, seq) {
      giveBack(keyOf(clientId, sender, seq), () => store.release(clientId, sender, seq), 0)
    },
    finish(clientId, sender, seq, outcome) {
      const finish = (): Answer<void> => store.finish(clientId, sender, seq, outcome)
      const finished = finish()
      if (!isThenable(finished)) return
      return finished.catch((error: unknown) => {
        const key = keyOf(clientId, sender, seq)
        unnoted.add(key)
        repeat(
          finish,
          () => true,
          () => void unnoted.delete(key),
        )
        throw error
      })
    },
  }
}

const BUSY: Verdict = { is: 'busy' }

/** No sender has a space in it. */
const keyOf = (clientId: string, sender: string, seq: number): string =>
  `${sender} ${seq} ${clientId}`
