/** The standard `WebSocket` and the page around it as what the core asks of the world. */
import { SocketError, describe } from '../../core/errors'
import type { Ports } from '../../core/ports'
import { hostClock, hostLogger, hostRandom } from '../host-clock'
import type { StandardWebSocketClass, WebOptions, WebPage } from './web-host'
import { openWebLink } from './web-link'
import { watchOnline, watchVisibility } from './web-page'

declare const WebSocket: StandardWebSocketClass | undefined
declare const document: WebPage['document']
declare const self: WebPage['self']

/** The class of this realm, and its page. Looked up when they are needed, never at import. */
export const globalWebSocket = (): StandardWebSocketClass | undefined =>
  typeof WebSocket === 'undefined' ? undefined : WebSocket

const globalPage = (): WebPage => ({
  document: typeof document === 'undefined' ? undefined : document,
  self: typeof self === 'undefined' ? undefined : self,
})

/** @throws {@link SocketError} E_OPTION for a header, where none can be sent. */
export function refuseHeader(header: object | undefined, { construct }: WebOptions): void {
  if (construct || !header || Object.keys(header).length === 0) return
  refuse('header', 'empty (no browser sends one with a WebSocket; use url or protocols)', header)
}

/** @throws {@link SocketError} E_OPTION when there is no class, or an option is none. */
export function checkWebOptions(Class: unknown, options: object): void {
  if (typeof Class !== 'function') refuse('class', 'a WebSocket class', Class)
  if (Object(options) !== options) refuse('options', 'an object', options)
  Object.keys(options).forEach((name) => {
    const value = (options as Record<string, unknown>)[name]
    if (name !== 'construct') refuse(name, 'left out (the options are: construct)', value)
    if (value !== undefined && typeof value !== 'function') refuse(name, 'a function', value)
  })
}

function refuse(path: string, accepted: string, value: unknown): never {
  throw new SocketError('E_OPTION', `${path} must be ${accepted}, got ${describe(value)}`)
}

/** The ports of a standard `WebSocket`. The page's events are hints: where they are missing, nothing is hidden. */
export function createWebPlatform(
  lookUp: () => StandardWebSocketClass | undefined,
  { construct }: WebOptions = {},
): Ports {
  return {
    clock: hostClock,
    random: hostRandom,
    logger: hostLogger,
    transport: {
      assertAvailable() {
        if (lookUp()) return
        throw new SocketError(
          'E_HOST',
          'there is no WebSocket here: Node has one from version 22; before that give forWebSocket() a class',
        )
      },
      open({ target: { url, header = {}, protocols = [] } }, tell, received) {
        const make = (): ReturnType<NonNullable<typeof construct>> => {
          const request = { url, protocols: protocols.slice(), header: { ...header } }
          if (construct) return construct(request)
          refuseHeader(header, {})
          const Class = lookUp() as StandardWebSocketClass
          return protocols.length > 0 ? new Class(url, request.protocols) : new Class(url)
        }
        return openWebLink(url, make, { tell, received })
      },
      // A browser cuts nothing without telling the socket itself, and sets no limit that is near.
      watchCuts: () => () => undefined,
      cutsReported: () => 0,
    },
    lifecycle: { watch: (hidden, shown) => watchVisibility(globalPage(), hidden, shown) },
    network: { watch: (changed) => watchOnline(globalPage(), changed) },
  }
}
