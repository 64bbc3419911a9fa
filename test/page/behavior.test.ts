/**
 * Components of the official simulator on a real socket, over a scripted `wx`.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { type Socket, type SocketData, type SocketEvents, createSocket } from '../../src/index'
import { type SocketBehaviorOptions, socketBehavior } from '../../src/behavior'
import { createFakeWx, type FakeWx } from '../../src/testing'
import { expectConsole } from '../support/console'

interface Simulator {
  load(definition: object): string
  render(id: string): Root
}
interface Instance {
  data: Record<string, unknown>
  setData(values: object): void
  setDataSoon(values: object): void
}
interface Root {
  readonly data: Record<string, unknown>
  readonly instance: Instance
  readonly dom: { readonly textContent: string }
  attach(parent: object): void
  detach(): void
  triggerPageLifeTime(name: 'show' | 'hide'): void
}

const simulate = jest.requireActual<Simulator>('miniprogram-simulate')
const { body } = (globalThis as unknown as { document: { body: object } }).document

type Options = Partial<SocketBehaviorOptions<Socket, SocketEvents<SocketData>>>

let fake: FakeWx
let socket: Socket
let uninstall: () => void
let roots: Root[]
/** Every `setData` of every component, in order. */
let calls: Record<string, unknown>[]

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  socket = createSocket({ url: 'wss://example.com/ws', reconnect: { jitter: 0 } })
  roots = []
  calls = []
})

afterEach(() => {
  for (const root of roots) root.detach()
  socket.close()
  fake.dispose()
  uninstall()
})

function open(options: Options = {}, more: object = {}): Root {
  const id = simulate.load({
    template: '<text>{{socket.state}} {{socket.retry}}/{{socket.limit}} {{lines.length}}</text>',
    behaviors: [socketBehavior({ socket: () => socket, ...options })],
    data: { lines: [] },
    lifetimes: {
      created(this: Instance) {
        const setData = this.setData.bind(this)
        this.setData = (values: object) => {
          calls.push(values as Record<string, unknown>)
          setData(values)
        }
      },
    },
    ...more,
  })
  const root = simulate.render(id)
  root.attach(body)
  roots.push(root)
  return root
}

function openLink(): void {
  socket.connect()
  fake.clock.advance(0)
  fake.tasks.at(-1)?.open()
}

describe('the state in data', () => {
  test('is there from the start, and follows the socket', () => {
    const root = open()
    fake.clock.advance(0)
    expect(root.data['socket']).toEqual({
      state: 'idle',
      retry: 0,
      limit: 12,
      online: true,
      code: 0,
    })
    openLink()
    fake.clock.advance(100)
    expect(root.data['socket']).toMatchObject({ state: 'open', retry: 0 })
    fake.tasks[0]?.close(4000, 'bye')
    fake.clock.advance(100)
    expect(root.data['socket']).toEqual({
      state: 'waiting',
      retry: 1,
      limit: 12,
      online: true,
      code: 4000,
    })
    expect(root.dom.textContent).toBe('waiting 1/12 0')
  })

  test('only what changed is set', () => {
    open()
    openLink()
    fake.clock.advance(1_000)
    calls.length = 0
    fake.tasks[0]?.close(4000, 'bye')
    fake.clock.advance(100)
    expect(calls).toEqual([{ 'socket.state': 'waiting', 'socket.retry': 1, 'socket.code': 4000 }])
  })

  test('goes by another name, or by none', () => {
    const named = open({ state: 'link' })
    const none = open({ state: false })
    fake.clock.advance(0)
    expect(named.data['link']).toMatchObject({ state: 'idle' })
    expect(none.data).toEqual({ lines: [] })
  })
})

describe('the state in a page that nobody sees', () => {
  test('is caught up with on show, also where no event told of a change', () => {
    const root = open()
    openLink()
    fake.clock.advance(1_000)
    calls.length = 0
    root.triggerPageLifeTime('hide')
    fake.network({ isConnected: false })
    root.triggerPageLifeTime('show')
    expect(calls).toEqual([{ 'socket.online': false }])
  })
})

test('no end of retries is a limit of 0: setData has no Infinity', () => {
  const endless = createSocket({ url: 'wss://example.com/ws', reconnect: { limit: Infinity } })
  const root = open({ socket: endless })
  fake.clock.advance(0)
  expect(root.data['socket']).toMatchObject({ limit: 0 })
})

test('after a retry that opened, the count is gone', () => {
  const root = open()
  openLink()
  fake.tasks[0]?.close(1006)
  fake.clock.advance(5_000)
  fake.tasks[1]?.open()
  fake.clock.advance(100)
  expect(root.data['socket']).toMatchObject({ state: 'open', retry: 0 })
})

test('a component inside a page lives and ends with the page', () => {
  const heard: unknown[] = []
  const inner = simulate.load({
    template: '<text class="state">{{socket.state}}</text>',
    behaviors: [
      socketBehavior({ socket: () => socket, events: { message: (data) => heard.push(data) } }),
    ],
  })
  const page = simulate.render(
    simulate.load({ usingComponents: { inner }, template: '<view><inner /></view>' }),
  )
  page.attach(body)
  openLink()
  fake.clock.advance(100)
  expect(page.dom.textContent).toBe('open')
  fake.tasks[0]?.message('one')
  page.detach()
  fake.tasks[0]?.message('two')
  expect(heard).toEqual(['one'])
})

describe('events', () => {
  test('reach their functions with the page as this, until it is unloaded', () => {
    const heard: unknown[] = []
    const root = open({
      events: {
        message(data) {
          heard.push([this === root.instance, data])
        },
      },
    })
    openLink()
    fake.tasks[0]?.message('one')
    root.detach()
    fake.tasks[0]?.message('two')
    expect(heard).toEqual([[true, 'one']])
  })

  test('two pages on one socket: unloading the top one leaves the other', () => {
    const heard: string[] = []
    open({ events: { message: () => void heard.push('below') } })
    const top = open({ events: { message: () => void heard.push('top') } })
    openLink()
    fake.tasks[0]?.message('1')
    top.detach()
    fake.tasks[0]?.message('2')
    expect(heard).toEqual(['below', 'top', 'below'])
  })

  test('a function that throws is an error of the socket, and the rest goes on', () => {
    const errors: string[] = []
    const heard: string[] = []
    socket.on('error', ({ code }) => errors.push(code))
    open({
      events: {
        message() {
          throw new Error('a mistake in the page')
        },
      },
    })
    open({ events: { message: () => void heard.push('heard') } })
    openLink()
    fake.tasks[0]?.message('1')
    expect({ errors, heard }).toEqual({ errors: ['E_LISTENER'], heard: ['heard'] })
  })

  test('1,000 openings leave no listener and no timer', () => {
    const counted = countedSource()
    const behavior = socketBehavior({
      socket: counted.source,
      state: false,
      events: { message() {} },
    })
    const id = simulate.load({ template: '<text></text>', behaviors: [behavior] })
    for (let i = 0; i < 1_000; i += 1) {
      const root = simulate.render(id)
      root.attach(body)
      root.instance.setDataSoon({ n: i })
      root.detach()
    }
    expect({ listeners: counted.listeners(), timers: fake.clock.pending }).toEqual({
      listeners: 0,
      timers: 0,
    })
  })
})

/** Something with events that counts who listens. */
function countedSource(): { source: { on(): () => void }; listeners(): number } {
  const all = new Set<object>()
  return {
    source: {
      on() {
        const listener = {}
        all.add(listener)
        return () => void all.delete(listener)
      },
    },
    listeners: () => all.size,
  }
}

describe('setDataSoon()', () => {
  const lines = {
    events: {
      message(this: Instance & { count?: number }, data: unknown) {
        const at = (this.count = (this.count ?? 0) + 1)
        this.setDataSoon({ [`lines[${at - 1}]`]: data })
      },
    },
  }

  test('a burst of 1,000 messages is one call with the changed paths', () => {
    const root = open(lines)
    openLink()
    fake.clock.advance(1_000)
    calls.length = 0
    for (let i = 0; i < 1_000; i += 1) fake.tasks[0]?.message(`${i}`)
    fake.clock.advance(100)
    expect(calls).toHaveLength(1)
    expect(Object.keys(calls[0] ?? {})).toHaveLength(1_000)
    expect((root.data['lines'] as string[]).at(-1)).toBe('999')
  })

  test('a stream of 200 messages a second is at most 10 calls a second', () => {
    open({ ...lines, state: false })
    openLink()
    calls.length = 0
    for (let i = 0; i < 200; i += 1) {
      fake.tasks[0]?.message(`${i}`)
      fake.clock.advance(5)
    }
    expect(calls.length).toBeLessThanOrEqual(11)
    expect(calls.length).toBeGreaterThanOrEqual(9)
  })

  test('a page that nobody sees sets nothing, and catches up with one call', () => {
    const root = open(lines)
    openLink()
    fake.clock.advance(1_000)
    calls.length = 0
    root.triggerPageLifeTime('hide')
    for (let i = 0; i < 50; i += 1) {
      fake.tasks[0]?.message(`${i}`)
      fake.clock.advance(100)
    }
    expect(calls).toEqual([])
    root.triggerPageLifeTime('show')
    expect(calls).toHaveLength(1)
    expect(root.data['lines']).toHaveLength(50)
  })

  test('of two writes to one path the later one counts, in its place among the others', () => {
    const root = open({ state: false })
    root.instance.setDataSoon({ 'lines[0]': 'old' })
    root.instance.setDataSoon({ lines: [] })
    root.instance.setDataSoon({ 'lines[0]': 'new' })
    fake.clock.advance(0)
    expect(calls).toHaveLength(1)
    expect(root.data['lines']).toEqual(['new'])
  })

  test('nothing is set after unload', () => {
    const root = open(lines)
    openLink()
    fake.clock.advance(1_000)
    fake.tasks[0]?.message('late')
    root.detach()
    calls.length = 0
    fake.clock.advance(1_000)
    root.instance.setDataSoon({ lines: [] })
    fake.clock.advance(1_000)
    expect(calls).toEqual([])
  })
})

describe('bad input', () => {
  const mistakes: readonly (readonly [string, object, string])[] = [
    ['no socket', {}, 'socket must be a socket, or a function that finds it, got undefined'],
    ['a socket that is none', { socket: 5 }, 'socket must be a socket'],
    ['an unknown option', { socket: () => socket, sockets: 1 }, 'sockets is no option'],
    [
      'a state that is no name',
      { socket: () => socket, state: '' },
      'state must be a name, or false',
    ],
    ['a negative time', { socket: () => socket, batchMs: -1 }, 'batchMs must be a number from 0'],
    [
      'a time in words',
      { socket: () => socket, batchMs: '100' },
      'from 0 to 2147483647, got string',
    ],
    ['no time', { socket: () => socket, batchMs: NaN }, 'got NaN'],
    [
      'a state that is a number',
      { socket: () => socket, state: 1 },
      'state must be a name, or false',
    ],
    [
      'events in a list',
      { socket: () => socket, events: [] },
      'events must be an object of functions',
    ],
    ['no events at all', { socket: () => socket, events: null }, 'functions, got null'],
    ['no options', undefined as never, 'options must be an object, got undefined'],
    ['a function for options', (() => socket) as never, 'options must be an object, got function'],
    [
      'an event without a function',
      { socket: () => socket, events: { message: 1 } },
      'events must be an object of functions',
    ],
  ]
  test.each(mistakes)('%s is refused at once', (_, options, text) => {
    expect(() => socketBehavior(options as never)).toThrow(
      expect.objectContaining({
        code: 'E_OPTION',
        message: expect.stringContaining(text),
      }),
    )
  })

  test.each([
    ['nothing', () => undefined, 'got undefined'],
    ['something else', () => ({ send() {} }), 'got object'],
  ])('a function that finds %s: the page is told, and goes on', (_, find, text) => {
    const root = open({ socket: find as never })
    expectConsole('error', 'socket must be a function that finds a socket, ' + text)
    root.instance.setDataSoon({ lines: ['1'] })
    fake.clock.advance(0)
    expect(root.data['lines']).toEqual(['1'])
  })

  test('an event that does not exist is refused by name, and nothing of the page stays behind', () => {
    const heard: unknown[] = []
    const events = { message: (data: unknown) => heard.push(data), mesage() {} }
    const root = open({ events: events as never })
    expectConsole('error', 'mesage')
    root.detach()
    openLink()
    fake.tasks[0]?.message('late')
    expect(heard).toEqual([])
  })

  test('where there is no Behavior, it is said', () => {
    const kept = Object.getOwnPropertyDescriptor(globalThis, 'Behavior') as PropertyDescriptor
    Reflect.deleteProperty(globalThis, 'Behavior')
    try {
      expect(() => socketBehavior({ socket: () => socket })).toThrow(
        expect.objectContaining({ code: 'E_HOST' }),
      )
    } finally {
      Object.defineProperty(globalThis, 'Behavior', kept)
    }
  })
})
