/** A host that is like `wx` but for its sockets, as what the core asks of the world. */
import type { Ports } from '../../core/ports'
import { hostClock } from '../host-clock'
import { nativeSocketsOf } from '../native-sockets'
import type { WxConnectSocketOptions, WxHost, WxSocketTask } from '../wx/wx-host'
import { createWxPlatform } from '../wx/wx-platform'
import { isThenable, openNativeLink } from './native-link'

/** How a host other than wx asks for a socket, and how its task speaks the words of wx. */
export interface SocketTranslation<Host, Task> {
  /** How many sockets the host allows at once. */
  readonly maxSockets: number
  /** Asks the host. */
  connect(host: Host, options: WxConnectSocketOptions): Task | PromiseLike<Task>
  /** The task in the words of wx. What it throws is told as a failure to connect. */
  toWxTask(task: Task): WxSocketTask
}

/** The ports of such a host: its life, its network and its global close are those of wx. */
export function createTranslatedPlatform<Host extends object, Task>(
  lookUp: () => Host | undefined,
  { maxSockets, connect, toWxTask }: SocketTranslation<Host, Task>,
): Ports {
  const asWx = lookUp as () => WxHost | undefined
  const platform = createWxPlatform(asWx)

  return {
    ...platform,
    transport: {
      ...platform.transport,
      open(...attempt) {
        const host = lookUp() || ({} as Host)
        const translated = {
          connectSocket(options: WxConnectSocketOptions) {
            const made = connect(host, options)
            return (isThenable(made) ? made.then(toWxTask) : toWxTask(made)) as WxSocketTask
          },
        }
        // By the host itself, so that every platform on it shares one budget (R12).
        return openNativeLink(translated, nativeSocketsOf(host, maxSockets, hostClock), ...attempt)
      },
    },
  }
}
