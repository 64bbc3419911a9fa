/**
 * The status bar in the official simulator, with its own template, on a real socket over a scripted `wx`.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Socket, createSocket } from '../../src/index'
import { createStatusBar } from '../../src/page/socket-status/status-bar'
import { createFakeWx, type FakeWx } from '../../src/testing'
import { expectConsole, takeConsole } from '../support/console'

interface Element {
  readonly dom: HTMLElement
  dispatchEvent(name: string): void
}
interface Node {
  readonly attrs: readonly { readonly name: string; readonly value: unknown }[]
  readonly children: readonly (Node | string)[]
}
interface Root extends Element {
  toJSON(): Node
  readonly data: Record<string, unknown>
  readonly instance: { setData(values: object): void }
  attach(parent: object): void
  detach(): void
  querySelector(selector: string): Root | undefined
  triggerPageLifeTime(name: 'show' | 'hide'): void
}
interface Simulator {
  load(definition: object): string
  render(id: string, properties?: object): Root
}

const simulate = jest.requireActual<Simulator>('miniprogram-simulate')
const FOLDER = join(__dirname, '../../src/page/socket-status')
const read = (extension: string): string => readFileSync(join(FOLDER, `index.${extension}`), 'utf8')

const GRACE_MS = 1_500

let fake: FakeWx
let uninstall: () => void
let socket: Socket
let app: Record<string, unknown> | undefined
let language: string
let roots: Root[]

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  language = 'en'
  roots = []
  Object.assign(globalThis, {
    wx: Object.assign(Object.create(fake.wx), { getAppBaseInfo: () => ({ language }) }),
    getApp: () => app,
  })
  socket = createSocket({
    url: 'wss://example.com/ws',
    reconnect: { delayMs: 5_000, limit: 3, jitter: 0 },
  })
  socket.on('error', () => undefined)
  app = { socket }
})

afterEach(() => {
  roots.forEach((root) => root.detach())
  socket.close()
  fake.dispose()
  uninstall()
  Reflect.deleteProperty(globalThis, 'getApp')
})

const load = (): string => simulate.load({ ...createStatusBar(), template: read('wxml') })

function open(properties: object = {}): Root {
  const root = simulate.render(load(), properties)
  root.attach(document.body)
  roots.push(root)
  return root
}

const task = () => {
  const last = fake.tasks.at(-1)
  if (!last) throw new Error('there is no task')
  return last
}

function openLink(): void {
  socket.connect()
  fake.clock.advance(0)
  task().open()
}

/** What a person sees. */
function seen(root: Root): string | null {
  const frame = root.querySelector('.frame')?.dom
  const text = root.dom.textContent.trim()
  return frame?.classList.contains('shown') ? text : null
}

/** How to bring the socket into each trouble, with what the bar says in each language. */
const TROUBLES: readonly {
  readonly name: string
  readonly texts: readonly [english: string, chinese: string]
  readonly key: string
  readonly enter: () => void
}[] = [
  {
    name: 'a first attempt that takes long',
    key: 'connecting',
    texts: ['Connecting…', '正在连接…'],
    enter: () => socket.connect(),
  },
  {
    name: 'waiting for a retry',
    key: 'reconnecting',
    texts: ['Reconnecting 1/3…', '正在重连 1/3…'],
    enter: () => {
      openLink()
      task().close(1006)
    },
  },
  {
    name: 'a retry under way',
    key: 'reconnecting',
    texts: ['Reconnecting 2/3…', '正在重连 2/3…'],
    enter: () => {
      socket.connect()
      fake.clock.advance(0)
      for (let i = 0; i < 2; i += 1) {
        task().fail()
        fake.clock.advance(5_000)
      }
    },
  },
  {
    name: 'no network',
    key: 'offline',
    texts: ['No network', '网络不可用'],
    enter: () => {
      openLink()
      fake.network({ isConnected: false })
      task().close(1006)
    },
  },
  {
    name: 'a login on another device (4502)',
    key: 'replaced',
    texts: ['Signed in on another device', '账号已在其他设备登录'],
    enter: () => {
      openLink()
      task().close(4502)
    },
  },
  ...[4501, 4503].map((code) => ({
    name: `signed out (${code})`,
    key: 'signedOut',
    texts: ['Signed out', '登录已失效'] as const,
    enter: () => {
      openLink()
      task().close(code)
    },
  })),
  {
    name: 'any other final close',
    key: 'lost',
    texts: ['Connection lost. Tap to retry', '连接已断开，点击重试'],
    enter: () => {
      openLink()
      task().close(4500)
    },
  },
  {
    name: 'having given up',
    key: 'lost',
    texts: ['Connection lost. Tap to retry', '连接已断开，点击重试'],
    enter: giveUp,
  },
]

function giveUp(): void {
  socket.connect()
  fake.clock.advance(0)
  for (let i = 0; i < 4; i += 1) {
    task().fail()
    fake.clock.advance(5_000)
  }
  expect(socket.state).toBe('gave-up')
}

describe.each(TROUBLES)('$name', ({ texts: [english, chinese], key, enter }) => {
  test.each([
    ['en', english],
    ['zh_CN', chinese],
    ['zh_TW', chinese],
    ['ja', english],
    ['', english],
  ])('is told by the language of the app: %s', (appLanguage, text) => {
    language = appLanguage
    const root = open()
    enter()
    fake.clock.advance(GRACE_MS)
    expect(seen(root)).toBe(text)
    expect(root.querySelector(`.bar.${key}`)).toBeDefined()
  })

  test('is told in a text of the page', () => {
    const root = open({ texts: { [key]: 'Own text' } })
    enter()
    fake.clock.advance(GRACE_MS)
    expect(seen(root)).toBe('Own text')
  })

  test('is told by a bar that comes later', () => {
    enter()
    fake.clock.advance(GRACE_MS)
    const root = open()
    fake.clock.advance(GRACE_MS)
    expect(seen(root)).toBe(english)
  })

  test('is over when the link is open', () => {
    const root = open()
    enter()
    fake.clock.advance(GRACE_MS)
    fake.network({ isConnected: true })
    socket.reconnect()
    fake.clock.advance(0)
    task().open()
    expect(seen(root)).toBeNull()
  })
})

describe('the bar is away', () => {
  test('before connect(), while the link is open, and after the app closed it', () => {
    const root = open()
    fake.clock.advance(GRACE_MS)
    expect(seen(root)).toBeNull()
    openLink()
    fake.clock.advance(8_000)
    expect([socket.state, seen(root)]).toEqual(['open', null])
    socket.close()
    fake.clock.advance(GRACE_MS)
    expect([socket.state, seen(root)]).toEqual(['closed', null])
  })

  test('for an outage shorter than graceMs', () => {
    const root = open({ graceMs: 6_000 })
    openLink()
    task().close(1006)
    fake.clock.advance(5_000)
    task().open()
    fake.clock.advance(8_000)
    expect(seen(root)).toBeNull()
  })

  test('until graceMs are over, counted from the beginning of the outage', () => {
    const root = open({ graceMs: 6_000 })
    openLink()
    task().close(1006)
    fake.clock.advance(5_999)
    expect(seen(root)).toBeNull()
    fake.clock.advance(1)
    expect(seen(root)).toBe('Reconnecting 1/3…')
  })

  test('for two short outages: each is given its own time', () => {
    const root = open({ graceMs: 6_000 })
    openLink()
    task().close(1006)
    fake.clock.advance(5_000)
    task().open()
    fake.clock.advance(500)
    task().close(1006)
    fake.clock.advance(4_900)
    expect([socket.state, seen(root)]).toEqual(['waiting', null])
  })

  test('while it still closes it keeps its text', () => {
    const root = open()
    openLink()
    task().close(1006)
    fake.clock.advance(5_000)
    task().open()
    expect(seen(root)).toBeNull()
    expect(root.dom.textContent.trim()).toBe('Reconnecting 1/3…')
  })
})

describe('in the background', () => {
  test('a bar that was there stays, and says on return how it is', () => {
    const root = open()
    openLink()
    task().close(1006)
    fake.clock.advance(GRACE_MS)
    root.triggerPageLifeTime('hide')
    fake.hide()
    fake.clock.advance(60_000)
    expect(socket.status).toMatchObject({ state: 'suspended', why: 'background' })
    expect(seen(root)).toBe('Reconnecting 1/3…')
    fake.show()
    root.triggerPageLifeTime('show')
    expect(seen(root)).toBe('Connecting…')
    fake.clock.advance(0)
    task().open()
    expect(seen(root)).toBeNull()
  })

  test('a bar that was there stays, also where only the app is told', () => {
    const root = open()
    openLink()
    task().close(1006)
    fake.clock.advance(GRACE_MS)
    fake.hide()
    fake.clock.advance(60_000)
    expect([socket.state, seen(root)]).toEqual(['suspended', 'Reconnecting 1/3…'])
  })

  test('an outage from before is given graceMs anew on return', () => {
    const root = open()
    openLink()
    task().close(1006)
    fake.clock.advance(1_000)
    root.triggerPageLifeTime('hide')
    fake.clock.advance(100)
    root.triggerPageLifeTime('show')
    fake.clock.advance(GRACE_MS - 1)
    expect(seen(root)).toBeNull()
    fake.clock.advance(1)
    expect(seen(root)).toBe('Reconnecting 1/3…')
  })

  test('an outage there is given graceMs on return', () => {
    const root = open()
    openLink()
    root.triggerPageLifeTime('hide')
    fake.hide()
    task().close(1006)
    fake.clock.advance(60_000)
    fake.show()
    root.triggerPageLifeTime('show')
    fake.clock.advance(GRACE_MS - 1)
    expect(seen(root)).toBeNull()
    fake.clock.advance(1)
    expect(seen(root)).toBe('Connecting…')
  })

  test('a page that nobody sees is not redrawn', () => {
    const root = open()
    openLink()
    root.triggerPageLifeTime('hide')
    task().close(4502)
    expect(seen(root)).toBeNull()
    root.triggerPageLifeTime('show')
    expect(seen(root)).toBe('Signed in on another device')
  })
})

describe('a tap', () => {
  /** A page with the bar in it, and what it heard. */
  function openPage(): { bar: Root; heard: unknown[] } {
    const heard: unknown[] = []
    const page = simulate.render(
      simulate.load({
        usingComponents: { 'socket-status': load() },
        template:
          '<socket-status class="it" bindretry="onRetry" bar-class="my-bar" text-class="my-text">' +
          '<text slot="before">[</text><text slot="after">]</text></socket-status>',
        methods: { onRetry: ({ detail }: { detail: unknown }) => heard.push(detail) },
      }),
    )
    page.attach(document.body)
    roots.push(page)
    return { bar: page.querySelector('.it') as Root, heard }
  }
  /** The simulator hands a tap over in a microtask. */
  const tap = async ({ bar }: { bar: Root }) => {
    bar.querySelector('.bar')?.dispatchEvent('tap')
    await Promise.resolve()
  }

  test.each([
    ['gave-up', 1006, giveUp],
    [
      'closed',
      4500,
      () => {
        openLink()
        task().close(4500)
      },
    ],
  ])('connects from %s, and the page hears of it', async (state, code, enter) => {
    const page = openPage()
    enter()
    await tap(page)
    expect(page.heard).toEqual([{ state, code }])
    expect(socket.state).toBe('connecting')
  })

  test.each(TROUBLES.filter(({ key }) => key !== 'lost'))(
    'does nothing where it would not help: $name',
    async ({ enter }) => {
      const page = openPage()
      enter()
      fake.clock.advance(GRACE_MS)
      const { state } = socket
      const links = fake.tasks.length
      await tap(page)
      expect(page.heard).toEqual([])
      expect([socket.state, fake.tasks.length]).toEqual([state, links])
    },
  )

  // The simulator keeps the names of external classes as they are; the framework puts the page's in their place.
  test('slots stand beside the text, and bar and text take classes of the page', () => {
    const { bar } = openPage()
    giveUp()
    expect(seen(bar)).toMatch(/^\[\s*Connection lost\. Tap to retry\s*\]$/)
    expect(bar.dom.querySelector('.bar-class .text-class')?.textContent).toMatch(/^Connection/)
    expect(createStatusBar()).toMatchObject({ externalClasses: ['bar-class', 'text-class'] })
  })
})

describe('without a limit', () => {
  test('the count stands alone', () => {
    app = {
      socket: createSocket({ url: 'wss://example.com/ws', reconnect: { limit: Infinity } }),
    }
    const endless = app['socket'] as Socket
    const root = open()
    endless.connect()
    fake.clock.advance(0)
    endless.on('error', () => undefined)
    task().fail()
    fake.clock.advance(GRACE_MS)
    expect(seen(root)).toBe('Reconnecting 1…')
    endless.close()
  })
})

describe('the socket', () => {
  test('goes by another name, also a deeper one, and by a new one', () => {
    const other = createSocket({ url: 'wss://example.com/other' })
    app = { globalData: { socket }, other }
    const root = open({ from: 'globalData.socket' })
    giveUp()
    expect(seen(root)).toBe('Connection lost. Tap to retry')
    root.instance.setData({ from: 'other' })
    expect(seen(root)).toBeNull()
  })

  test.each([
    ['in an app without one', () => ({})],
    ['in an app where it is something else', () => ({ socket: { on() {} } })],
    ['outside an app', () => undefined],
  ])('%s: it is said once, by name, and the page goes on', async (_, make) => {
    app = make()
    const root = open()
    expectConsole('warn', /^socket-status: getApp\(\)\.socket is no socket/)
    root.triggerPageLifeTime('hide')
    root.triggerPageLifeTime('show')
    root.querySelector('.bar')?.dispatchEvent('tap')
    await Promise.resolve()
    expect([seen(root), takeConsole()]).toEqual([null, []])
  })

  test('where there is no getApp at all, it is said as well', () => {
    Reflect.deleteProperty(globalThis, 'getApp')
    open()
    expectConsole('warn', 'getApp().socket is no socket')
  })

  test('that is made later is found when the page is shown', () => {
    app = {}
    const root = open()
    expectConsole('warn', 'is no socket')
    app = { socket }
    giveUp()
    root.triggerPageLifeTime('show')
    expect(seen(root)).toBe('Connection lost. Tap to retry')
  })
})

test.each([null, 5, 'text', { lost: 5 }])('texts that are none are no harm: %j', (texts) => {
  const root = open({ texts })
  giveUp()
  expect(seen(root)).toMatch(/Tap to retry|^5$/)
  takeConsole()
})

test.each([undefined, null])(
  'a text that is %s is left to the bar: a translation may be missing',
  (lost) => {
    const root = open({ texts: { lost } })
    giveUp()
    expect(seen(root)).toBe('Connection lost. Tap to retry')
  },
)

test('older hosts say the language by getSystemInfoSync', () => {
  const host = (globalThis as unknown as { wx: Record<string, unknown> }).wx
  Reflect.deleteProperty(host, 'getAppBaseInfo')
  host['getSystemInfoSync'] = () => ({ language: 'zh_HK' })
  const root = open()
  giveUp()
  expect(seen(root)).toBe('连接已断开，点击重试')
})

test('1,000 bars leave no listener and no timer', () => {
  let listening = 0
  const { on } = socket
  app = {
    socket: Object.assign(Object.create(socket), {
      on: (...args: Parameters<typeof on>) => {
        const off = on(...args)
        listening += 1
        return () => {
          listening -= 1
          off()
        }
      },
    }),
  }
  openLink()
  task().close(1006)
  const before = fake.clock.pending
  const id = load()
  for (let i = 0; i < 1_000; i += 1) {
    const root = simulate.render(id)
    root.attach(document.body)
    expect(listening).toBeGreaterThan(0)
    root.detach()
  }
  expect({ listening, timers: fake.clock.pending - before }).toEqual({ listening: 0, timers: 0 })
})

test('the entry hands the definition to Component', () => {
  const defined: object[] = []
  Object.assign(globalThis, { Component: (definition: object) => defined.push(definition) })
  jest.requireActual('../../src/page/socket-status/index')
  expect(defined).toEqual([expect.objectContaining({ properties: expect.anything() })])
})

const attributesOf = ({ attrs }: Node): object =>
  Object.fromEntries(attrs.map(({ name, value }) => [name, value]))

describe('accessibility', () => {
  test('the bar is announced when it is there, is a button where a tap helps, and hidden when it is not', () => {
    const root = open()
    const frame = () => root.toJSON().children[0] as Node
    const bar = () => attributesOf(frame().children[0] as Node)
    expect(attributesOf(frame())).toMatchObject({ 'aria-live': 'polite' })
    expect(bar()).toMatchObject({ 'aria-hidden': true })
    giveUp()
    expect(bar()).toMatchObject({ 'aria-hidden': false, 'aria-role': 'button' })
  })

  /** The pairs of colours, light and dark: a text is drawn on the background beside it. */
  const pairs = [...read('wxss').matchAll(/--color: (#\w+);\s*--background: (#\w+);/g)].map(
    ([, color = '', background = '']) => [color, background] as const,
  )
  test('has three pairs of colours for light and three for dark', () => {
    const [light = '', dark = ''] = read('wxss').split('@media (prefers-color-scheme: dark)')
    expect([light, dark].map((css) => css.match(/--color:/g)?.length)).toEqual([3, 3])
    expect(pairs).toHaveLength(6)
  })

  test.each(pairs)('%s on %s has a contrast of 7 at least', (color, background) => {
    const [a, b] = [luminance(color), luminance(background)]
    expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).toBeGreaterThanOrEqual(7)
  })
})

/** https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
