/** How a hub ends: everybody is told when to come back, and nobody is waited for long. */
import { CLOSE_CODES, retryAfter } from '../protocol/close-codes'
import { HubError } from './errors'
import type { HubPorts } from './host'
import type { Inbound } from './inbound'
import type { Link } from './link'
import type { Roster } from './roster'
import type { Wire } from './wire'

/** How long clients may take to close, and `onMessage` to finish. */
const PATIENCE_MS = 5_000

/** How often it is looked whether they have. */
const LOOK_MS = 20

const DEFAULT_SPREAD_MS = 30_000
const MAX_SPREAD_MS = 2_147_483_647

export interface FarewellParts {
  readonly ports: HubPorts
  readonly roster: Roster
  readonly inbound: Inbound
  readonly wire: Wire
}

export interface Farewell {
  /** Tells one connection to come back. */
  dismiss(link: Link, spreadMs: number): void
  /** Tells all, and resolves when they are gone and what they sent is dealt with, or after 5 s. */
  dismissAll(spreadMs: number): Promise<void>
}

export function createFarewell({ ports, roster, inbound, wire }: FarewellParts): Farewell {
  const { clock, random } = ports

  function dismiss(link: Link, spreadMs: number): void {
    wire.end(link, CLOSE_CODES.restart, retryAfter(Math.floor(random() * (spreadMs + 1))))
  }

  async function dismissAll(spreadMs: number): Promise<void> {
    const sinceAtMs = clock.elapsedMs()
    for (const link of roster.links) dismiss(link, spreadMs)
    while (roster.links.size > 0 || inbound.busy() > 0) {
      if (clock.elapsedMs() - sinceAtMs >= PATIENCE_MS) break
      await new Promise<void>((resolve) => clock.startTimer(resolve, LOOK_MS))
    }
    for (const { socket } of roster.links) socket.terminate()
  }

  return { dismiss, dismissAll }
}

/** @throws {@link HubError} E_ARGUMENT */
export function readSpread(spreadMs: unknown = DEFAULT_SPREAD_MS): number {
  if (typeof spreadMs === 'number' && spreadMs >= 0 && spreadMs <= MAX_SPREAD_MS) return spreadMs
  throw new HubError('E_ARGUMENT', `spreadMs must be a number from 0 to ${MAX_SPREAD_MS}`)
}
