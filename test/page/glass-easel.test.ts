/**
 * The behavior in WeChat's own component framework: a `Page`, and a component inside a page, on a real socket over a
 * scripted `wx`.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { type Socket, createSocket } from '../../src/index'
import { socketBehavior } from '../../src/behavior'
import { type FakeWx, createFakeWx } from '../../src/testing'
import { expectConsole } from '../support/console'
import { type Framework, type OpenPage, createFramework } from './component-framework'

/** What a page's functions find as `this`. */
interface Self {
  readonly data: Record<string, unknown>
  setDataSoon(values: object): void
}
declare const Page: (definition: object & ThisType<Self>) => void
declare const Component: (definition: object & ThisType<Self>) => void

const WXML = '<text>{{socket.state}} {{socket.retry}}/{{socket.limit}} {{last}}</text>'

let fake: FakeWx
let uninstall: () => void
let socket: Socket
let framework: Framework
let pages: OpenPage[]
let log: unknown[]

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  socket = createSocket({ url: 'wss://example.com/ws', reconnect: { jitter: 0 } })
  framework = createFramework()
  pages = []
  log = []
})

afterEach(() => {
  pages.forEach((page) => page.close())
  socket.close()
  fake.dispose()
  uninstall()
})

const open = (path: string): OpenPage => {
  const page = framework.open(path)
  pages.push(page)
  return page
}

const openLink = (): void => {
  socket.connect()
  fake.clock.advance(0)
  fake.tasks.at(-1)?.open()
}

/** A page that writes down what it hears, under its name. */
const addPage = (name: string, find: () => unknown = () => socket): void =>
  framework.add(name, {
    wxml: WXML,
    script: () =>
      Page({
        behaviors: [
          socketBehavior({
            socket: find as () => Socket,
            events: {
              message(this: Self, data) {
                log.push(`${name}: ${String(data)}`)
                this.setDataSoon({ last: data })
              },
            },
          }),
        ],
        data: { last: '' },
        onLoad() {
          const { state } = this.data['socket'] as { state: string }
          log.push(`${name} loads: ${state}`)
          this.setDataSoon({ last: 'loaded' })
        },
      }),
  })

test('Page: the state is there in onLoad, and follows in the WXML', () => {
  openLink()
  addPage('page')
  const page = open('page')
  expect(log).toEqual(['page loads: open'])
  fake.clock.advance(0)
  expect(page.dom.textContent).toBe('open 0/12 loaded')
  fake.tasks[0]?.close(4000)
  fake.clock.advance(100)
  expect(page.dom.textContent).toBe('waiting 1/12 loaded')
})

test('Page: nothing is set while it is hidden, and all at once on show', () => {
  addPage('page')
  openLink()
  const page = open('page')
  fake.clock.advance(1_000)
  page.hide()
  fake.tasks[0]?.message('one')
  fake.tasks[0]?.message('two')
  fake.clock.advance(1_000)
  expect(page.dom.textContent).toBe('open 0/12 loaded')
  page.show()
  expect(page.dom.textContent).toBe('open 0/12 two')
})

test('two pages on one socket: the lower one goes on when the top one is unloaded', () => {
  addPage('below')
  addPage('top')
  openLink()
  const below = open('below')
  below.hide()
  open('top')
  log.length = 0
  fake.tasks[0]?.message('1')
  pages.pop()?.close()
  below.show()
  fake.tasks[0]?.message('2')
  fake.clock.advance(100)
  expect(log).toEqual(['below: 1', 'top: 1', 'below: 2'])
  expect(below.dom.textContent).toBe('open 0/12 2')
})

test('a component inside a page begins and ends with it, and with wx:if', () => {
  framework.add('inner', {
    wxml: WXML,
    script: () =>
      Component({
        behaviors: [
          socketBehavior({
            socket: () => socket,
            events: {
              message(this: Self, data) {
                log.push(data)
                this.setDataSoon({ last: data })
              },
            },
          }),
        ],
      }),
  })
  framework.add('page', {
    wxml: '<view><inner wx:if="{{isIn}}" /></view>',
    usingComponents: { inner: 'inner' },
    script: () => Page({ data: { isIn: true } }),
  })
  openLink()
  const page = open('page')
  fake.tasks[0]?.message('1')
  fake.clock.advance(100)
  expect(page.dom.textContent).toBe('open 0/12 1')
  page.hide()
  fake.tasks[0]?.message('2')
  fake.clock.advance(100)
  expect(page.dom.textContent).toBe('open 0/12 1')
  page.show()
  expect(page.dom.textContent).toBe('open 0/12 2')
  page.instance['setData']?.({ isIn: false })
  fake.tasks[0]?.message('3')
  page.instance['setData']?.({ isIn: true })
  fake.tasks[0]?.message('4')
  pages.pop()?.close()
  fake.tasks[0]?.message('5')
  expect(log).toEqual(['1', '2', '4'])
})

test('1,000 openings and closings leave no timer', () => {
  addPage('page')
  openLink()
  const timers = fake.clock.pending
  for (let i = 0; i < 1_000; i += 1) {
    framework.open('page').close()
  }
  log.length = 0
  fake.tasks[0]?.message('late')
  expect({ log, timers: fake.clock.pending - timers }).toEqual({ log: [], timers: 0 })
})

test.each([
  ['throws', () => JSON.parse('nonsense') as unknown, 'not valid JSON'],
  [
    'returns nothing',
    () => undefined,
    'socket must be a function that finds a socket, got undefined',
  ],
])('where the function for the socket %s, it is said, and the page goes on', (_, find, text) => {
  addPage('page', find)
  const page = open('page')
  expectConsole('error', text)
  fake.clock.advance(0)
  expect(page.dom.textContent).toBe('idle 0/0 loaded')
})

test('a handler that throws is E_LISTENER on the socket, and the other pages go on', () => {
  const errors: string[] = []
  socket.on('error', ({ code }) => errors.push(code))
  framework.add('bad', {
    wxml: WXML,
    script: () =>
      Page({
        behaviors: [
          socketBehavior({
            socket: () => socket,
            events: {
              message() {
                throw new Error('a mistake in the page')
              },
            },
          }),
        ],
      }),
  })
  addPage('good')
  openLink()
  const bad = open('bad')
  open('good')
  fake.tasks[0]?.message('1')
  fake.tasks[0]?.close(4000)
  fake.clock.advance(100)
  expect(errors).toEqual(['E_LISTENER'])
  expect(log).toEqual(['good loads: open', 'good: 1'])
  expect(bad.dom.textContent).toBe('waiting 1/12 ')
})
