/** Looks after every connection once a second: no timer for each, and no deadline missed by more than that. */
import { CLOSE_CODES } from '../protocol/close-codes'
import type { HubClock } from './host'
import type { Inbound } from './inbound'
import type { Link } from './link'
import type { Outbound } from './outbound'
import type { Roster } from './roster'
import type { Store } from './store'
import type { Wire } from './wire'

const ROUND_MS = 1_000

/** How long a close may take before the connection is cut. */
const CLOSE_MS = 5_000

/** Clients are reported as present once in so many rounds, and so many at once. */
const SEEN_EVERY_ROUNDS = 10
const MAX_SEEN = 1_000

/** How long a client counts as online without being reported again, should this process die. */
export const SEEN_FOR_MS = 30_000

export interface Patrol {
  /** Makes rounds as long as there is anything to look after. */
  start(): void
  stop(): void
}

export interface PatrolParts {
  readonly clock: HubClock
  readonly store: Store
  readonly roster: Roster
  readonly wire: Wire
  readonly outbound: Outbound
  readonly inbound: Inbound
  readonly helloTimeoutMs: number
  readonly idleMs: number
  readonly ackTimeoutMs: number
  /** A new round begins. */
  readonly roundBegan: () => void
  /** The store failed, and no link in particular. */
  readonly storeFailure: (error: unknown) => void
}

export function createPatrol(parts: PatrolParts): Patrol {
  const { clock, store, roster, inbound, roundBegan, storeFailure } = parts
  const look = createLook(parts)
  let rounds = 0
  let stopTimer: (() => void) | undefined

  function round(): void {
    stopTimer = undefined
    rounds += 1
    roundBegan()
    inbound.patrol()
    roster.links.forEach(look)
    if (rounds % SEEN_EVERY_ROUNDS === 0) reportSeen()
    if (roster.links.size > 0 || inbound.busy() > 0) start()
  }

  function reportSeen(): void {
    const clientIds = Array.from(roster.online)
    for (let from = 0; from < clientIds.length; from += MAX_SEEN) {
      store.seen(clientIds.slice(from, from + MAX_SEEN), SEEN_FOR_MS).catch(storeFailure)
    }
  }

  function start(): void {
    stopTimer = stopTimer ?? clock.startTimer(round, ROUND_MS)
  }

  return {
    start,
    stop() {
      stopTimer?.()
      stopTimer = undefined
    },
  }
}

/** What is looked at, of one connection. */
function createLook({ clock, wire, outbound, ...limits }: PatrolParts): (link: Link) => void {
  const { helloTimeoutMs, idleMs, ackTimeoutMs } = limits

  return (link) => {
    const nowMs = clock.elapsedMs()
    const { state } = link
    if (state.is === 'closing') {
      if (nowMs - state.sinceAtMs >= CLOSE_MS) link.socket.terminate()
      return
    }
    if (state.is !== 'live' && nowMs - state.sinceAtMs >= helloTimeoutMs) {
      return wire.end(link, CLOSE_CODES.silent, 'no hello in time')
    }
    if (wire.isTooSlow(link)) return wire.end(link, CLOSE_CODES.slow, 'reads too slowly')

    // While nothing is read, silence says nothing.
    if (link.isHeard || link.isPaused) {
      link.heardAtMs = nowMs
      link.isHeard = false
      link.isPinged = false
    }
    const silenceMs = nowMs - link.heardAtMs
    if (silenceMs >= idleMs) return wire.end(link, CLOSE_CODES.silent, 'nothing was heard')
    if (silenceMs >= idleMs / 2 && !link.isPinged) {
      link.isPinged = true
      link.socket.ping()
    }

    if (state.is !== 'live') return
    if (state.hasProgressed || link.isPaused) {
      state.progressAtMs = nowMs
      state.hasProgressed = false
    }
    if (state.sent > state.acknowledged && nowMs - state.progressAtMs >= ackTimeoutMs) {
      return wire.end(link, CLOSE_CODES.slow, 'acknowledges nothing')
    }
    outbound.nudge(link)
  }
}
