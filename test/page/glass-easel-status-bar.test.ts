/**
 * The status bar in WeChat's own component framework: what the page and the app do around it.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Socket, createSocket } from '../../src/index'
import { createStatusBar } from '../../src/page/socket-status/status-bar'
import { type FakeWx, createFakeWx } from '../../src/testing'
import { expectConsole, takeConsole } from '../support/console'
import { type Framework, type OpenPage, createFramework } from './component-framework'

declare const Page: (definition: object) => void
declare const Component: (definition: object) => void

const BAR_WXML = readFileSync(join(__dirname, '../../src/page/socket-status/index.wxml'), 'utf8')
const GRACE_MS = 1_500

let fake: FakeWx
let uninstall: () => void
let sockets: Socket[]
let app: Record<string, unknown> | undefined
let framework: Framework
let pages: OpenPage[]
let log: unknown[]

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  sockets = []
  pages = []
  log = []
  app = { socket: createQuietSocket() }
  Object.assign(globalThis, {
    getApp: () => app,
    wx: Object.assign(Object.create(fake.wx), { getAppBaseInfo: () => ({ language: 'en' }) }),
  })
  framework = createFramework()
  framework.add('bar', { wxml: BAR_WXML, script: () => Component(createStatusBar()) })
})

afterEach(() => {
  pages.forEach((page) => page.close())
  sockets.forEach((socket) => socket.close())
  fake.dispose()
  uninstall()
  Reflect.deleteProperty(globalThis, 'getApp')
})

function createQuietSocket(limit = 3): Socket {
  const socket = createSocket({
    url: 'wss://example.com/ws',
    reconnect: { delayMs: 5_000, limit, jitter: 0 },
  })
  socket.on('error', () => undefined)
  sockets.push(socket)
  return socket
}

const socketOf = (name: string): Socket => app?.[name] as Socket

function open(attributes = '', content = '', more: object = {}): OpenPage {
  const path = `page-${pages.length}`
  framework.add(path, {
    wxml: `<bar id="bar" ${attributes}>${content}</bar>`,
    usingComponents: { bar: 'bar' },
    script: () => Page(more),
  })
  const page = framework.open(path)
  pages.push(page)
  return page
}

function openLink(socket: Socket): void {
  socket.connect()
  fake.clock.advance(0)
  fake.tasks.at(-1)?.open()
}

function lose(socket: Socket, code = 4500): void {
  openLink(socket)
  fake.tasks.at(-1)?.close(code)
}

/** What a person sees. */
const seen = ({ dom }: OpenPage): string | null =>
  dom.querySelector('.frame.shown')?.textContent.trim() ?? null

describe('the socket', () => {
  test('that is made after the bar, as after a login, is found without a visit of another page', () => {
    app = {}
    const page = open()
    expectConsole('warn', 'getApp().socket is no socket, got undefined')
    fake.clock.advance(10_000)
    app['socket'] = createQuietSocket()
    lose(socketOf('socket'))
    fake.clock.advance(1_000)
    expect(seen(page)).toBe('Connection lost. Tap to retry')
    expect(takeConsole()).toEqual([])
  })

  test('is not looked for while nobody sees the page, nor after it is gone', () => {
    app = {}
    const page = open()
    takeConsole()
    let asked = 0
    Object.assign(globalThis, { getApp: () => void (asked += 1) })
    page.hide()
    fake.clock.advance(10_000)
    expect([asked, fake.clock.pending]).toEqual([0, 0])
    page.show()
    fake.clock.advance(10_000)
    expect(asked).toBeGreaterThan(5)
    pages.pop()?.close()
    expect(fake.clock.pending).toBe(0)
  })

  test('that the app put in place of another is followed from the next show on', () => {
    const page = open()
    const old = socketOf('socket')
    openLink(old)
    page.hide()
    old.close()
    app = { socket: createQuietSocket() }
    lose(socketOf('socket'), 4502)
    page.show()
    expect(seen(page)).toBe('Signed in on another device')
  })

  test('goes by a name that the page changes: the old one is not heard any more', () => {
    app = { socket: createQuietSocket(), other: createQuietSocket() }
    const page = open('from="{{from}}"', '', { data: { from: 'socket' } })
    page.instance['setData']?.({ from: 'other' })
    lose(socketOf('socket'))
    expect(seen(page)).toBeNull()
    lose(socketOf('other'))
    expect(seen(page)).toBe('Connection lost. Tap to retry')
    page.instance['setData']?.({ from: 'nothing' })
    expect(seen(page)).toBeNull()
    expectConsole('warn', 'getApp().nothing is no socket, got undefined; name it in the property')
    page.instance['setData']?.({ from: 'socket' })
    expect(seen(page)).toBe('Connection lost. Tap to retry')
  })

  test.each([
    ['null', null],
    ['5', 5],
    ['an object', {}],
  ])('is named by %s: that is said, and the page goes on', (_, from) => {
    const page = open('from="{{from}}"', '', { data: { from } })
    const [said = ''] = takeConsole().filter((line) => line.includes('socket-status'))
    expect(said).toContain('is no socket')
    fake.clock.advance(5_000)
    expect([seen(page), takeConsole()]).toEqual([null, []])
  })
})

describe('blips', () => {
  test('of 1,400 ms, again and again, never show the bar', () => {
    const page = open()
    openLink(socketOf('socket'))
    for (let i = 0; i < 20; i += 1) {
      fake.clock.advance(10_000)
      fake.tasks.at(-1)?.message('alive')
      socketOf('socket').reconnect()
      fake.clock.advance(1_400)
      expect(seen(page)).toBeNull()
      fake.tasks.at(-1)?.open()
    }
    expect(seen(page)).toBeNull()
  })

  test('of any length show no bar on a page that is hidden meanwhile', () => {
    const page = open()
    openLink(socketOf('socket'))
    page.hide()
    fake.tasks.at(-1)?.close(1006)
    fake.clock.advance(5_000)
    fake.tasks.at(-1)?.open()
    page.show()
    fake.clock.advance(GRACE_MS)
    expect(seen(page)).toBeNull()
  })
})

describe('graceMs', () => {
  test('of 0 shows every outage', () => {
    const page = open('grace-ms="{{0}}"')
    openLink(socketOf('socket'))
    fake.tasks.at(-1)?.close(1006)
    fake.clock.advance(0)
    expect(seen(page)).toBe('Reconnecting 1/3…')
  })

  test('that the page changes holds from the next outage on', () => {
    const page = open('grace-ms="{{graceMs}}"', '', { data: { graceMs: 4_000 } })
    openLink(socketOf('socket'))
    page.instance['setData']?.({ graceMs: 100 })
    fake.tasks.at(-1)?.close(1006)
    fake.clock.advance(100)
    expect(seen(page)).toBe('Reconnecting 1/3…')
  })
})

describe('a text of the page', () => {
  test('may name the counts in any order, more than once, and by a limit that has no end', () => {
    app = { socket: createQuietSocket(Infinity) }
    const texts = { reconnecting: '{limit}: {retry} of {limit}, no. {retry}' }
    const page = open('texts="{{texts}}"', '', { data: { texts } })
    openLink(socketOf('socket'))
    fake.tasks.at(-1)?.close(1006)
    fake.clock.advance(GRACE_MS)
    expect(seen(page)).toBe('∞: 1 of ∞, no. 1')
  })

  test('that changes while the bar is there is drawn at once', () => {
    const page = open('texts="{{texts}}"', '', { data: { texts: null } })
    lose(socketOf('socket'))
    page.instance['setData']?.({ texts: { lost: 'Gone' } })
    expect(seen(page)).toBe('Gone')
    page.instance['setData']?.({ texts: null })
    expect(seen(page)).toBe('Connection lost. Tap to retry')
  })
})

describe('around the bar', () => {
  test('external classes of the page stand on bar and text, slots before and after', () => {
    const page = open(
      'bar-class="mine" text-class="big"',
      '<text slot="before">[</text><text slot="after">]</text>',
    )
    lose(socketOf('socket'))
    const bar = page.dom.querySelector('.bar')
    expect(bar?.classList.contains('mine')).toBe(true)
    expect(bar?.querySelector('text.big')?.textContent).toBe('Connection lost. Tap to retry')
    expect(seen(page)).toMatch(/^\[\s*Connection lost\. Tap to retry\s*\]$/)
  })

  test.each([
    ['', []],
    ['top', ['safe-top']],
    ['bottom', ['safe-bottom']],
  ])('safeArea "%s" is the class %j', (safeArea, classes) => {
    const page = open(`safe-area="${safeArea}"`)
    const frame = page.dom.querySelector('.frame')
    expect([...(frame?.classList ?? [])].filter((name) => name.startsWith('safe-'))).toEqual(
      classes,
    )
  })

  test('a tap on "Tap to retry" tells the page, connects, and says at once that it does', () => {
    const page = open('bindretry="onRetry"', '', {
      onRetry: ({ detail }: { detail: unknown }) => log.push(detail),
    })
    lose(socketOf('socket'))
    page.tap('.bar', '#bar')
    expect(log).toEqual([{ state: 'closed', code: 4500 }])
    expect([socketOf('socket').state, seen(page)]).toEqual(['connecting', 'Connecting…'])
    page.tap('.bar', '#bar')
    expect([log.length, fake.tasks.length]).toEqual([1, 2])
  })

  test('a page that throws in "retry" is said to have, and the bar connects all the same', () => {
    const page = open('bindretry="onRetry"', '', {
      onRetry() {
        throw new Error('a mistake in the page')
      },
    })
    lose(socketOf('socket'))
    page.tap('.bar', '#bar')
    expectConsole('error', 'a mistake in the page')
    expect(socketOf('socket').state).toBe('connecting')
  })
})

test('before it is attached and after it is detached, nothing that is called does anything', () => {
  const { lifetimes, pageLifetimes, methods, observers } = createStatusBar() as Record<
    string,
    Readonly<Record<string, (this: object) => void>>
  >
  const bar = { properties: { from: 'socket', graceMs: 0, texts: null }, data: { isShown: false } }
  const callAll = () => {
    for (const group of [pageLifetimes, methods, observers]) {
      for (const act of Object.values(group ?? {})) act.call(bar)
    }
    lifetimes?.['detached']?.call(bar)
  }
  callAll()
  lifetimes?.['attached']?.call(bar)
  lifetimes?.['detached']?.call(bar)
  callAll()
  lose(socketOf('socket'))
  expect(bar.data).toEqual({ isShown: false })
})
