/** `createSocket` on a platform of the app's choice. */
import type { Ports, Sendable, SocketData } from '../core/ports'
import { createSocketOn } from './create-socket'
import type { Socket, SocketOptions } from './types'

/** What is bound to one host. */
export interface BoundSocket {
  /**
   * Makes a socket over that host. Nothing starts, and the host is not looked at, before `connect()`.
   *
   * @throws {@link SocketError} E_OPTION when an option is unknown, missing, out of range, or impossible on that host.
   */
  createSocket<In = SocketData, Out = Sendable>(options: SocketOptions<In, Out>): Socket<In, Out>
  /** The host as this package sees it, for `createWebSocketClass`. */
  readonly platform: Ports
}

/** Binds `createSocket`. `check` throws for an option that this host cannot heed. */
export const bindSocket = (
  platform: Ports,
  check: (options: Pick<SocketOptions, 'header'>) => void = () => undefined,
): BoundSocket => ({
  platform,
  createSocket(options) {
    const socket = createSocketOn(platform, options)
    check(options)
    return socket
  },
})
