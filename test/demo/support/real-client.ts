/** A client as an app has it, socket and delivery, over a real link to the demo's server. */
import { WebSocket } from 'ws'
import { createDelivery, type Delivery } from '../../../src/delivery'
import { forWebSocket, type Socket, type SocketOptions } from '../../../src/web'

export interface RealClient {
  readonly socket: Socket
  readonly delivery: Delivery
  /** What the server's messages held, in order. */
  readonly bodies: Record<string, unknown>[]
  /** The reasons of the gaps that were reported. */
  readonly gaps: string[]
  end(): void
}

const EXPIRY_MS = 5_000

/** Connects under a name, and waits until messages flow. */
export async function connectClient(
  url: string,
  name: string,
  options: Partial<SocketOptions> = {},
): Promise<RealClient> {
  const socket = forWebSocket(WebSocket as never).createSocket({
    url: `${url}/?name=${name}`,
    reconnect: { delayMs: 100, jitter: 0 },
    ...options,
  })
  const delivery = createDelivery(socket)
  const bodies: Record<string, unknown>[] = []
  const gaps: string[] = []
  delivery.on('message', ({ body }) => bodies.push(body as Record<string, unknown>))
  delivery.on('gap', ({ reason }) => gaps.push(reason))
  let isResumed = false
  delivery.on('resumed', () => (isResumed = true))
  socket.on('error', () => undefined)
  socket.connect()
  await until(() => isResumed)
  return {
    socket,
    delivery,
    bodies,
    gaps,
    end() {
      delivery.stop()
      socket.close()
    },
  }
}

/** Waits until it is so; fails when it is not so in time. */
export async function until(isSo: () => boolean, expiryMs = EXPIRY_MS): Promise<void> {
  const sinceMs = Date.now()
  while (!isSo()) {
    if (Date.now() - sinceMs > expiryMs) throw new Error(`not within ${expiryMs} ms: ${isSo}`)
    await pause(5)
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
