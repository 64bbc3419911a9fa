/** Sockets over real standard `WebSocket` classes: what they say is kept, and each is closed after its test. */
import { WebSocket as UndiciWebSocket } from 'undici'
import WsWebSocket from 'ws'
import {
  createSocket,
  forWebSocket,
  type BoundSocket,
  type Socket,
  type SocketEvents,
  type SocketOptions,
} from '../../src/web'
import { EVENTS } from '../support/event-names'
import { stage } from '../support/stage-globals'
import { cleanUp, until } from './live-scene'

type EventName = keyof SocketEvents<unknown>

export interface WebScene {
  readonly socket: Socket
  heard<Name extends EventName>(event: Name): SocketEvents<unknown>[Name][]
  /** Connects and waits until it is open. */
  open(): Promise<void>
}

/** Every class there is outside of browsers. Node's own is undici's, from version 22 on the global object. */
export const webClasses: readonly (readonly [name: string, bind: () => BoundSocket])[] = [
  ['the class of ws', () => forWebSocket(WsWebSocket)],
  ['the class of undici', () => forWebSocket(UndiciWebSocket)],
  ['the global class', bindGlobal],
]

function bindGlobal(): BoundSocket {
  if (!('WebSocket' in globalThis)) cleanUp(stage({ WebSocket: UndiciWebSocket }))
  return { ...forWebSocket(UndiciWebSocket), createSocket }
}

/** Short enough for a test. */
const QUICK: Partial<SocketOptions> = {
  connectTimeoutMs: 3_000,
  closeTimeoutMs: 500,
  reconnect: { delayMs: 30, jitter: 0, limit: 500 },
}

export function createWebScene(
  { createSocket: create }: BoundSocket,
  options: SocketOptions,
): WebScene {
  const socket = create({ ...QUICK, ...options })
  const log: { readonly event: EventName; readonly payload: unknown }[] = []
  for (const event of EVENTS) {
    socket.on(event, (payload: unknown) => void log.push({ event, payload }))
  }
  cleanUp(async () => {
    socket.close()
    await until('the socket is closed', () => ['closed', 'idle'].includes(socket.state))
  })
  return {
    socket,
    heard: <Name extends EventName>(name: Name) =>
      log
        .filter(({ event }) => event === name)
        .map(({ payload }) => payload as SocketEvents<unknown>[Name]),
    async open() {
      socket.connect()
      await until('the socket is open', () => socket.state === 'open')
    },
  }
}
