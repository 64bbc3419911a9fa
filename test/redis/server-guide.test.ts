/** docs/server.md says what is so: its code runs, its nginx.conf is the one that was run, its defaults are those of the code. */
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createClient } from 'redis'
import * as ws from 'ws'
import * as main from '../../src/index'
import type { Delivery } from '../../src/delivery'
import type { Hub, Store } from '../../src/server'
import { memoryStore } from '../../src/server'
import { readHubOptions } from '../../src/server/options'
import { readRedisOptions } from '../../src/server/stores/redis-options'
import { runBlock } from '../docs/guide-code'
import { codesIn, parseCodeBlocks, parseTables } from '../docs/markdown'
import { cleanUp, createLiveScene, until } from '../integration/live-scene'
import { NGINX_CONF } from './hub-process'
import { useRedis } from './redis-world'

const page = readFileSync(join(__dirname, '../../docs/server.md'), 'utf8')

/** The first column of a table under a heading, with the second as the value it stands for. */
function defaultsUnder(heading: string): Record<string, unknown> {
  const rows = parseTables(page).find((table) => table.heading === heading)?.rows ?? []
  return Object.fromEntries(
    rows.map(([name = '', value = '']) => {
      const [text = ''] = codesIn(value)
      const number = Number(text.replaceAll('_', ''))
      return [codesIn(name)[0], Number.isNaN(number) ? text : number]
    }),
  )
}

/** Runs `hub.js` with a store, as one process. */
function startProcess(store: Store | undefined, saved: unknown[]) {
  const timesAsked: string[] = []
  const parent = new Map<string, () => Promise<void>>()
  const { hub, server } = runBlock(page, 'hub.js', ['hub', 'server'], {
    modules: { 'node:http': http, ws },
    findUser: async (token: string) => {
      timesAsked.push(token)
      return token.startsWith('token-of-') ? { id: token.slice('token-of-'.length) } : undefined
    },
    saveMessage: async (id: string, message: object) => void saved.push({ id, ...message }),
    store,
    process: {
      env: { PORT: '0' },
      once: (name: string, act: () => Promise<void>) => void parent.set(name, act),
    },
  }) as { hub: Hub<never>; server: Server }
  const stop = async () => {
    await parent.get('SIGTERM')?.()
    server.closeAllConnections()
  }
  cleanUp(stop)
  return { hub, server, stop }
}

const addressOf = (server: Server) => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`

function startClient(address: string, id: string) {
  const shown: unknown[] = []
  const gaps: unknown[] = []
  const { socket, delivery } = runBlock(page, 'app.js', ['socket', 'delivery'], {
    modules: { 'miniprogram-socket': main },
    getToken: async () => `token-of-${id}`,
    address,
    show: (body: unknown) => void shown.push(body),
    refetch: () => void gaps.push(true),
  }) as { socket: main.Socket; delivery: Delivery }
  cleanUp(async () => {
    delivery.stop()
    socket.close()
    await until('the socket is closed', () => socket.state === 'closed')
  })
  return { socket, delivery, shown, gaps }
}

describe('the server guide', () => {
  test('its nginx configuration is the one that the tests run', () => {
    const [block] = parseCodeBlocks(page).filter(({ language }) => language === 'nginx')
    expect(block?.text).toBe(readFileSync(NGINX_CONF, 'utf8'))
  })

  test('its defaults are those of the code', () => {
    const redis = Object.entries(readRedisOptions({})).filter(([name]) => name !== 'onError')
    expect(defaultsUnder('Redis')).toEqual(Object.fromEntries(redis))
    const settings = readHubOptions({ authenticate: () => 'ann' }, memoryStore)
    const limits = defaultsUnder('Limits')
    expect(settings).toMatchObject(limits)
    const numbers = Object.entries(settings).filter(([, value]) => typeof value === 'number')
    expect(Object.keys(limits).sort()).toEqual(numbers.map(([name]) => name).sort())
  })

  test('its first program serves one process', async () => {
    createLiveScene()
    const saved: unknown[] = []
    const { server } = startProcess(undefined, saved)
    await until('it listens', () => server.listening)
    const bob = startClient(addressOf(server), 'bob')
    // Each says hello to bob, bob too.
    await until('bob heard himself', () => bob.shown.length === 1)
    const ann = startClient(addressOf(server), 'ann')
    await until('bob heard ann', () => bob.shown.length === 2)
    expect(bob.shown).toEqual([
      { from: 'bob', text: 'hello' },
      { from: 'ann', text: 'hello' },
    ])
    expect(saved).toMatchObject([
      { from: 'bob', text: 'hello' },
      { from: 'ann', text: 'hello' },
    ])
    expect([ann.gaps, bob.gaps]).toEqual([[], []])
  })

  test('with its store, two of them are one', async () => {
    createLiveScene()
    const redis = await useRedis()
    const storeOfProcess = () => {
      const { store } = runBlock(page, 'store.js', ['store'], {
        modules: {
          redis: {
            createClient: ({ url }: { url: string }) =>
              createClient({ socket: { path: url.replace('redis:', ''), tls: false } }),
          },
        },
        process: { env: { REDIS_URL: `redis:${redis.socketPath}` } },
      }) as { store: Store }
      cleanUp(() => store.close())
      return store
    }
    const saved: unknown[] = []
    const [one, two] = [
      startProcess(storeOfProcess(), saved),
      startProcess(storeOfProcess(), saved),
    ]
    await until('both listen', () => one.server.listening && two.server.listening)
    const bob = startClient(addressOf(one.server), 'bob')
    await until('bob heard himself', () => bob.shown.length === 1)
    startClient(addressOf(two.server), 'ann')
    await until('bob heard ann', () => bob.shown.length === 2)
    expect(await two.hub.presence('bob')).toMatchObject({ online: true })
    expect([...(await one.hub.online())].sort()).toEqual(['ann', 'bob'])
  })

  test('no block of it is left out', () => {
    const names = parseCodeBlocks(page).map(({ language, name }) => `${language} ${name}`)
    expect(names).toEqual(['js hub.js', 'js app.js', 'js store.js', 'nginx nginx.conf'])
  })
})
