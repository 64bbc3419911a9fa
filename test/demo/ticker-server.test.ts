/** The server's stream of prices, with a real client. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startServer, type DemoServer } from '../../miniprogram-demo/server.js'
import { connectClient, pause, until, type RealClient } from './support/real-client'

/** What the hub holds for a client that is away, by default. */
const HELD_BY_HUB = 1_000
/** How far the stream may be ahead of what its client has said. */
const MAX_AHEAD = 400

let server: DemoServer
let commands: string[]
let clients: RealClient[]

beforeEach(async () => {
  clients = []
  commands = []
  server = await startServer({
    onEvent: ({ type, text }) => void (type === 'command' && commands.push(text)),
  })
})

afterEach(async () => {
  for (const client of clients) client.end()
  await server.close()
})

async function enter(name: string, ...options: unknown[]): Promise<RealClient> {
  const client = await connectClient(server.url, name, ...(options as []))
  clients.push(client)
  return client
}

const ticks = ({ bodies }: RealClient) => bodies.filter(({ type }) => type === 'tick')
const run = ({ delivery }: RealClient, perSecond: unknown, seen?: number) =>
  delivery.request({ command: 'ticker', perSecond, seen })

describe('the stream of prices', () => {
  test('sends so many a second to the one who asked, each instrument first once', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    expect(await run(ann, 200)).toBe('sends 200 prices a second')
    await pause(1_000)
    const count = ticks(ann).length
    expect(count).toBeGreaterThan(150)
    expect(count).toBeLessThan(250)
    expect(ticks(bob)).toEqual([])
    expect(
      new Set(
        ticks(ann)
          .slice(0, 20)
          .map(({ symbol }) => symbol),
      ).size,
    ).toBe(20)
    expect(new Set(ticks(ann).map(({ symbol }) => symbol)).size).toBe(20)
    expect(ticks(ann)[0]).toEqual({
      type: 'tick',
      symbol: expect.stringMatching(/^[A-Z]{2,5}$/),
      price: expect.any(Number),
      change: expect.any(Number),
    })
  })

  test('stops when it is told to', async () => {
    const ann = await enter('ann')
    await run(ann, 200)
    await until(() => ticks(ann).length > 20)
    expect(await run(ann, 0)).toBe('sends 0 prices a second')
    const count = ticks(ann).length
    await pause(150)
    expect(ticks(ann)).toHaveLength(count)
  })

  test('goes on at another rate without beginning anew', async () => {
    const ann = await enter('ann')
    await run(ann, 50)
    await until(() => ticks(ann).length > 20)
    await run(ann, 500, ticks(ann).length)
    const count = ticks(ann).length
    await pause(500)
    expect(ticks(ann).length - count).toBeGreaterThan(180)
  })

  test('goes no further ahead than its client has said, and goes on when it says more', async () => {
    const ann = await enter('ann')
    await run(ann, 1_000)
    await until(() => ticks(ann).length >= MAX_AHEAD)
    await pause(200)
    expect(ticks(ann)).toHaveLength(MAX_AHEAD)
    await run(ann, 1_000, MAX_AHEAD)
    await until(() => ticks(ann).length > MAX_AHEAD + 50)
    await run(ann, 0)
  })

  test('that it goes on is no news of the server', async () => {
    const ann = await enter('ann')
    await run(ann, 200)
    await run(ann, 200, ticks(ann).length)
    expect(commands).toEqual(['ticker'])
  })

  test('ends with the link of its client', async () => {
    const ann = await enter('ann')
    await run(ann, 200)
    await until(() => ticks(ann).length > 20)
    server.drop()
    await until(() => ann.socket.state === 'waiting')
    await ann.socket.whenOpen()
    await pause(100)
    const count = ticks(ann).length
    await pause(200)
    expect(ticks(ann)).toHaveLength(count)
  })

  test('fills no memory for a client that is away without a word: nothing is missing when it returns', async () => {
    const ann = await enter('ann')
    await run(ann, 1_000)
    await until(() => ticks(ann).length > 20)
    server.freeze()
    // Twice as many as the hub holds would be sent meanwhile.
    await pause((2 * HELD_BY_HUB * 1_000) / 1_000)
    ann.socket.reconnect()
    await ann.socket.whenOpen()
    expect(await ann.delivery.request({ query: 'online' })).toBeTruthy()
    await until(() => ticks(ann).length === MAX_AHEAD)
    await pause(100)
    expect(ticks(ann)).toHaveLength(MAX_AHEAD)
    expect(ann.gaps).toEqual([])
  })

  test('takes no more than a thousand a second, and nothing but whole numbers', async () => {
    const ann = await enter('ann')
    expect(await run(ann, 1_000_000)).toBe('sends 1000 prices a second')
    expect(await run(ann, 'all')).toBe('sends 0 prices a second')
  })
})
