/** One standard `WebSocket` as a {@link Link} (rules C1–C4, S2, S5). */
import type { Link, LinkEvent, SocketData } from '../../core/ports'
import { createUnsent } from './unsent'
import type { StandardWebSocket } from './web-host'

const OPEN = 1

/** What `ws` and undici add to the event; in a browser it says nothing, on purpose. */
interface ErrorEvent {
  readonly message?: string
  readonly error?: Partial<Error> & { readonly errno?: number }
}

interface Ears {
  tell(event: LinkEvent): void
  received(data: SocketData): void
}

function errored({ tell }: Ears, event: ErrorEvent): void {
  const { message, error, error: raw = event } = event
  const { message: own, errno } = Object(error) as NonNullable<ErrorEvent['error']>
  const text = message || own || 'the WebSocket failed (a browser does not say why)'
  tell({ type: 'link-errored', failure: { text, errno, raw } })
}

/** The only two fields of the server's answer that a script is shown. */
function headerOf({ protocol, extensions }: StandardWebSocket): object | undefined {
  const header = {
    ...(protocol && { 'Sec-WebSocket-Protocol': protocol }),
    ...(extensions && { 'Sec-WebSocket-Extensions': extensions }),
  }
  return Object.keys(header).length > 0 ? header : undefined
}

/** `construct` makes the native socket, or throws. */
export function openWebLink(url: string, construct: () => StandardWebSocket, ears: Ears): Link {
  const unsent = createUnsent()
  let socket: StandardWebSocket | null = null
  let isOpened = false
  let closeSocket: (() => void) | null = null

  const forget = (): void => unsent.forget((socket && socket.bufferedAmount) || 0)

  const listen = (made: StandardWebSocket): void => {
    const opened = (): void => {
      isOpened = true
      // The standard opens nothing that was closed while connecting; look-alikes do (C4).
      if (closeSocket) closeSocket()
      ears.tell({ type: 'link-opened', url, header: headerOf(made) })
    }
    made.binaryType = 'arraybuffer'
    made.onopen = opened
    made.onmessage = ({ data }: { data: SocketData }) => {
      if (!isOpened) opened()
      ears.received(data)
    }
    // Never taken off: `ws` throws an error that nobody listens for.
    made.onerror = (event: ErrorEvent) => errored(ears, Object(event) as ErrorEvent)
    made.onclose = ({ code, reason }: { code?: number; reason?: string }) => {
      forget()
      ears.tell({ type: 'link-closed', code, reason })
      // After the close, so that these are put back for the next link and not tried again on this one (S2).
      unsent.fail()
    }
  }

  ears.tell({ type: 'link-requested' })
  try {
    socket = construct()
    if (typeof socket.close !== 'function') throw new TypeError('this is no WebSocket')
    listen(socket)
  } catch (thrown) {
    socket = null
    errored(ears, { error: thrown as Error })
  }

  return {
    send(data, failed, taken) {
      // Once it is closing, a browser drops what it is given without a word.
      if (!socket || socket.readyState !== OPEN) return failed()
      const beforeBytes = socket.bufferedAmount || 0
      try {
        socket.send(data)
      } catch {
        return failed()
      }
      if (taken) return taken()
      // In its own count: bytes on the wire for `ws`, payload for a browser.
      unsent.add((socket.bufferedAmount || 0) - beforeBytes, failed)
      forget()
    },
    close(code, reason) {
      if (closeSocket) return
      closeSocket = () => {
        try {
          if (socket) socket.close(code, reason)
        } catch {
          // It was closed all along, or is no WebSocket; the core has its own deadline.
        }
      }
      closeSocket()
    },
  }
}
