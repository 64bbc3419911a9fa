/** A TCP proxy that does to a connection what networks do: slow, silent, cut, half closed, refused. */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'

/** One direction of every connection through the proxy, those to come included. */
export interface Direction {
  /** How much later each byte arrives, in ms. @default 0 */
  delayMs: number
  /** At most so many bytes at a time, so often; `null` as they come. @default null */
  trickle: { readonly bytes: number; readonly everyMs: number } | null
  /** Nothing arrives any more, not even an end: a black hole. What was sent waits, as TCP would send it again. */
  hold(): void
  /** The black hole is gone, and what waited arrives. */
  release(): void
}

export interface FaultProxy {
  readonly port: number
  /** `ws://` address of the proxy. */
  readonly url: string
  readonly toServer: Direction
  readonly toClient: Direction
  /** How many connections were accepted since the start. */
  readonly accepted: number
  /** How many of them are open on the client's side. */
  readonly openCount: number
  /** Where new connections lead. */
  targetPort: number
  /** Both directions at once. */
  blackHole(): void
  heal(): void
  /** Answers every open connection with RST, on both sides. */
  reset(): void
  /** Says FIN to one side of every open connection; the other side hears nothing of it. */
  halfClose(side: 'client' | 'server'): void
  /** Stops listening: whoever connects now is refused by the operating system. Open connections live on. */
  refuse(): Promise<void>
  /** Listens again, on the same port. */
  accept(): Promise<void>
  /** Ends everything. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'

export async function startFaultProxy(targetPort: number): Promise<FaultProxy> {
  const pairs = new Set<Pair>()
  const toServer = createLanes()
  const toClient = createLanes()
  let accepted = 0

  const server = createServer({ allowHalfOpen: true }, (client) => {
    accepted += 1
    const pair = joinPair(client, proxy.targetPort, toServer, toClient)
    pairs.add(pair)
    const forget = () => void (client.closed && pair.server.closed && pairs.delete(pair))
    client.once('close', forget)
    pair.server.once('close', forget)
  })
  await listen(server, 0)
  const { port } = server.address() as AddressInfo

  const proxy: FaultProxy = {
    port,
    url: `ws://${HOST}:${port}/`,
    toServer,
    toClient,
    targetPort,
    get accepted() {
      return accepted
    },
    get openCount() {
      return [...pairs].filter(({ client }) => !client.closed).length
    },
    blackHole() {
      toServer.hold()
      toClient.hold()
    },
    heal() {
      toServer.release()
      toClient.release()
    },
    reset: () => pairs.forEach((pair) => pair.reset()),
    halfClose: (side) => pairs.forEach((pair) => pair[side].end()),
    refuse: () => stopListening(server),
    accept: () => listen(server, port),
    async close() {
      const stopped = stopListening(server)
      pairs.forEach((pair) => pair.destroy())
      toServer.dispose()
      toClient.dispose()
      await stopped
    },
  }
  return proxy
}

interface Pair {
  readonly client: Socket
  readonly server: Socket
  reset(): void
  destroy(): void
}

function joinPair(client: Socket, targetPort: number, toServer: Lanes, toClient: Lanes): Pair {
  // Without it small frames wait for the other side's delayed acknowledgement, a fault nobody asked for.
  client.setNoDelay()
  const server = connect({ port: targetPort, host: HOST, allowHalfOpen: true, noDelay: true })
  toServer.carry(client, server)
  toClient.carry(server, client)
  return {
    client,
    server,
    reset() {
      sendReset(client)
      sendReset(server)
    },
    destroy() {
      client.destroy()
      server.destroy()
    },
  }
}

/** What travels in one direction of one connection. */
type Parcel = { readonly dueAtMs: number; bytes: Buffer } | { readonly dueAtMs: number; end: End }
type End = 'fin' | 'reset'

interface Lanes extends Direction {
  carry(from: Socket, to: Socket): void
  dispose(): void
}

/** All connections of one direction: they share its faults. */
function createLanes(): Lanes {
  const lanes = new Set<Lane>()
  const faults: Faults = { delayMs: 0, trickle: null, isHeld: false }
  return Object.assign(faults, {
    hold: () => void (faults.isHeld = true),
    release() {
      faults.isHeld = false
      lanes.forEach((lane) => lane.pump())
    },
    carry(from: Socket, to: Socket) {
      const lane = createLane(from, to, faults)
      lanes.add(lane)
      to.once('close', () => {
        lane.stop()
        lanes.delete(lane)
      })
    },
    dispose: () => lanes.forEach((lane) => lane.stop()),
  })
}

interface Faults {
  delayMs: number
  trickle: Direction['trickle']
  isHeld: boolean
}

interface Lane {
  pump(): void
  stop(): void
}

function createLane(from: Socket, to: Socket, faults: Faults): Lane {
  const parcels: Parcel[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  let isOver = false

  const wakeIn = (ms: number): void => {
    timer = setTimeout(() => {
      timer = null
      pump()
    }, ms)
  }

  function pump(): void {
    while (timer === null && !faults.isHeld && !isOver) {
      const [parcel] = parcels
      if (parcel === undefined) return
      const earlyMs = parcel.dueAtMs - Date.now()
      if (earlyMs > 0) return wakeIn(earlyMs)
      if ('bytes' in parcel && faults.trickle !== null) {
        const { bytes, everyMs } = faults.trickle
        deliver(to, { ...parcel, bytes: parcel.bytes.subarray(0, bytes) })
        parcel.bytes = parcel.bytes.subarray(bytes)
        if (parcel.bytes.length === 0) parcels.shift()
        return wakeIn(everyMs)
      }
      parcels.shift()
      deliver(to, parcel)
    }
  }

  const add = (parcel: { bytes: Buffer } | { end: End }): void => {
    parcels.push({ ...parcel, dueAtMs: Date.now() + faults.delayMs })
    pump()
  }
  from.on('data', (bytes: Buffer) => add({ bytes }))
  from.once('end', () => add({ end: 'fin' }))
  from.once('error', () => add({ end: 'reset' }))

  return {
    pump,
    stop() {
      isOver = true
      if (timer !== null) clearTimeout(timer)
      parcels.length = 0
    },
  }
}

function deliver(to: Socket, parcel: Parcel): void {
  if (to.destroyed) return
  if ('bytes' in parcel) {
    if (to.writable) to.write(parcel.bytes)
  } else if (parcel.end === 'fin') to.end()
  else sendReset(to)
}

/** RST. While a FIN is still on its way Node refuses one (`reset EINVAL`) and keeps the handle for good. */
function sendReset(socket: Socket): void {
  if (socket.writableEnded && !socket.writableFinished) socket.destroy()
  else socket.resetAndDestroy()
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

/** Resolves when the port is free, whatever still lives of what was accepted. */
async function stopListening(server: Server): Promise<void> {
  if (!server.listening) return
  server.close()
  // The handle is closed in the next turn of the event loop.
  await new Promise((resolve) => setImmediate(resolve))
}
