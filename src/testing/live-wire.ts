/** A wire that is a real WebSocket, of whatever class was injected. Only the standard surface is used. */
import type { HostTime } from './clock'
import type { FaultBox } from './faults'
import type { HostProfile } from './host-profile'
import { createPassage, type Passage } from './passage'
import type { Wire, WireEvents } from './wire'
import type { ConnectSocketOptions, SocketPayload } from './wx-types'

/** The parts of a standard WebSocket that are used. */
export interface LiveWebSocket {
  binaryType: string
  readonly protocol: string
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  send(data: SocketPayload): void
  close(code?: number, reason?: string): void
}

/** The `ws` package's class, or the browser's own. A header is passed as `ws` takes it; browsers ignore it. */
export type WebSocketClass = new (
  url: string,
  protocols?: string[],
  options?: { headers: { [name: string]: string } },
) => LiveWebSocket

export interface LiveWireSetup {
  readonly WebSocket: WebSocketClass
  readonly box: FaultBox
  readonly time: HostTime
  readonly profile: HostProfile
}

export function createLiveWire(
  setup: LiveWireSetup,
  options: ConnectSocketOptions,
  events: WireEvents,
): Wire {
  const { box, time, profile } = setup
  const { faults } = box
  const inbound = createPassage(faults, time)
  const outbound = createPassage(faults, time)
  /** `null` when there is no connection, whatever the script believes. */
  let socket: LiveWebSocket | null = null

  function drop(): void {
    if (socket !== null) silence(socket)
    socket = null
  }

  const leave = box.add({
    cut: drop,
    closeByServer(code, reason) {
      drop()
      events.closed(code, reason)
    },
    resurface() {
      outbound.resurface()
      inbound.resurface()
    },
  })

  if (faults.refuse) {
    time.after(faults.delayMs, () => events.failed(profile.texts.refused))
  } else if (!faults.blackHole) {
    try {
      socket = connect(setup.WebSocket, options)
      listen(socket, profile, events, inbound)
    } catch {
      time.after(0, () => events.failed(profile.texts.unreachable))
    }
  }

  return {
    send(data) {
      outbound.frame(() => socket?.send(data))
    },
    close(code, reason) {
      if (socket === null) time.after(profile.closeDelayMs, () => events.closed(code, reason))
      else outbound.end(() => socket !== null && closeSocket(socket, code, reason))
    },
    destroy() {
      leave()
      drop()
    },
  }
}

function connect(
  WebSocket: WebSocketClass,
  { url, header, protocols = [] }: ConnectSocketOptions,
): LiveWebSocket {
  const headers = header as { [name: string]: string } | undefined
  const socket =
    headers === undefined
      ? new WebSocket(url, protocols)
      : new WebSocket(url, protocols, { headers })
  socket.binaryType = 'arraybuffer'
  return socket
}

function listen(
  socket: LiveWebSocket,
  { texts, brokenLink, closeReasons }: HostProfile,
  events: WireEvents,
  inbound: Passage,
): void {
  let isOpen = false
  let failure = texts.unreachable

  socket.onopen = () => {
    isOpen = true
    const { protocol } = socket
    inbound.frame(() => events.open(protocol === '' ? {} : { 'Sec-WebSocket-Protocol': protocol }))
  }
  socket.onmessage = ({ data }: { data: SocketPayload }) =>
    inbound.frame(() => events.message(data))
  socket.onerror = ({ message, error }: { message?: string; error?: { code?: string } }) => {
    failure = describeFailure(`${message ?? ''} ${error?.code ?? ''}`, texts)
  }
  socket.onclose = ({ code, reason }: { code: number; reason: string }) => {
    const { code: brokenCode, reason: brokenReason } = brokenLink
    if (!isOpen) inbound.end(() => events.failed(failure))
    else if (code === 1006) inbound.end(() => events.closed(brokenCode, brokenReason))
    else inbound.end(() => events.closed(code, reason === '' ? (closeReasons[code] ?? '') : reason))
  }
}

/** The `ws` package says what happened; a browser never does. */
function describeFailure(message: string, texts: HostProfile['texts']): string {
  if (message.includes('ECONNREFUSED')) return texts.refused
  return message.includes('Unexpected server response') ? texts.badStatus : texts.unreachable
}

/** A code that the standard forbids, on a host that does not check: the link closes without one. */
function closeSocket(socket: LiveWebSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason)
  } catch {
    socket.close()
  }
}

/** Ends a connection at once, where its class can do that, and hears no more of it. */
function silence(socket: LiveWebSocket): void {
  const ignore = () => {}
  socket.onopen = ignore
  socket.onmessage = ignore
  // The `ws` package throws an error that nobody listens for.
  socket.onerror = ignore
  socket.onclose = ignore
  const { terminate } = socket as { terminate?: () => void }
  if (typeof terminate === 'function') terminate.call(socket)
  else socket.close()
}
