/** `wx`, and any host of its shape, as what the core asks of the world. */
import { SocketError } from '../../core/errors'
import type { Ports } from '../../core/ports'
import { hostClock, hostLogger, hostRandom } from '../host-clock'
import { type NativeSockets, nativeSocketsOf } from '../native-sockets'
import { openNativeLink } from '../socket-task/native-link'
import type { WxHost, WxNetworkChange, WxSocketClose } from './wx-host'

/** At most five sockets at once. https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html */
const MAX_SOCKETS = 5

/** Registers a listener where the host can, and removes exactly that one, never anybody else's (L6). */
function listen<T>(
  host: Partial<WxHost>,
  event: 'AppShow' | 'AppHide' | 'NetworkStatusChange' | 'SocketClose',
  listener: (payload: T) => void,
): () => void {
  const call = (verb: 'on' | 'off'): void => {
    const methods = host as Record<string, ((listener: unknown) => void) | undefined>
    const method = methods[verb + event]
    try {
      if (method) method.call(host, listener)
    } catch {
      // A hint that the host does not allow here (some do in plugins) is one that is missing.
    }
  }
  call('on')
  return () => call('off')
}

/** The ports of a host of the shape of `wx`. The host is looked up when it is needed, never at import. */
export function createWxPlatform(lookUp: () => WxHost | undefined): Ports {
  const host = (): Partial<WxHost> => lookUp() || {}
  const sockets = (): NativeSockets => nativeSocketsOf(host(), MAX_SOCKETS, hostClock)

  return {
    clock: hostClock,
    random: hostRandom,
    logger: hostLogger,
    transport: {
      assertAvailable() {
        if (host().connectSocket) return
        throw new SocketError(
          'E_HOST',
          'there is no connectSocket here: connect() needs a mini-program, or a fake wx',
        )
      },
      open: (...attempt) => openNativeLink(host() as WxHost, sockets(), ...attempt),
      watchCuts(cut) {
        const watched = host()
        return sockets().watchCuts((closed) => {
          // There is no off for it: this listener stays (R11).
          listen(watched, 'SocketClose', (close?: WxSocketClose) =>
            closed(String((Object(close) as WxSocketClose).reason)),
          )
        }, cut)
      },
      cutsReported: () => sockets().cutsReported(),
    },
    lifecycle: {
      watch(hidden, shown) {
        const watched = host()
        const stops = [listen(watched, 'AppHide', hidden), listen(watched, 'AppShow', shown)]
        return () => stops.forEach((stop) => stop())
      },
    },
    network: {
      watch: (changed) =>
        listen(host(), 'NetworkStatusChange', (change?: WxNetworkChange) =>
          changed(!change || change.isConnected),
        ),
    },
  }
}
