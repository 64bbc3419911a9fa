/** How a connection becomes live: who it is, what it wants to resume, what it takes the place of. */
import { CLOSE_CODES } from '../protocol/close-codes'
import { PROTOCOL_VERSION, type Hello } from '../protocol/frames'
import { HubError, isRefusal } from './errors'
import type { HubPorts } from './host'
import { reachOf, senderOf, type Link, type LinkState, type Live } from './link'
import type { Settings } from './options'
import type { Outbound } from './outbound'
import { SEEN_FOR_MS } from './patrol'
import type { Roster } from './roster'
import type { SessionInfo } from './store'
import type { HubRequest } from './types'
import type { Wire } from './wire'

/** The longest client id. */
const MAX_CLIENT_ID = 256

export interface Door<Request> {
  /** A connection has come. */
  enter(link: Link, request: Request): void
  /** It says `hello`, for the first time or again. */
  hello(link: Link, hello: Hello): void
}

export interface DoorParts<Request extends HubRequest> {
  readonly ports: HubPorts
  readonly settings: Settings<Request>
  readonly roster: Roster
  readonly wire: Wire
  readonly outbound: Outbound
  readonly report: (error: HubError) => void
  /** The store failed this link. */
  readonly storeFailed: (link: Link, error: unknown) => void
  /** The client was not online here before. */
  readonly cameOnline: (clientId: string) => void
}

export function createDoor<Request extends HubRequest>(parts: DoorParts<Request>): Door<Request> {
  const { settings, roster, wire, report } = parts
  const welcome = createWelcome(parts)

  const isAllowed = (origin: unknown, request: Request): boolean => {
    const { allowOrigin } = settings
    if (typeof origin !== 'string') return true
    return typeof allowOrigin === 'function'
      ? // Nothing else will do: a promise of `false` is not `false`.
        allowOrigin(origin, request) === true
      : allowOrigin.indexOf(origin) >= 0
  }

  async function identify(link: Link, request: Request): Promise<void> {
    try {
      if (!isAllowed(request.headers['origin'], request)) {
        return wire.end(link, CLOSE_CODES.unauthorized, 'origin not allowed (option allowOrigin)')
      }
      const clientId: unknown = await settings.authenticate(request)
      if (typeof clientId !== 'string' || !clientId || clientId.length > MAX_CLIENT_ID) {
        throw new TypeError(`authenticate must answer an id of 1 to ${MAX_CLIENT_ID} characters`)
      }
      link.clientId = clientId
    } catch (thrown) {
      return turnAway(link, thrown)
    }
    if (link.state.is === 'waiting-for-hello' && link.state.hello) hello(link, link.state.hello)
  }

  function turnAway(link: Link, thrown: unknown): void {
    if (!isRefusal(thrown)) {
      report(
        new HubError('E_AUTHENTICATE', 'authenticate failed; the connection was closed', thrown),
      )
      return wire.end(link, CLOSE_CODES.unauthorized, 'not authenticated')
    }
    const { message, closeCode = CLOSE_CODES.unauthorized } = thrown
    const isCode = Number.isInteger(closeCode) && closeCode >= 4_000 && closeCode <= 4_999
    if (!isCode) {
      const accepts = 'closeCode of a Refusal must be a whole number from 4000 to 4999'
      report(new HubError('E_AUTHENTICATE', `${accepts}; the connection was closed with 4503`))
    }
    wire.end(link, isCode ? closeCode : CLOSE_CODES.unauthorized, message || 'not authenticated')
  }

  function hello(link: Link, frame: Hello): void {
    const { state } = link
    if (frame.v !== PROTOCOL_VERSION) {
      return wire.end(
        link,
        CLOSE_CODES.version,
        `version ${frame.v} is not spoken here, but ${PROTOCOL_VERSION}`,
      )
    }
    if (state.is === 'waiting-for-hello') {
      state.hello = frame
      if (link.clientId !== null) void welcome(link, link.clientId, frame)
    } else if (state.is === 'live') {
      if (frame.sender !== state.sender) {
        return wire.end(link, CLOSE_CODES.fault, 'a second hello of another sender')
      }
      void welcome(link, link.clientId as string, frame)
    }
  }

  return {
    hello,
    enter(link, request) {
      if (roster.links.size > settings.maxConnections) {
        return wire.end(link, CLOSE_CODES.full, 'no room for another connection')
      }
      void identify(link, request)
    },
  }
}

/** Opens the session of a link and lets the messages flow. */
function createWelcome<Request extends HubRequest>(parts: DoorParts<Request>) {
  const { ports, settings, roster, wire, outbound, storeFailed, cameOnline } = parts
  const { store, window, maxFrameBytes, connections, maxConnectionsPerClient } = settings

  const hasRoom = (link: Link, clientId: string, { sender }: Hello): boolean => {
    if (connections === 'one') return true
    const others = roster.of(clientId).filter((one) => one !== link && senderOf(one) !== sender)
    return others.length < maxConnectionsPerClient
  }

  const live = (info: SessionInfo, sender: string, isBehind: boolean, before: LinkState): Live => ({
    is: 'live',
    sender,
    session: info.session,
    sent: info.next - 1,
    reach: before.is === 'live' && before.session === info.session ? reachOf(before) : 0,
    acknowledged: info.next - 1,
    progressAtMs: ports.clock.elapsedMs(),
    hasProgressed: false,
    ready: [],
    isBehind: isBehind || info.resumed,
    isReading: false,
  })

  return async (link: Link, clientId: string, hello: Hello): Promise<void> => {
    if (!hasRoom(link, clientId, hello)) {
      return wire.end(link, CLOSE_CODES.full, 'no room for another connection of this client')
    }
    const sinceAtMs = ports.clock.elapsedMs()
    const welcoming = { is: 'welcoming', sinceAtMs, hello, isBehind: false } as const
    const before = link.state
    link.state = welcoming
    roster.enlist(link, clientId)
    try {
      const [info] = await Promise.all([
        store.openSession(clientId, hello.resume),
        store.tell({
          type: 'took-over',
          clientId,
          sender: hello.sender,
          linkId: link.id,
          isAlone: connections === 'one',
        }),
        store.seen([clientId], SEEN_FOR_MS),
      ])
      if (link.state !== welcoming) return
      link.state = live(info, hello.sender, welcoming.isBehind, before)
      const { session, secret, resumed, next } = info
      const terms = { session, secret, resumed, next, window, maxFrameBytes }
      wire.frame(link, { type: 'welcome', v: PROTOCOL_VERSION, client: clientId, ...terms })
    } catch (error) {
      return storeFailed(link, error)
    }
    if (roster.welcomed(clientId)) cameOnline(clientId)
    outbound.begin(link)
  }
}
