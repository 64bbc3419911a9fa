/** The class for apps that move over from reconnecting-websocket or partysocket: the same surface over `createSocket`. */
import { isFunction } from '../core/options'
import type { Ports, Sendable, SocketData } from '../core/ports'
import { createSocketOn } from '../socket/create-socket'
import type { Socket, UrlAnswer } from '../socket/types'
import { parseAddress } from './address'
import { Event } from './event-target'
import { CloseEvent, ErrorEvent, MessageEvent } from './events'
import { toClose, toPayload, toProtocols } from './payload'
import { readReconnecting, toSocketOptions } from './reconnecting-options'
import type {
  ProtocolsProvider,
  ReconnectingOptions,
  ReconnectingWebSocketClass,
  UrlProvider,
} from './reconnecting-types'
import { CLOSED, type Engine, SocketFace, engine } from './socket-face'
import type { ReadyState, SendData } from './types'

interface ReconnectingEngine extends Engine {
  readonly socket: Socket<SocketData>
}

/** In the order of `readyState`. Any other is as good as closed, though it may come back: as in the other libraries. */
const STATES = ['connecting', 'open', 'closing']

type Later<T> = T | PromiseLike<T>

/** Asks a provider, and hands on what it says, at once or later. */
function ask<T, R>(provider: T | (() => Later<T>), next: (said: T) => Later<R>): Later<R> {
  const said = isFunction(provider) ? (provider as () => Later<T>)() : (provider as T)
  const { then } = Object(said) as PromiseLike<T>
  return isFunction(then) ? (said as PromiseLike<T>).then(next) : next(said as T)
}

function createEngine(
  platform: Ports,
  url: UrlProvider,
  protocols: ProtocolsProvider,
  options: ReconnectingOptions,
  tell: (event: Event) => void,
): ReconnectingEngine {
  const read = readReconnecting(options)
  let origin = ''
  const readUrl = (said: string): void => {
    ;[made.url, origin] = parseAddress(said)
  }
  const readProtocols = (said: unknown): readonly string[] => (made.asked = toProtocols(said || []))
  let newest: object
  const answer = (): Later<UrlAnswer> => {
    const attempt = {}
    newest = attempt
    return ask(url, (saidUrl: string) =>
      ask(protocols, (said) => {
        // What comes after the next attempt began is nobody's address any more.
        if (attempt !== newest) return ''
        readUrl(saidUrl)
        return { url: made.url, protocols: readProtocols(said) }
      }),
    )
  }
  const socket = createSocketOn<SocketData, Sendable>(
    platform,
    toSocketOptions(read, answer, platform.logger),
  )
  const made: { -readonly [K in keyof ReconnectingEngine]: ReconnectingEngine[K] } = {
    url: '',
    asked: [],
    socket,
    get readyState() {
      // Of -1 the last two bits are CLOSED.
      return (STATES.indexOf(socket.state) & CLOSED) as ReadyState
    },
    get bufferedAmount() {
      return socket.queued.bytes
    },
  }

  // What is fixed is refused now, and not by every attempt.
  if (!isFunction(url)) readUrl(url as string)
  if (!isFunction(protocols)) readProtocols(protocols)
  socket.on('open', ({ header = {} }) => {
    made.header = header
    tell(new Event('open'))
  })
  socket.on('message', (data) => tell(new MessageEvent('message', { data, origin })))
  socket.on('error', (error) => tell(new ErrorEvent('error', { error })))
  socket.on('close', (close) => tell(new CloseEvent('close', close)))
  // Not `connect()`: nothing may be told before the constructor returns.
  if (!read.startClosed) socket.reconnect()
  return made
}

/** Makes the class of a host, for apps that move over from reconnecting-websocket or partysocket. */
export function createReconnectingWebSocketClass(platform: Ports): ReconnectingWebSocketClass {
  return class ReconnectingWebSocket extends SocketFace<ReconnectingEngine> {
    readonly [engine]: ReconnectingEngine

    constructor(
      url: UrlProvider,
      protocols?: ProtocolsProvider,
      options: ReconnectingOptions = {},
    ) {
      super(platform.clock)
      this[engine] = createEngine(platform, url, protocols, options, (event) =>
        this.dispatchEvent(event),
      )
    }

    get socket(): Socket<SocketData> {
      return this[engine].socket
    }

    get retryCount(): number {
      return this.socket.status.retry
    }

    get shouldReconnect(): boolean {
      return !/^(idle|clos)/.test(this.socket.state)
    }

    send(data: SendData): 'sent' | 'queued' | 'dropped' {
      return this.socket.send(toPayload(data))
    }

    close(code?: number, reason?: string): void {
      this.socket.close(...toClose(code, reason))
    }

    reconnect(): void {
      this.socket.reconnect()
    }
  }
}
