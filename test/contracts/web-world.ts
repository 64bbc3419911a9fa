/** A browser, as the world that the platform contract drives. */
import { createScriptedWeb, type ScriptedWebSocket } from '../support/scripted-web'
import { stage } from '../support/stage-globals'
import type { CallFault, ConnectFault, World, WorldSocket } from './platform-world'

/** A class makes its instance or throws; it promises nothing. */
export const WEB_CONNECT_FAULTS: readonly ConnectFault[] = [
  'throws',
  'returns-nonsense',
  'is-missing',
]

/** Its methods return nothing. */
export const WEB_CALL_FAULTS: readonly CallFault[] = ['throws']

// Kept from before a fake is installed.
const realSetTimeout = globalThis.setTimeout

export function createWebWorld(): World {
  const web = createScriptedWeb()
  const sockets: WorldSocket[] = []
  const restores: (() => void)[] = [web.dispose]
  let asks = 0
  web.construct = (make) => {
    asks += 1
    const made = make()
    sockets.push(toWorldSocket(made))
    return made
  }

  const construct: { readonly [fault in ConnectFault]?: () => unknown } = {
    throws() {
      throw new Error('the host throws')
    },
    'returns-nonsense': () => ({ id: 7 }),
  }

  return {
    sockets,
    get asks() {
      return asks
    },
    // Nothing is promised there, so nothing is rejected.
    uncaught: [],
    get listeners() {
      return web.document.listenerCount + web.self.listenerCount
    },
    failConnects(fault) {
      const make = construct[fault]
      if (make) web.construct = make
      else restores.push(stage({ WebSocket: undefined }))
    },
    denyHints(how) {
      const refuse = () => {
        throw new Error('the host throws')
      }
      const target = { addEventListener: refuse, removeEventListener: refuse }
      const given = how === 'missing' ? undefined : target
      restores.push(stage({ document: given, self: given }))
    },
    hide: () => web.look('hidden'),
    show: () => web.look('visible'),
    network: (isOnline) => web.self.emit(isOnline ? 'online' : 'offline'),
    // There is no such event.
    closeGlobally: () => undefined,
    advance: (ms) => web.clock.advance(ms),
    async settle() {
      for (let turn = 0; turn < 4; turn += 1) {
        web.clock.advance(0)
        await new Promise<void>((resolve) => void realSetTimeout(resolve, 0))
      }
    },
    dispose() {
      for (const restore of restores.splice(0).reverse()) restore()
    },
  }
}

function toWorldSocket(socket: ScriptedWebSocket): WorldSocket {
  const [url, protocols] = socket.args
  const toEvent = (message: string, errno?: number) => ({ message, error: { message, errno } })
  return {
    asked: protocols === undefined ? { url } : { url, protocols },
    sent: socket.sent,
    closes: socket.closes,
    open: () => socket.open(),
    message: (data) => socket.message(data),
    error: (text, errno) => socket.error(toEvent(text, errno)),
    close: (code, reason) => socket.end(code, reason),
    fail: (text, errno) => socket.fail(toEvent(text, errno)),
    silence: () => void (socket.isSilent = true),
    failCalls: () => void (socket.isBroken = true),
  }
}
