/** Puts the parts of a hub together, and knows what the end of a connection and a failing store mean. */
import { CLOSE_CODES } from '../protocol/close-codes'
import { createDoor, type Door } from './door'
import type { HubEmitter } from './emitter'
import { HubError } from './errors'
import { createFrameWriter } from './frame-writer'
import type { HubPorts } from './host'
import { createInbound } from './inbound'
import type { Link } from './link'
import { createNoticeboard } from './noticeboard'
import type { Settings } from './options'
import { createOutbound } from './outbound'
import { createPatrol, type Patrol } from './patrol'
import { createFarewell, type Farewell } from './farewell'
import { createReception } from './reception'
import { createRoster, type Roster } from './roster'
import type { Notice } from './store'
import type { HubRequest, HubStats } from './types'
import { createWire } from './wire'

export interface Engine<Request> {
  readonly roster: Roster
  readonly door: Door<Request>
  readonly patrol: Patrol
  readonly farewell: Farewell
  /** Listens to a new link's socket. */
  readonly attend: (link: Link) => void
  /** Hears the store's notices. */
  readonly hear: (notice: Notice) => void
  stats(): Omit<HubStats, 'accepted'>
}

export function createEngine<Request extends HubRequest>(
  ports: HubPorts,
  settings: Settings<Request>,
  { emit }: HubEmitter,
): Engine<Request> {
  const { clock } = ports
  const { store } = settings
  const roster = createRoster()
  const writer = createFrameWriter(settings.names)
  const closed: Record<number, number> = {}
  const failure = createStoreFailure(emit)

  /** The link takes no part any more. */
  function dismiss(link: Link): void {
    const { clientId } = link
    const { wasLast, wasOnline } = roster.dismiss(link)
    if (!wasLast || clientId === null) return
    const told = store.gone(clientId).catch(failure.tell)
    if (wasOnline) void told.then(() => emit('offline', { clientId }))
  }

  function gone(link: Link): void {
    link.state = { is: 'closing', sinceAtMs: clock.elapsedMs() }
    link.queue.length = 0
    dismiss(link)
    roster.left(link)
  }

  const wire = createWire({
    clock,
    writer,
    maxBufferedBytes: settings.maxBufferedBytes,
    ended(link, event) {
      closed[event.code] = (closed[event.code] ?? 0) + 1
      dismiss(link)
      emit('closed', event)
    },
  })

  function storeFailed(link: Link, thrown: unknown): void {
    failure.tell(thrown)
    wire.end(link, CLOSE_CODES.unavailable, 'the store cannot be reached')
  }

  const report = (error: HubError): void => emit('error', error)
  const cameOnline = (clientId: string): void => emit('online', { clientId })
  const base = { ...settings, ports, settings, clock, writer, wire, roster, report, storeFailed }
  const outbound = createOutbound(base)
  const inbound = createInbound({ ...base, outbound })
  const door = createDoor({ ...base, outbound, cameOnline })
  const rest = { ...base, outbound, inbound, door, gone }

  return {
    roster,
    door,
    attend: createReception(rest),
    hear: createNoticeboard(rest),
    farewell: createFarewell(rest),
    patrol: createPatrol({ ...rest, roundBegan: failure.forget, storeFailure: failure.tell }),
    stats: () => ({
      ...countOf(roster),
      ...inbound.counts(),
      sent: outbound.sent(),
      closed: { ...closed },
    }),
  }
}

/** One error a round says as much as ten thousand, one for each connection. */
function createStoreFailure(emit: HubEmitter['emit']) {
  let isTold = false
  return {
    forget: (): void => void (isTold = false),
    tell(thrown: unknown): void {
      if (isTold) return
      isTold = true
      emit('error', new HubError('E_STORE', 'the store could not be reached', thrown))
    },
  }
}

function countOf({ links, online }: Roster) {
  let bufferedBytes = 0
  let waiting = 0
  for (const { socket, queue, current } of links) {
    bufferedBytes += socket.bufferedAmount
    waiting += queue.length + (current ? 1 : 0)
  }
  return { connections: links.size, clients: online.size, bufferedBytes, waiting }
}
