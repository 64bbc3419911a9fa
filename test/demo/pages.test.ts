/**
 * The demo's pages as they stand in the repository: their WXML rendered by the official simulator, their code on a
 * real socket, the host a scripted fake.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSocket } from '../../src/index'
import { createFakeWx, type FakeTask, type FakeWx } from '../../src/testing'

/** What is used of the simulator and of its page; their own types would bring those of `wx` and of the DOM along. */
interface Simulator {
  load(definition: { template: string; data: unknown; methods: object }): string
  render(id: string): Root
}
interface Element {
  readonly dom: { readonly textContent: string }
  dispatchEvent(name: string): void
}
interface Root {
  readonly data: Record<string, unknown>
  readonly instance: Record<string, (event?: object) => void>
  attach(parent: object): void
  detach(): void
  querySelectorAll(selector: string): Element[]
}
const simulate = jest.requireActual<Simulator>('miniprogram-simulate')
const { body } = (globalThis as unknown as { document: { body: object } }).document

const DEMO = join(__dirname, '../../miniprogram-demo/miniprogram')

let fake: FakeWx
let app: { socket: ReturnType<typeof createSocket>; name: string }
let clipboard: string[]
let unmounts: Array<() => void>
let uninstall: () => void

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  clipboard = []
  unmounts = []
  const setClipboardData = ({ data }: { data: string }) => clipboard.push(data)
  Object.assign(globalThis, { wx: Object.assign({}, fake.wx, { setClipboardData }) })
  app = {
    socket: createSocket({ url: 'ws://demo.example', reconnect: { jitter: 0 } }),
    name: 'ann',
  }
})

afterEach(() => {
  for (const unmount of unmounts) unmount()
  app.socket.close()
  fake.dispose()
  uninstall()
})

interface Page {
  readonly data: Record<string, unknown>
  /** Calls a method of the page, a life-cycle hook for example. */
  call(method: string, event?: object): void
  /** The texts of every element that matches, in order. */
  texts(selector: string): string[]
  /** Taps the first element that matches and carries this text. */
  tap(selector: string, text: string): Promise<void>
}

type Options = Record<string, unknown>

/** Opens a page of the demo: renders it, then runs onLoad and onShow. */
function open(name: 'chat' | 'lab'): Page {
  const { data, ...rest } = readPage(name)
  const isMethod = ([, value]: [string, unknown]) => typeof value === 'function'
  const members = Object.entries(rest)
  const id = simulate.load({
    template: readFileSync(join(DEMO, `pages/${name}/${name}.wxml`), 'utf8'),
    data,
    methods: Object.fromEntries(members.filter(isMethod)),
  })
  const component = simulate.render(id)
  component.attach(body)
  const { instance } = component
  Object.assign(instance, Object.fromEntries(members.filter((member) => !isMethod(member))))

  const page: Page = {
    get data() {
      return component.data
    },
    call: (method, event) => instance[method]?.(event),
    texts: (selector) => component.querySelectorAll(selector).map(({ dom }) => dom.textContent),
    async tap(selector, text) {
      const found = component
        .querySelectorAll(selector)
        .find(({ dom }) => dom.textContent.includes(text))
      if (!found) throw new Error(`no ${selector} says '${text}'`)
      found.dispatchEvent('tap')
      await Promise.resolve()
      await Promise.resolve()
    },
  }
  page.call('onLoad')
  page.call('onShow')
  unmounts.push(() => {
    page.call('onUnload')
    component.detach()
  })
  return page
}

/** What the page's file hands to `Page()`. */
function readPage(name: string): Options {
  let options: Options | undefined
  Object.assign(globalThis, { Page: (given: Options) => (options = given), getApp: () => app })
  jest.isolateModules(() => void jest.requireActual(join(DEMO, `pages/${name}/${name}.ts`)))
  if (!options) throw new Error(`${name}.ts did not call Page()`)
  return options
}

/** Connects, and hands over the native side of the link. */
function connect(): FakeTask {
  app.socket.connect()
  fake.clock.advance(0)
  const task = fake.tasks[fake.tasks.length - 1]
  if (!task) throw new Error('no link was asked for')
  task.open()
  return task
}

const say = (page: Page, text: string) => {
  page.call('onInput', { detail: { value: text } })
  page.call('onSend')
}

describe('the chat page', () => {
  test('says how the link is, from the first moment on', () => {
    const page = open('chat')
    expect(page.texts('.link-text')).toEqual(['Not connected'])
    app.socket.connect()
    expect(page.texts('.link-text')).toEqual(['Connecting'])
    fake.clock.advance(0)
    fake.tasks[0]?.open()
    expect(page.texts('.link-text')).toEqual(['Connected'])
  })

  test('shows notices, my lines and the lines of others', () => {
    const task = connect()
    const page = open('chat')
    expect(page.texts('.empty')).toEqual(['Nobody has said anything yet.'])
    task.message('* bob joined')
    task.message('bob: hi: all')
    task.message('ann: hello')
    expect(page.texts('.notice')).toEqual(['bob joined'])
    expect(page.texts('.from')).toEqual(['bob'])
    expect(page.texts('.bubble')).toEqual(['hi: all', 'hello'])
    expect(page.texts('.mine .bubble')).toEqual(['hello'])
    expect(page.texts('.empty')).toEqual([])
  })

  test('sends what was typed, without the spaces around it, and empties the input', async () => {
    const task = connect()
    const page = open('chat')
    page.call('onInput', { detail: { value: '  hello ' } })
    await page.tap('.send', 'Send')
    expect(task.sent).toEqual(['hello'])
    expect(page.data['draft']).toBe('')
    await page.tap('.send', 'Send')
    expect(task.sent).toEqual(['hello'])
  })

  test('counts what waits while there is no link, and sends it in order when there is one', () => {
    const page = open('chat')
    connect().close(1006, '')
    say(page, 'one')
    say(page, 'two')
    expect(page.texts('.link-text')).toEqual(['Reconnecting 1/12, 2 to send'])
    fake.clock.advance(5_000)
    fake.tasks[1]?.open()
    expect(page.texts('.link-text')).toEqual(['Connected'])
    expect(fake.tasks[1]?.sent).toEqual(['one', 'two'])
  })

  test('says so when a line was dropped, until the next one', () => {
    const page = open('chat')
    connect().close(4501, 'kicked')
    say(page, 'hello')
    expect(page.texts('.link-text')).toEqual(['Closed: 4501 kicked'])
    expect(page.texts('.note')).toEqual(['Not sent (closed)'])
  })

  test('offers to connect once the socket has stopped trying', async () => {
    const page = open('chat')
    const task = connect()
    expect(page.texts('.pill')).toEqual(['Fault lab'])
    task.close(4501, 'kicked')
    await page.tap('.pill', 'Connect')
    expect(app.socket.state).toBe('connecting')
  })

  test('keeps the last 200 lines', () => {
    const task = connect()
    const page = open('chat')
    for (let line = 1; line <= 201; line += 1) task.message(`bob: ${line}`)
    expect((page.data['lines'] as Array<{ text: string }>).map(({ text }) => text)).toEqual(
      Array.from({ length: 200 }, (_, index) => String(index + 2)),
    )
  })

  test('hears nothing more after onUnload', () => {
    const task = connect()
    const page = open('chat')
    page.call('onUnload')
    task.message('bob: hello')
    task.close(1006, '')
    expect(page.texts('.bubble')).toEqual([])
    expect(page.texts('.link-text')).toEqual(['Connected'])
  })
})

describe('the lab page', () => {
  const value = (page: Page, name: string) =>
    page.texts('.value')[page.texts('.name').indexOf(name)]

  test('shows the state and the history, the latest first', () => {
    connect()
    const page = open('lab')
    expect(value(page, 'State')).toBe('open')
    expect(value(page, 'Network')).toBe('online')
    const entries = page.texts('.entry')
    expect(entries[0]).toMatch(/^\d\d:\d\d:\d\d connecting → open: /)
    expect(entries[entries.length - 1]).toMatch(/^\d\d:\d\d:\d\d idle → connecting: /)
  })

  test('counts down to the next attempt, and stops counting while it is hidden', () => {
    const page = open('lab')
    connect().close(1006, '')
    expect(value(page, 'Retry')).toBe('1/12')
    expect(value(page, 'Next attempt in')).toBe('5 s')
    fake.clock.advance(1_000)
    expect(value(page, 'Next attempt in')).toBe('4 s')
    page.call('onHide')
    fake.clock.advance(1_000)
    expect(value(page, 'Next attempt in')).toBe('4 s')
    page.call('onShow')
    expect(value(page, 'Next attempt in')).toBe('3 s')
  })

  test('shows the round trip of a probe', async () => {
    const task = connect()
    const page = open('lab')
    await page.tap('.button', 'probe()')
    expect(task.sent).toEqual(['ping'])
    fake.clock.advance(40)
    task.message('pong')
    expect(value(page, 'Round trip')).toBe('40 ms')
  })

  test.each([
    ['Kick', '/kick'],
    ['Drop', '/drop'],
    ['Freeze', '/freeze'],
    ['Thaw', '/thaw'],
    ['Refuse 8 s', '/refuse 8'],
    ['Down 8 s', '/down 8'],
    ['Burst', '/burst 100'],
  ])('the button %s sends %s', async (label, command) => {
    const task = connect()
    const page = open('lab')
    await page.tap('.button', label)
    expect(task.sent).toEqual([command])
    expect(page.texts('.note')).toEqual([`${command}: sent`])
  })

  test('counts the lines of a burst', async () => {
    const task = connect()
    const page = open('lab')
    await page.tap('.button', 'Burst')
    task.message('* burst 1/2')
    task.message('* burst 2/2')
    expect(page.texts('.note')).toEqual(['/burst 100: sent · 2 lines came'])
  })

  test('the buttons of the client call what they say', async () => {
    connect()
    const page = open('lab')
    await page.tap('.button', 'reconnect()')
    expect(value(page, 'State')).toBe('connecting')
    await page.tap('.button', 'close()')
    expect(['closing', 'closed']).toContain(value(page, 'State'))
    await page.tap('.button', 'connect()')
    expect(value(page, 'State')).toBe('connecting')
  })

  test('copies the history as JSON', async () => {
    connect()
    const page = open('lab')
    await page.tap('.pill', 'Copy as JSON')
    expect(JSON.parse(clipboard[0] ?? '')).toEqual(app.socket.history())
  })

  test('leaves no timer and no listener behind after onUnload', () => {
    const page = open('lab')
    const task = connect()
    const timers = fake.clock.pending
    page.call('onUnload')
    expect(fake.clock.pending).toBe(timers - 1)
    task.close(1006, '')
    expect(value(page, 'State')).toBe('open')
  })
})
