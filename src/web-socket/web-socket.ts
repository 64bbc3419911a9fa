/** The raw class: one native socket per instance, for clients that reconnect by themselves. */
import { toSocketData } from '../core/data'
import { readGroup } from '../core/options'
import type { LinkRequest, Ports } from '../core/ports'
import { OPTIONS } from '../socket/read-options'
import { toTarget } from '../socket/target'
import { parseAddress } from './address'
import { type LinkEngine, openLinkEngine } from './link-engine'
import { domError } from './dom-error'
import { needArgument, toClose, toPayload, toProtocols } from './payload'
import { CONNECTING, SocketFace, engine } from './socket-face'
import type { SendData, WebSocketClass, WebSocketOptions } from './types'

type Protocols = string | readonly string[]

function readRequest(url: string, protocols: readonly string[], options: unknown): LinkRequest {
  const { header, connectTimeoutMs, closeTimeoutMs, host } = OPTIONS
  const read = readGroup('', options, { header, connectTimeoutMs, closeTimeoutMs, host })
  return Object.assign(read, { target: toTarget(url, { ...read.header }, protocols) })
}

/**
 * Makes the standard `WebSocket` class of a host: one native socket per instance, which never reconnects. For clients
 * that reconnect by themselves.
 */
export function createWebSocketClass(platform: Ports): WebSocketClass {
  return class WebSocket extends SocketFace<LinkEngine> {
    readonly [engine]: LinkEngine

    constructor(address: string, protocols: Protocols = [], options: WebSocketOptions = {}) {
      super(platform.clock)
      // eslint-disable-next-line prefer-rest-params -- as many parameters as the standard has, and no list of them
      needArgument(arguments)
      const [url, origin] = parseAddress(address)
      const request = readRequest(url, toProtocols(protocols), options)
      platform.transport.assertAvailable()
      this[engine] = openLinkEngine(platform, request, origin, (event) => this.dispatchEvent(event))
    }

    send(given: SendData): void {
      // eslint-disable-next-line prefer-rest-params -- the same, and for every message
      needArgument(arguments)
      const data = toPayload(given)
      if (this.readyState === CONNECTING) {
        throw domError('InvalidStateError', 11, 'still connecting')
      }
      this[engine].send(toSocketData(data))
    }

    close(code?: number, reason?: string): void {
      this[engine].close(...toClose(code, reason))
    }
  }
}
