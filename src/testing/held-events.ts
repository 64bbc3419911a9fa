/** What waits for a script that stands still. */
export interface HeldEvents {
  readonly hold: (event: () => void) => void
  /** Everything that waits, in order; it is forgotten here. */
  readonly release: () => readonly (() => void)[]
}

export function createHeldEvents(): HeldEvents {
  let events: (() => void)[] = []
  return {
    hold: (event) => void events.push(event),
    release() {
      const released = events
      events = []
      return released
    },
  }
}
