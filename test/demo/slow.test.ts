/** The server's slow links: `slow(ms)` for everybody, `{ command: 'slow', ms }` for oneself. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startServer, type DemoServer } from '../../miniprogram-demo/server.js'
import { connectClient, pause, until, type RealClient } from './support/real-client'

let server: DemoServer
let clients: RealClient[]

beforeEach(async () => {
  clients = []
  server = await startServer()
})

afterEach(async () => {
  for (const client of clients) client.end()
  await server.close()
})

async function enter(name: string): Promise<RealClient> {
  const client = await connectClient(server.url, name)
  clients.push(client)
  return client
}

/** How long a ping takes to be answered. */
function roundTrip({ socket }: RealClient): Promise<number> {
  return new Promise((resolve) => {
    socket.once('rtt', ({ rttMs }) => resolve(rttMs))
    socket.probe()
  })
}

const command = ({ delivery }: RealClient, body: object) => delivery.request(body)

describe('a slow server', () => {
  test('delays what passes, in both directions, on links that are open', async () => {
    const ann = await enter('ann')
    expect(await roundTrip(ann)).toBeLessThan(100)
    server.slow(100)
    const rttMs = await roundTrip(ann)
    expect(rttMs).toBeGreaterThanOrEqual(195)
    expect(rttMs).toBeLessThan(600)
  })

  test('delays links that open later too', async () => {
    server.slow(100)
    expect(await roundTrip(await enter('ann'))).toBeGreaterThanOrEqual(195)
  })

  test('keeps the order of messages, also when it becomes faster while some wait', async () => {
    const ann = await enter('ann')
    await command(ann, { command: 'slow', ms: 150 })
    void command(ann, { command: 'burst', count: 50 })
    await pause(170)
    server.slow(20)
    void command(ann, { command: 'burst', count: 3 })
    await until(() => ann.bodies.filter(({ type }) => type === 'notice').length === 53)
    expect(ann.bodies.filter(({ type }) => type === 'notice').map(({ text }) => text)).toEqual([
      ...Array.from({ length: 50 }, (_, index) => `burst ${index + 1}/50`),
      'burst 1/3',
      'burst 2/3',
      'burst 3/3',
    ])
  })

  test('is as fast as before at 0, and passes what it held', async () => {
    const ann = await enter('ann')
    server.slow(2_000)
    const asked = roundTrip(ann)
    await pause(50)
    server.slow(0)
    expect(await asked).toBeLessThan(500)
    expect(await roundTrip(ann)).toBeLessThan(100)
  })

  test('closes at once, whatever is held', async () => {
    const ann = await enter('ann')
    server.slow(5_000)
    ann.socket.probe()
    const sinceMs = Date.now()
    await server.kill()
    expect(Date.now() - sinceMs).toBeLessThan(1_000)
  })
})

describe('the command slow', () => {
  test('delays the links of its sender alone, also after a reconnect, until it says 0', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    expect(await command(ann, { command: 'slow', ms: 100 })).toBe(
      'passes your frames on 100 ms later',
    )
    expect(await roundTrip(ann)).toBeGreaterThanOrEqual(195)
    expect(await roundTrip(bob)).toBeLessThan(100)
    ann.socket.reconnect()
    await ann.socket.whenOpen()
    expect(await roundTrip(ann)).toBeGreaterThanOrEqual(195)
    expect(await command(ann, { command: 'slow', ms: 0 })).toBe('passes your frames on at once')
    expect(await roundTrip(ann)).toBeLessThan(100)
  })

  test('takes no more than five seconds, and nothing but whole numbers', async () => {
    const ann = await enter('ann')
    expect(await command(ann, { command: 'slow', ms: 'long' })).toBe(
      'passes your frames on at once',
    )
    // The answer is slow too, until the server is fast again.
    const answer = command(ann, { command: 'slow', ms: 60_000 })
    await pause(100)
    server.slow(0)
    expect(await answer).toBe('passes your frames on 5000 ms later')
  })
})

describe('a link that is slow and frozen', () => {
  test('says nothing until it is thawed, then everything, later', async () => {
    const ann = await enter('ann')
    server.slow(60)
    server.freeze()
    const asked = roundTrip(ann)
    await pause(150)
    server.thaw()
    const rttMs = await asked
    expect(rttMs).toBeGreaterThanOrEqual(200)
    expect(rttMs).toBeLessThan(1_000)
  })
})
