/** The clients that a memory store remembers, and when it forgets them. */
import type { HubPorts } from '../host'
import type { MemoryLimits } from './memory-options'
import { createReplayBuffer, type ReplayBuffer } from './replay-buffer'
import { createStreams, type Streams } from './streams'

/** How often what has expired is looked for. */
const SWEEP_MS = 60_000

/** A client, as remembered. */
export interface Session {
  readonly clientId: string
  /** Its session's name. */
  readonly name: string
  readonly secret: string
  readonly buffer: ReplayBuffer
  /** What is known of its messages; made when the first comes. */
  readonly streams: () => Streams
  /** Rooms it is in; made when it joins the first. */
  rooms: Set<string> | undefined
  /** Until when it counts as online; 0 when it does not. */
  onlineUntilMs: number
  /** When it was last connected, on the wall clock; `null` when it never was. */
  lastSeenAtMs: number | null
  /** When its time to live began. */
  touchedAtMs: number
}

export interface Sessions {
  /** What is remembered of a client. */
  find(clientId: string): Session | undefined
  /** The same; made when there is none. */
  open(clientId: string): Session
  /** The same, and one that is over and not swept away yet will do: for what happens with every message. */
  use(clientId: string): Session
  /** Its time to live begins anew. */
  touch(session: Session): void
  /** The session got a message: it is the last to lose some. */
  grew(session: Session): void
  isOnline(session: Session): boolean
  all(): IterableIterator<Session>
  /** Ends the timer. */
  close(): void
}

export function createSessions(
  { clock, token }: HubPorts,
  limits: MemoryLimits,
  forgotten: (session: Session) => void,
): Sessions {
  /** In the order of their last touch. */
  const sessions = new Map<string, Session>()
  /** Sessions that hold messages, in the order of the last one. */
  const holders = new Set<Session>()
  let totalBytes = 0
  let stopTimer: (() => void) | undefined

  const isOnline = (session: Session): boolean => session.onlineUntilMs > clock.elapsedMs()
  const isOver = (session: Session): boolean =>
    !isOnline(session) && clock.elapsedMs() - session.touchedAtMs >= limits.sessionTtlMs

  function forget(session: Session): void {
    sessions.delete(session.clientId)
    holders.delete(session)
    while (session.buffer.shift());
    forgotten(session)
  }

  function find(clientId: string): Session | undefined {
    const session = sessions.get(clientId)
    if (!session || !isOver(session)) return session
    forget(session)
    return undefined
  }

  function create(clientId: string): Session {
    let streams: Streams | undefined
    const session: Session = {
      clientId,
      name: token(),
      secret: token(),
      buffer: createReplayBuffer(limits, (byBytes) => (totalBytes += byBytes)),
      streams: () => (streams = streams ?? createStreams(limits.maxStreams)),
      rooms: undefined,
      onlineUntilMs: 0,
      lastSeenAtMs: null,
      touchedAtMs: clock.elapsedMs(),
    }
    sessions.set(clientId, session)
    while (sessions.size > limits.maxSessions) {
      const oldest = sessions.values().next().value as Session
      if (isOnline(oldest)) break
      forget(oldest)
    }
    stopTimer = stopTimer ?? clock.startTimer(sweep, SWEEP_MS)
    return session
  }

  function sweep(): void {
    for (const session of sessions.values()) {
      // Whoever was touched later is over later.
      if (!isOver(session) && !isOnline(session)) break
      if (isOver(session)) forget(session)
    }
    for (const session of holders) {
      session.buffer.oldest(clock.elapsedMs())
      if (session.buffer.isEmpty) holders.delete(session)
    }
    stopTimer = sessions.size > 0 ? clock.startTimer(sweep, SWEEP_MS) : undefined
  }

  function grew(session: Session): void {
    holders.delete(session)
    holders.add(session)
    while (totalBytes > limits.maxTotalBytes) {
      const [loser] = holders as Iterable<Session> as [Session]
      if (!loser.buffer.shift() || loser.buffer.isEmpty) holders.delete(loser)
    }
  }

  return {
    find,
    grew,
    isOnline,
    open: (clientId) => find(clientId) ?? create(clientId),
    use: (clientId) => sessions.get(clientId) ?? create(clientId),
    touch(session) {
      session.touchedAtMs = clock.elapsedMs()
      sessions.delete(session.clientId)
      sessions.set(session.clientId, session)
    },
    all: () => sessions.values(),
    close() {
      stopTimer?.()
      stopTimer = undefined
    },
  }
}
