/** The code of docs/how-to runs: a hub and a mini-program over a real connection. */
import { describe, expect, test } from '@jest/globals'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { WebSocketServer } from 'ws'
import * as main from '../../src/index'
import { type Delivery, createDelivery } from '../../src/delivery'
import { type Hub, createHub } from '../../src/server'
import { cleanUp, createLiveScene, pause, until } from '../integration/live-scene'
import { runBlock } from './guide-code'
import { parseCodeBlocks, parseTables } from './markdown'

const FOLDER = join(__dirname, '../../docs/how-to')
const PAGES = readdirSync(FOLDER).filter((name) => name !== 'README.md')
const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8')
const played = new Set<string>()

function run<Name extends string>(
  page: string,
  block: string,
  wanted: readonly Name[],
  given: Record<string, unknown> = {},
): { [Wanted in Name]: never } {
  played.add(`${page} ${block}`)
  return runBlock(read(page), block, wanted, given)
}

/** Puts a hub on a port; what clients and it say to each other is kept. */
async function serve(hub: Hub<IncomingMessage>) {
  const http = createServer()
  const sockets = new WebSocketServer({ server: http })
  const frames: string[] = []
  sockets.on('connection', (socket) => socket.on('message', (data) => frames.push(String(data))))
  hub.attach(sockets as never)
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve))
  cleanUp(async () => {
    await hub.close({ spreadMs: 0 })
    http.closeAllConnections()
    http.close()
  })
  return { url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws`, frames }
}

/** The main entry for a page: its address is the server's, and what it made is closed in the end. */
function entryTo(url: string) {
  const made: main.Socket[] = []
  cleanUp(async () => {
    made.forEach((socket) => socket.close())
    await until('every socket is closed', () =>
      made.every(({ state }) => state === 'closed' || state === 'idle'),
    )
  })
  const toServer = (answer: main.UrlAnswer): main.UrlAnswer =>
    typeof answer === 'string' ? url : { ...answer, url }
  return {
    made,
    entry: {
      ...main,
      createSocket(options: main.SocketOptions) {
        const asked = options.url
        const socket = main.createSocket({
          ...options,
          reconnect: { delayMs: 20 },
          url:
            typeof asked === 'function' ? async (attempt) => toServer(await asked(attempt)) : url,
        })
        made.push(socket)
        return socket
      },
    },
  }
}

const userOf = ({ headers }: IncomingMessage): string => headers['x-user']?.toString() ?? 'ann'

describe('how to', () => {
  test('the index has every page', () => {
    const [index] = parseTables(read('README.md'))
    expect(index?.rows.map(([page]) => page)).toEqual(
      expect.arrayContaining(PAGES.map((name) => `[${name}](${name})`)),
    )
    expect(index?.rows).toHaveLength(PAGES.length)
  })

  test('fit to an existing backend', async () => {
    createLiveScene()
    const saved: unknown[] = []
    const { hub } = run('existing-backend.md', 'server.js', ['hub'], {
      userOf,
      save: (...message: unknown[]) => void saved.push(message),
    })
    const { url, frames } = await serve(hub)
    const { entry, made } = entryTo(url)
    const { delivery } = run('existing-backend.md', 'app.js', ['delivery'], {
      modules: { 'miniprogram-socket': entry },
    })
    cleanUp((delivery as Delivery).stop)
    made[0]?.connect()
    await (delivery as Delivery).send({ text: 'hello' })
    expect(saved).toEqual([['ann', { text: 'hello' }]])
    const [shown] = parseCodeBlocks(read('existing-backend.md')).filter(
      ({ language }) => language === 'json',
    )
    const [hello, data] = frames
      .filter((text) => text.startsWith('{'))
      .map((text) => JSON.parse(text))
    expect(hello).toMatchObject({ cmd: 'hello', v: 1 })
    expect(data).toEqual(JSON.parse(shown?.text ?? ''))
  })

  test('kick on second login', async () => {
    createLiveScene()
    const { hub } = run('kick-on-second-login.md', 'server.js', ['hub'], { userOf })
    const { url } = await serve(hub)
    const { entry, made } = entryTo(url)
    const shown: { useItHere(): void }[] = []
    const kicks: unknown[] = []
    const device = () => {
      const { socket } = run('kick-on-second-login.md', 'app.js', ['socket'], {
        modules: { 'miniprogram-socket': entry },
        showSignedInElsewhere: (actions: never) => void shown.push(actions),
        showKicked: (reason: unknown) => void kicks.push(reason),
      })
      cleanUp(createDelivery(socket).stop)
      return socket as main.Socket
    }
    const [phone, tablet] = [device(), device()]
    phone.connect()
    await until('the phone is in', () => (hub as Hub<never>).stats().clients === 1)
    tablet.connect()
    await until('the phone is out', () => phone.state === 'closed')
    await pause(100)
    expect([shown.length, tablet.state, made.length]).toEqual([1, 'open', 2])
    shown[0]?.useItHere()
    await until('the tablet is out', () => tablet.state === 'closed')
    expect([shown.length, phone.state]).toEqual([2, 'open'])
    await (hub as Hub<never>).kick('ann', 'your password was changed')
    await until('all are out', () => phone.state === 'closed')
    expect(kicks).toEqual(['your password was changed'])
  })

  test('a fresh token', async () => {
    createLiveScene()
    const sessions: Record<string, object> = {
      old: { userId: 'ann', isExpired: true },
      new: { userId: 'ann' },
      bad: { userId: 'ann', isBlocked: true },
    }
    const { hub } = run('fresh-token.md', 'server.js', ['hub'], {
      readToken: async (token: string) => sessions[token] ?? { isExpired: true },
    })
    const { url } = await serve(hub)
    const { entry } = entryTo(url)
    const asked: boolean[] = []
    let fresh = 'new'
    const { socket } = run('fresh-token.md', 'app.js', ['socket'], {
      modules: { 'miniprogram-socket': entry },
      getToken: async ({ force }: { force: boolean }) => {
        asked.push(force)
        return force ? fresh : 'old'
      },
    }) as { socket: main.Socket }
    const delivery = createDelivery(socket)
    cleanUp(delivery.stop)
    socket.connect()
    await delivery.send('hello')
    expect(asked).toEqual([false, true])

    fresh = 'bad'
    socket.reconnect()
    await until('it stays away', () => socket.state === 'closed')
    expect(socket.status.lastClose).toMatchObject({ code: 4503, reason: 'this account is blocked' })
  })

  test('messages written offline', async () => {
    createLiveScene()
    const host = (globalThis as unknown as { wx: Record<string, unknown> }).wx
    Object.assign(host, createWxStorageHost())
    const texts: unknown[] = []
    const hub = createHub({
      authenticate: userOf,
      onMessage: ({ body }) => void texts.push((body as { text: string }).text),
    })
    const { url } = await serve(hub)
    const start = (userId: string) => {
      const drawn: { text: string; status: string }[][] = []
      const app = run('offline-drafts.md', 'app.js', ['socket', 'delivery', 'say', 'signOut'], {
        modules: { 'miniprogram-socket': entryTo(url).entry },
        userId,
        draw: (lines: never) => void drawn.push(lines),
      }) as {
        socket: main.Socket
        delivery: Delivery
        say(text: string): void
        signOut(): Promise<void>
      }
      return { ...app, last: () => drawn.at(-1)?.map(({ text, status }) => `${text}: ${status}`) }
    }

    const first = start('ann')
    first.say('one')
    first.say('two')
    expect(first.last()).toEqual(['one: sending', 'two: sending'])
    await until('both are saved', () => first.delivery.pending.every(({ isSaved }) => isSaved))
    first.delivery.stop()

    // The app was killed; somebody else signs in, and then ann again.
    const other = start('bob')
    other.socket.connect()
    await pause(100)
    other.socket.close()
    other.delivery.stop()
    expect(texts).toEqual([])

    const second = start('ann')
    await until('they are there again', () => second.last()?.length === 2)
    second.socket.connect()
    second.say('three')
    await until('all are delivered', () => second.delivery.pending.length === 0)
    expect(second.last()).toEqual(['one: delivered', 'two: delivered', 'three: delivered'])
    expect(texts).toEqual(['one', 'two', 'three'])

    second.socket.close()
    second.say('never')
    await second.signOut()
    second.delivery.stop()
    const third = start('ann')
    third.socket.connect()
    await pause(100)
    third.delivery.stop()
    expect(texts).toEqual(['one', 'two', 'three'])
  })

  test('nothing on the pages is left out', () => {
    const blocks = PAGES.flatMap((page) =>
      parseCodeBlocks(read(page))
        .filter(({ language }) => language === 'js')
        .map(({ name }) => `${page} ${name}`),
    )
    expect([...played].sort()).toEqual(blocks.sort())
  })
})

/** The storage of a mini-program: asynchronous, and a missing key fails. */
function createWxStorageHost() {
  type Call = { key: string; data?: string; success?(answer: object): void; fail?(e: object): void }
  const kept = new Map<string, string>()
  const later = (act: () => void): void => void setTimeout(act, 1)
  return {
    setStorage: ({ key, data = '', success }: Call) =>
      later(() => {
        kept.set(key, data)
        success?.({ errMsg: 'setStorage:ok' })
      }),
    getStorage: ({ key, success, fail }: Call) =>
      later(() => {
        const data = kept.get(key)
        if (data === undefined) fail?.({ errMsg: 'getStorage:fail data not found' })
        else success?.({ data, errMsg: 'getStorage:ok' })
      }),
    getStorageInfo: ({ success }: Call) =>
      later(() => success?.({ keys: [...kept.keys()], errMsg: 'getStorageInfo:ok' })),
    removeStorage: ({ key, success }: Call) =>
      later(() => {
        kept.delete(key)
        success?.({ errMsg: 'removeStorage:ok' })
      }),
  }
}
