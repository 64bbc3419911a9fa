/** The store of one process: fast, bounded, and gone with the process. */
import type { Resume } from '../../protocol/frames'
import { HubError } from '../errors'
import { nodePorts, type HubPorts } from '../host'
import type { Draft, Notice, Place, Store } from '../store'
import { readMemoryOptions, type MemoryStoreOptions } from './memory-options'
import { createSessions, type Session } from './sessions'

/**
 * Makes a store that lives in this process. Clients resume as long as the process lives; after a restart they hear `gap`.
 *
 * @throws {@link HubError} E_OPTION when an option is not what it must be.
 */
export const memoryStore = (options: MemoryStoreOptions = {}): Store =>
  memoryStoreOn(nodePorts, options)

/** A memory store on any clock. @throws {@link HubError} E_OPTION */
export function memoryStoreOn(ports: HubPorts, options: MemoryStoreOptions = {}): Store {
  const { clock } = ports
  const limits = readMemoryOptions(options)
  const rooms = createRooms(limits.maxRooms)
  const sessions = createSessions(ports, limits, rooms.leaveAll)
  let listeners: readonly ((notice: Notice) => void)[] = []

  const tell = (notice: Notice): void => listeners.forEach((listener) => listener(notice))

  function append(clientIds: readonly string[], draft: Draft): void {
    const places = clientIds.map((clientId): Place => {
      const session = sessions.use(clientId)
      const seq = session.buffer.append(draft, clock.elapsedMs())
      sessions.grew(session)
      return { clientId, session: session.name, seq }
    })
    tell({ type: 'appended', places, draft })
  }

  const mayResume = ({ name, secret, buffer }: Session, resume: Resume): boolean =>
    isSame(resume.session, name) && isSame(resume.secret, secret) && resume.last <= buffer.newest

  return {
    async openSession(clientId, resume) {
      const session = sessions.open(clientId)
      const { name, secret, buffer } = session
      const resumed = resume !== undefined && mayResume(session, resume)
      const next = resumed
        ? Math.max(resume.last + 1, buffer.oldest(clock.elapsedMs()))
        : buffer.newest + 1
      return { session: name, secret, resumed, next }
    },
    append,
    async read(clientId, session, after, limit) {
      const found = sessions.find(clientId)
      if (found?.name !== session) return undefined
      return found.buffer.read(after, limit, clock.elapsedMs())
    },

    claim: (clientId, sender, seq, after, leaseMs) =>
      sessions.use(clientId).streams().claim(sender, seq, after, leaseMs, clock.elapsedMs()),
    finish(clientId, sender, seq, outcome) {
      const isFirst = sessions.use(clientId).streams().finish(sender, seq, outcome)
      if (isFirst && outcome.reply) append([clientId], outcome.reply)
    },
    release: async (clientId, sender, seq) =>
      sessions.find(clientId)?.streams().release(sender, seq),

    join: async (clientId, room) => rooms.join(sessions.open(clientId), room),
    leave: async (clientId, room) => rooms.leave(sessions.find(clientId), room),
    members: async (room) =>
      room === undefined
        ? Array.from(sessions.all(), (session) => session.clientId)
        : rooms.members(room),

    ...createPresence(ports, sessions),

    tell: async (notice) => tell(notice),
    listen(listener) {
      listeners = [...listeners, listener]
      return () => (listeners = listeners.filter((one) => one !== listener))
    },
    close: async () => sessions.close(),
  }
}

/** Who is there, and who was. */
function createPresence(
  { clock }: HubPorts,
  sessions: ReturnType<typeof createSessions>,
): Pick<Store, 'seen' | 'gone' | 'presence' | 'online'> {
  return {
    async seen(clientIds, forMs) {
      for (const clientId of clientIds) {
        const session = sessions.open(clientId)
        session.onlineUntilMs = clock.elapsedMs() + forMs
        session.lastSeenAtMs = clock.nowMs()
        sessions.touch(session)
      }
    },
    async gone(clientId) {
      const session = sessions.find(clientId)
      if (!session) return
      session.onlineUntilMs = 0
      session.lastSeenAtMs = clock.nowMs()
      sessions.touch(session)
    },
    async presence(clientId) {
      const session = sessions.find(clientId)
      if (!session) return { online: false, lastSeenAtMs: null }
      const online = sessions.isOnline(session)
      return { online, lastSeenAtMs: online ? clock.nowMs() : session.lastSeenAtMs }
    },
    async online(limit) {
      const clientIds: string[] = []
      for (const session of sessions.all()) {
        if (clientIds.length >= limit) break
        if (sessions.isOnline(session)) clientIds.push(session.clientId)
      }
      return clientIds
    },
  }
}

/** Who is where. A room is there as long as somebody is in it. */
function createRooms(maxRooms: number) {
  const rooms = new Map<string, Set<string>>()

  function leave(session: Session | undefined, room: string): void {
    const members = rooms.get(room)
    if (!session || !members) return
    session.rooms?.delete(room)
    members.delete(session.clientId)
    if (members.size === 0) rooms.delete(room)
  }

  return {
    leave,
    leaveAll: (session: Session): void => session.rooms?.forEach((room) => leave(session, room)),
    join(session: Session, room: string): void {
      const joined = (session.rooms = session.rooms ?? new Set())
      if (!joined.has(room) && joined.size >= maxRooms) {
        throw new HubError('E_LIMIT', `a client may be in ${maxRooms} rooms`)
      }
      const members = rooms.get(room) ?? new Set()
      members.add(session.clientId)
      rooms.set(room, members)
      joined.add(room)
    },
    members: (room: string): readonly string[] => Array.from(rooms.get(room) ?? []),
  }
}

/** Compares in a time that does not tell how much of it is right. */
function isSame(shown: string, secret: string): boolean {
  if (shown.length !== secret.length) return false
  let difference = 0
  for (let i = 0; i < secret.length; i += 1) {
    difference |= shown.charCodeAt(i) ^ secret.charCodeAt(i)
  }
  return difference === 0
}
