/** A second server, of sixty lines, written from PROTOCOL.md alone: is the page enough? */
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { startFaultProxy } from '../support/fault-proxy'
import { push, startMinimalServer } from '../support/minimal-server.mjs'
import { REPOSITORY } from '../support/packed-package'
import { createWholeClient, userOf } from './hub-scene'
import { cleanUp, createLiveScene, until } from './live-scene'

type Client = object

/** Starts it before a proxy that cuts links, and keeps what came. */
async function serveMinimal(memory = new Map<string, Client>()) {
  const taken: unknown[] = []
  const server = startMinimalServer(
    (request: { url?: string }) => userOf(request),
    (client: Client, body: unknown) => {
      taken.push(body)
      if (body === 'hello') push(client, { body: 'hello yourself' })
      return { you: 'said', body }
    },
    memory,
  )
  cleanUp(() => {
    server.clients.forEach((socket: { terminate(): void }) => socket.terminate())
    server.close()
  })
  await until('it listens', () => server.address() !== null)
  const proxy = await startFaultProxy((server.address() as AddressInfo).port)
  cleanUp(proxy.close)
  return { server, proxy, taken, memory }
}

describe('the minimal server', () => {
  test('has sixty lines and nothing of this package', () => {
    const text = readFileSync(join(REPOSITORY, 'test/support/minimal-server.mjs'), 'utf8')
    expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(60)
    expect(text.match(/from '.*'/g)).toEqual(["from 'node:crypto'", "from 'ws'"])
  })

  test('takes, answers and sends messages', async () => {
    const { proxy, taken } = await serveMinimal()
    const client = createWholeClient(createLiveScene(), { url: `${proxy.url}?user=ann` })
    await client.delivery.send('hello')
    expect(await client.delivery.request({ get: 'time' })).toEqual({
      you: 'said',
      body: { get: 'time' },
    })
    await until('the greeting is there', () => client.bodies.length > 0)
    expect([taken, client.bodies, client.gaps]).toEqual([
      ['hello', { get: 'time' }],
      ['hello yourself'],
      0,
    ])
  })

  test('loses and doubles nothing over links that are cut again and again', async () => {
    const { proxy, taken, memory } = await serveMinimal()
    const client = createWholeClient(createLiveScene(), { url: `${proxy.url}?user=ann` })
    const numbers = Array.from({ length: 300 }, (_, i) => i)
    await client.delivery.send('first')
    for (const number of numbers) {
      client.delivery.send(number).catch(() => undefined)
      push(memory.get('ann') as Client, { body: number })
      if (number % 60 === 30) {
        const { accepted } = proxy
        proxy.reset()
        await until('it is back', () => proxy.accepted > accepted)
      }
    }
    await until('all is acknowledged', () => client.delivery.pending.length === 0)
    await until('all has arrived', () => client.bodies.length >= numbers.length)
    expect(taken).toEqual(['first', ...numbers])
    expect(client.bodies).toEqual(numbers)
    expect(client.gaps).toBe(0)
  })
})
