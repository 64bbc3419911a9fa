/** Mini-programs that talk to a farm, and what each of them sent, got and heard. */
import { createDelivery } from '../../src/delivery'
import type { Delivery } from '../../src/delivery/types'
import { type LiveScene, type LiveSocket, cleanUp, until } from '../integration/live-scene'
import type { Farm, HubProcess } from './hub-process'

export interface Client {
  readonly id: string
  readonly live: LiveSocket
  readonly delivery: Delivery
  /** Bodies that arrived, in order. */
  readonly received: readonly unknown[]
  readonly gaps: readonly unknown[]
  readonly errors: readonly unknown[]
}

/** A mini-program; `url` without the id. */
export function createClient(scene: LiveScene, id: string, url: () => string): Client {
  const live = scene.createSocket({ url: () => `${url()}?id=${id}` })
  const delivery = createDelivery(live.socket)
  const [received, gaps, errors]: [unknown[], unknown[], unknown[]] = [[], [], []]
  delivery.on('message', ({ body }) => void received.push(body))
  delivery.on('gap', (gap) => void gaps.push(gap))
  delivery.on('error', (error) => void errors.push(error))
  cleanUp(delivery.stop)
  return { id, live, delivery, received, gaps, errors }
}

/** Sends `count` messages from the client, one every few milliseconds; resolves with their outcomes. */
export async function sendAll(client: Client, count: number): Promise<readonly string[]> {
  const outcomes: Promise<string>[] = []
  for (let n = 1; n <= count; n += 1) {
    outcomes.push(
      client.delivery.send({ n }).then(
        () => 'delivered',
        (error: Error) => error.message,
      ),
    )
    await wait(3)
  }
  return Promise.all(outcomes)
}

/** Sends `count` messages to a client from one process; resolves with the numbers that the hub said it has. */
export async function pushAll(
  hub: HubProcess,
  clientId: string,
  count: number,
): Promise<readonly number[]> {
  const known: number[] = []
  const sent: Promise<unknown>[] = []
  for (let n = 1; n <= count; n += 1) {
    // Not repeated when it fails: whether the store has it is not known then.
    sent.push(
      hub.call('send', clientId, { by: hub.port, n }).then(
        () => known.push(n),
        () => undefined,
      ),
    )
    await wait(3)
  }
  await Promise.all(sent)
  return known.sort((a, b) => a - b)
}

/** The numbers that a client got from one process, in the order of arrival. */
export const numbersFrom = ({ received }: Client, { port }: HubProcess): number[] =>
  (received as { by: number; n: number }[]).filter(({ by }) => by === port).map(({ n }) => n)

/** The numbers that were dealt with for a client, in the order in which they were. */
export const numbersDealt = (farm: Farm, { id }: Client): number[] =>
  farm
    .dealt()
    .filter(({ clientId }) => clientId === id)
    .map(({ body }) => (body as { n: number }).n)

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1)

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Lets all clients hop at once, again and again, until told to stop: who leaves alone would be sent where it came from. */
export function keepHopping(clients: readonly Client[], everyMs: number): () => void {
  const timer = setInterval(() => clients.forEach(({ live }) => live.socket.reconnect()), everyMs)
  const stop = (): void => clearInterval(timer)
  cleanUp(stop)
  return stop
}

/** Waits until every client is welcome. */
export async function connectAll(clients: readonly Client[]): Promise<void> {
  const waiting = new Set(clients)
  for (const client of clients) {
    const off = client.delivery.on('resumed', () => {
      off()
      waiting.delete(client)
    })
    client.live.socket.connect()
  }
  await until('all are welcome', () => waiting.size === 0)
}
