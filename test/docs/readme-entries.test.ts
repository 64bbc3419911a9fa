/** The READMEs' entry points and hosts: the tables are the package's own, and the code for both runs. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as stompjs from '@stomp/stompjs'
import { KNOWN_HOSTS } from './platforms-document'
import * as host from '../../src/host'
import { type FakeWx, createFakeWx } from '../../src/testing'
import * as webSocket from '../../src/websocket'
import { codesIn } from './markdown'
import { type Globals, OTHER_ENTRIES_SECTIONS, createPlayer, createRequire } from './readme-player'
import { READMES, ROOT, read, tablesUnder } from './readme-tables'

const NAME = 'miniprogram-socket'

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>
}

/** The entries of package.json, as they are imported. */
const imports = Object.keys((JSON.parse(read('package.json')) as Manifest).exports)
  .filter((path) => path !== './package.json')
  .map((path) => NAME + path.slice(1))

/** What a page names in its JSON: in the app, and no entry of package.json. */
const COMPONENTS = ['socket-status/index']
const isComponent = (path: string): boolean => COMPONENTS.includes(fileOf(path))

/** The file of an entry, without its ending. */
const fileOf = (path: string): string => path.slice(NAME.length + 1) || 'index'

/** The entries that are copied into an app, by rollup.config.js. */
const inApp = [...read('rollup.config.js').matchAll(/^ {2}(\w+): \{ inApp: true \}/gm)].map(
  ([, name = '']) => name,
)

describe.each(READMES)('the entry points (%s)', (_, path) => {
  const rows = tablesUnder('Entry points', path)[0]?.rows ?? []

  test('are those of the package', () => {
    const named = rows.map(([cell = '']) => codesIn(cell)[0] ?? '')
    const components = COMPONENTS.map((file) => `${NAME}/${file}`)
    expect([...named].sort()).toEqual([...imports, ...components].sort())
  })

  test('are in the app or not, as it is built', () => {
    expect(inApp.length).toBeGreaterThan(1)
    for (const [cell = '', , file = ''] of rows) {
      const name = fileOf(codesIn(cell)[0] ?? '')
      const inside = COMPONENTS.includes(name) ? `\`${dirname(name)}/\`` : `\`${name}.js\``
      expect([name, file]).toEqual([name, [...inApp, ...COMPONENTS].includes(name) ? inside : '–'])
    }
  })

  test('have what is said to be in them', async () => {
    for (const [cell = '', use = ''] of rows) {
      const from = codesIn(cell)[0] ?? ''
      if (isComponent(from)) continue
      const entry = (await import(`../../src/${fileOf(from)}`)) as Globals
      const names = codesIn(use).filter((code) => !code.startsWith('/'))
      expect(names.filter((name) => entry[name] === undefined)).toEqual([])
      expect([from, names.length]).not.toEqual([from, 0])
    }
  })

  test('what an app gets is all named', () => {
    const [, text = ''] = read(path).split(/^### (?:What an app gets|小程序里有什么)$/m)
    expect(codesIn(text.split('\n\n')[1] ?? '').filter((code) => code.endsWith('.js'))).toEqual(
      expect.arrayContaining(inApp.map((name) => `${name}.js`)),
    )
    for (const name of COMPONENTS) expect(text.split('\n\n')[1]).toContain(`\`${dirname(name)}/\``)
  })
})

test.each(READMES)('every recipe is linked (%s)', (_, path) => {
  const pages = readdirSync(join(ROOT, 'docs/recipes')).filter((name) => /[a-z].*\.md$/.test(name))
  expect(pages.length).toBeGreaterThan(5)
  expect(pages.filter((page) => !read(path).includes(`(docs/recipes/${page})`))).toEqual([])
})

describe.each(READMES)('the hosts (%s)', (language, path) => {
  const rows = tablesUnder('Other hosts', path)[0]?.rows ?? []

  test('are those of docs/platforms.md, in its order and its words', () => {
    expect(rows.map(([, object = '']) => object)).toEqual(
      KNOWN_HOSTS.map(({ object }) => `\`${object}\``),
    )
    expect(rows.map(([, , use = '']) => codesIn(use)[0])).toEqual(KNOWN_HOSTS.map(({ use }) => use))
    if (language === 'en') {
      expect(rows.map(([title = '']) => title)).toEqual(KNOWN_HOSTS.map(({ title }) => title))
    }
  })

  test('are found in the entry that is named', async () => {
    for (const [, , use = ''] of rows) {
      const [code = '', from] = codesIn(use)
      const path = from ?? /'(.*)'/.exec(code)?.[1] ?? ''
      const name = /for\w+|createSocket/.exec(code)?.[0] ?? ''
      const entry = (await import(`../../src/${fileOf(path)}`)) as Globals
      expect([code, typeof entry[name]]).toEqual([code, 'function'])
    }
  })
})

describe.each(READMES)('the code for protocol clients and other hosts (%s)', (_, path) => {
  const player = createPlayer(path, (heading) => OTHER_ENTRIES_SECTIONS.includes(heading))
  const require = createRequire({
    'miniprogram-socket/websocket': webSocket,
    'miniprogram-socket/host': host,
    '@stomp/stompjs': stompjs,
  })
  let fake: FakeWx
  let uninstall: () => void
  beforeEach(() => {
    fake = createFakeWx()
    uninstall = fake.install()
  })
  afterEach(() => {
    fake.dispose()
    uninstall()
  })
  const settle = async () => {
    await new Promise<void>((resolve) => void setImmediate(resolve))
    fake.clock.advance(0)
  }

  test('stompjs speaks through the class', async () => {
    player.run('stomp.js', { require })
    await settle()
    const [task] = fake.tasks
    expect(task?.options).toMatchObject({
      url: 'wss://example.com/stomp',
      protocols: ['v12.stomp'],
    })
    task?.open({ header: { 'Sec-WebSocket-Protocol': 'v12.stomp' } })
    await settle()
    expect(task?.sent).toEqual([expect.stringMatching(/^CONNECT\n/)])
  })

  test('ReconnectingWebSocket keeps what is sent early, and comes back', () => {
    const shown: unknown[] = []
    player.run('reconnecting.js', { require, show: (data: unknown) => shown.push(data) })
    fake.clock.advance(0)
    fake.tasks[0]?.open()
    expect(fake.tasks[0]?.sent).toEqual(['hello'])
    fake.tasks[0]?.message('hi')
    expect(shown).toEqual(['hi'])
    fake.tasks[0]?.close(1006)
    fake.clock.advance(3_600)
    fake.tasks[1]?.open()
    fake.tasks[1]?.message('again')
    expect(shown).toEqual(['hi', 'again'])
  })

  test('on another host there is the socket, and the class', () => {
    const tt = createFakeWx({ profile: 'tt' })
    let socket: host.Socket | undefined
    const opened: webSocket.WebSocket[] = []
    const forHost: typeof host.forHost = (given) => {
      const bound = host.forHost(given)
      const createSocket: typeof bound.createSocket = (options) => {
        const made = bound.createSocket(options)
        socket = made as never
        return made
      }
      return { ...bound, createSocket }
    }
    const createWebSocketClass: typeof webSocket.createWebSocketClass = (platform) => {
      const Class = webSocket.createWebSocketClass(platform)
      opened.push(new Class('wss://example.com/class'))
      return Class
    }
    player.run('other-hosts.js', {
      require: createRequire({
        'miniprogram-socket/host': { ...host, forHost },
        'miniprogram-socket/websocket': { ...webSocket, createWebSocketClass },
      }),
      tt: tt.wx,
    })
    socket?.connect()
    fake.clock.advance(0)
    tt.clock.advance(0)
    expect(tt.tasks.map(({ url }) => url).sort()).toEqual([
      'wss://example.com/class',
      'wss://example.com/ws',
    ])
    expect(fake.tasks).toEqual([])
    tt.tasks.forEach((task) => task.open())
    expect([socket?.state, opened[0]?.readyState]).toEqual(['open', 1])
    tt.dispose()
  })

  test('was all run', () => {
    expect(player.left()).toEqual([])
  })
})
