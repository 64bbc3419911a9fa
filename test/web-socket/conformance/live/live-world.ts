/** A world in which bytes really travel. */
import { create as createDomain } from 'node:domain'
import { pause, until } from '../../../integration/live-scene'
import type { WebSocketClass, World } from '../world'
import { startConformanceServer } from './server'

/** What takes longer on a local connection is a fault. */
const SETTLE_MS = 40

export interface LiveSetup {
  readonly WebSocket: WebSocketClass
  readonly differs: World['differs']
  readonly dispose: () => void
}

/** An implementation with a real server. */
export async function createLiveWorld({ WebSocket, differs, dispose }: LiveSetup): Promise<World> {
  const server = await startConformanceServer()
  const uncaught: unknown[] = []
  // What a listener throws is thrown again where nobody can catch it, which would end jest's process.
  const domain = createDomain()
  domain.on('error', (error: unknown) => void uncaught.push(error))

  const sockets: WebSocket[] = []
  let closed = 0

  return {
    WebSocket: new Proxy(WebSocket, {
      construct(target, args, self) {
        const socket = domain.run(() => Reflect.construct(target, args, self) as WebSocket)
        sockets.push(socket)
        socket.addEventListener('close', () => void (closed += 1))
        return socket
      },
    }),
    origin: server.origin,
    peers: server.peers,
    uncaught,
    differs,
    answerWith: (answer) => void (server.answer = answer),
    chooseProtocol: (choose) => void (server.chooseProtocol = choose),
    until: (what, check) => until(what, check),
    settle: () => pause(SETTLE_MS),
    async dispose() {
      for (const socket of sockets) socket.close()
      await server.kill()
      await until('every socket is closed', () => closed === sockets.length)
      dispose()
    },
  }
}
