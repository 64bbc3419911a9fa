/** The built `web` entry in headless Chromium, on its own `WebSocket`, against a real server. */
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { startFaultProxy } from '../support/fault-proxy'
import { startWsServer, type WsServer } from '../support/ws-server'
import { startChromium, type Chromium, type Tab } from './browser'

/** How long anything may take before a test fails. */
const EXPIRY_MS = 15_000

jest.setTimeout(60_000)

let chromium: Chromium
const cleanups: (() => unknown)[] = []

beforeAll(async () => {
  chromium = await startChromium()
})
afterAll(() => chromium.close())
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(what: string, check: () => Promise<boolean> | boolean): Promise<void> {
  const sinceMs = Date.now()
  while (!(await check())) {
    if (Date.now() - sinceMs > EXPIRY_MS) throw new Error(`waited ${EXPIRY_MS} ms until ${what}`)
    await pause(20)
  }
}

async function serve(port?: number): Promise<WsServer> {
  const server = await startWsServer(port)
  cleanups.push(server.kill)
  return server
}

interface Scene {
  readonly server: WsServer
  readonly tab: Tab
}

const QUICK = { connectTimeoutMs: 3_000, closeTimeoutMs: 500 }
const reconnect = { delayMs: 50, jitter: 0, limit: 500 }

/** A tab with an open socket. */
async function openScene(options: object = {}, given?: WsServer): Promise<Scene> {
  const server = given ?? (await serve())
  const tab = await chromium.openTab({ url: server.url, ...QUICK, reconnect, ...options })
  cleanups.push(() => tab.page.close())
  await tab.call('connect')
  await isOpen(tab)
  return { server, tab }
}

const isOpen = (tab: Tab): Promise<void> =>
  until('the socket is open', async () => (await tab.state()) === 'open')
/** Looks at another tab; what is returned looks at this one again. */
async function lookAway({ context, page }: Tab): Promise<() => Promise<void>> {
  const other = await context.newPage()
  cleanups.push(() => other.close())
  await until('the page is hidden', () => isHidden(page))
  return async () => {
    await page.bringToFront()
    await until('the page is visible', async () => !(await isHidden(page)))
  }
}

const isHidden = (page: Tab['page']): Promise<boolean> =>
  page.evaluate(() => document.visibilityState === 'hidden')

async function freeze({ context, page }: Tab, state: 'frozen' | 'active'): Promise<void> {
  const session = await context.newCDPSession(page)
  await session.send('Page.setWebLifecycleState', { state })
  await session.detach()
}

describe('Chromium', () => {
  test('connects, talks in text and bytes, and closes for good', async () => {
    const { server, tab } = await openScene({ protocols: ['v1', 'v2'] })
    server.onMessage = ({ socket }, data) => socket.send(data)
    expect(await tab.send('中文 🙂\0')).toBe('sent')
    expect(await tab.send([0, 1, 254, 255])).toBe('sent')
    expect(await tab.send('')).toBe('sent')
    await until('all came back', async () => (await tab.heard('message')).length === 3)
    expect(await tab.heard('message')).toEqual(['中文 🙂\0', { bytes: [0, 1, 254, 255] }, ''])
    expect(await tab.heard('open')).toEqual([
      expect.objectContaining({
        header: expect.objectContaining({ 'Sec-WebSocket-Protocol': 'v1' }),
      }),
    ])

    await tab.call('close', 4000, 'done')
    await until('it is closed', async () => (await tab.state()) === 'closed')
    expect(await tab.heard('close')).toEqual([
      { code: 4000, reason: 'done', wasClean: true, cause: 'app', willReconnect: false },
    ])
    await until('the server knows', () => server.visits[0]?.closed !== null)
    expect(server.visits[0]?.closed).toEqual({ code: 4000, reason: 'done' })
    expect([await tab.heard('error'), tab.noise]).toEqual([[], []])
  })

  test('R1: finds a server again that restarts, and delivers what was said meanwhile', async () => {
    const { server, tab } = await openScene()
    await server.kill()
    await until('two attempts failed', async () => (await tab.heard('retry')).length > 2)
    expect((await tab.heard('close')).slice(0, 2)).toEqual([
      expect.objectContaining({ code: 1006, cause: 'network' }),
      expect.objectContaining({ cause: 'connect-failed' }),
    ])
    expect(await tab.send('meanwhile')).toBe('queued')
    const second = await serve(server.port)
    await until('it arrives', () => second.received.length > 0)
    expect(second.received).toEqual(['meanwhile'])
    expect(tab.noise).toEqual([])
  })

  test('R6: a final code of the server is the end', async () => {
    const { server, tab } = await openScene()
    server.closeAll(4500, 'kicked')
    await until('it is closed', async () => (await tab.state()) === 'closed')
    expect(await tab.heard('close')).toEqual([
      { code: 4500, reason: 'kicked', wasClean: true, cause: 'server', willReconnect: false },
    ])
  })

  test('L3, L4: is suspended while the browser is offline, and connects at once when it is back', async () => {
    const { server, tab } = await openScene({ reconnect: { ...reconnect, delayMs: 60_000 } })
    await tab.context.setOffline(true)
    server.closeAll(1012)
    await until('it is suspended', async () => (await tab.state()) === 'suspended')
    await tab.context.setOffline(false)
    await isOpen(tab)
    expect(await tab.page.evaluate('socket.status.online')).toBe(true)
    expect(server.visits).toHaveLength(2)
  })

  test('L1, L2: hidden means suspended, and shown means at once', async () => {
    const { server, tab } = await openScene({ reconnect: { ...reconnect, delayMs: 60_000 } })
    const lookBack = await lookAway(tab)
    server.closeAll(1012)
    await until('it is suspended', async () => (await tab.state()) === 'suspended')
    await lookBack()
    await isOpen(tab)
    expect(server.visits).toHaveLength(2)
  })

  test('L2: a link that was lost while the page was frozen is replaced when it is looked at', async () => {
    const { server, tab } = await openScene()
    const lookBack = await lookAway(tab)
    await freeze(tab, 'frozen')
    server.closeAll(1012)
    await pause(500)
    expect(server.visits).toHaveLength(1)
    await freeze(tab, 'active')
    await lookBack()
    await isOpen(tab)
    await until('the second link is there', () => server.visits.length === 2)
    const states = (await tab.heard('state')) as { to: string }[]
    expect(states.map(({ to }) => to)).toContain('suspended')
  })

  test('L2: a page that "back" returns to lost its link in the cache, and has another at once', async () => {
    const { server, tab } = await openScene({ reconnect: { ...reconnect, delayMs: 60_000 } })
    const { page } = tab
    await page.evaluate('globalThis.isKept = true')
    await page.goto(`${page.url()}?elsewhere`)
    expect(await page.evaluate('"isKept" in globalThis')).toBe(false)
    // A page out of the cache does not load, so there is no more to wait for.
    await page.goBack({ waitUntil: 'commit' })
    await until('the page is back', () => page.evaluate('"isKept" in globalThis'))
    await until('the second link is there', () => server.visits.length === 2)
    await isOpen(tab)
    expect(await tab.heard('retry')).toEqual([expect.objectContaining({ delayMs: 0 })])
  })

  test('H3: a link that is half open is noticed and replaced', async () => {
    const server = await serve()
    const proxy = await startFaultProxy(server.port)
    cleanups.push(proxy.close)
    const { tab } = await openScene(
      { url: proxy.url, heartbeat: { intervalMs: 200, timeoutMs: 300 }, connectTimeoutMs: 800 },
      server,
    )
    proxy.blackHole()
    await until('the silence is noticed', async () => (await tab.heard('close')).length > 0)
    expect((await tab.heard('close'))[0]).toMatchObject({ cause: 'heartbeat-timeout' })
    proxy.heal()
    await isOpen(tab)
    expect((await tab.heard('open')).length).toBe(2)
  })

  test('S2: what a lost link never took goes out on the next one', async () => {
    const bigBytes = 24 * 1024 * 1024
    const { server, tab } = await openScene({
      heartbeat: false,
      queue: { maxBytes: 2 * bigBytes },
    })
    server.onMessage = ({ socket }) => socket.pause()
    await tab.send('stop reading')
    await until('the server has stopped', () => server.received.length === 1)
    server.onMessage = () => undefined
    const answers = await tab.page.evaluate(
      `[socket.send(new ArrayBuffer(${bigBytes})), socket.send('last')]`,
    )
    expect(answers).toEqual(['sent', 'sent'])
    server.visits[0]?.socket.terminate()
    await until('the last one arrives', () => server.received.includes('last'))
    expect(server.visits[1]?.received.map((data) => data.length)).toEqual([bigBytes, 4])
    expect(await tab.heard('drop')).toEqual([])
  })
})
