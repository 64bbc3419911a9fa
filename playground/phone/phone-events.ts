/** Who listens to a phone, and what happened before anybody could. */
import type { PhoneEvent } from './phone'

export interface PhoneEvents {
  readonly emit: (event: PhoneEvent) => void
  /** What happened so far is told first. Returns the unsubscribe. */
  readonly on: (listener: (event: PhoneEvent) => void) => () => void
}

/** How much is kept for who comes late: the launch, not a life. */
const MAX_KEPT = 200

export function createPhoneEvents(): PhoneEvents {
  const listeners = new Set<(event: PhoneEvent) => void>()
  let kept: PhoneEvent[] = []
  return {
    emit(event) {
      if (listeners.size === 0 && kept.length < MAX_KEPT) kept.push(event)
      for (const listener of listeners) listener(event)
    },
    on(listener) {
      const missed = kept
      kept = []
      missed.forEach(listener)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
