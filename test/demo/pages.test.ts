/**
 * The demo's pages as they stand in the repository: their WXML rendered by the official simulator, their code on a
 * real socket, the host a scripted fake.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPhoneStorage } from '../../scripts/start/phone-storage.mjs'
import type { Delivery } from '../../src/delivery'
import type { Socket } from '../../src/index'
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

/** The demo's app, as a page gets it. */
interface DemoApp {
  readonly socket: Socket
  readonly delivery: Delivery
  onLaunch(options: { query: Record<string, string> }): void
}
type Json = Record<string, unknown>

let fake: FakeWx
let app: DemoApp
let storage: ReturnType<typeof createPhoneStorage>
let clipboard: string[]
let ends: Array<() => void>

beforeEach(() => {
  storage = createPhoneStorage()
  clipboard = []
  ends = []
})

afterEach(kill)

const realSetTimeout = globalThis.setTimeout

/** Lets promises and the storage have their turns; takes 20 ms of the phone's time. */
async function settle() {
  for (let turn = 0; turn < 10; turn += 1) {
    await new Promise((resolve) => realSetTimeout(resolve, 0))
    fake.clock.advance(2)
  }
}

/** Launches the app on a phone with this storage; hands over the native side of its link, which is not open yet. */
async function launch(query: Record<string, string> = { name: 'ann' }): Promise<FakeTask> {
  fake = createFakeWx()
  const uninstall = fake.install()
  const kept = storage.forLaunch()
  const setClipboardData = ({ data }: { data: string }) => clipboard.push(data)
  Object.assign(globalThis, { wx: Object.assign({}, fake.wx, kept.api, { setClipboardData }) })
  const { dispose } = fake
  ends.push(() => {
    kept.end()
    dispose()
    uninstall()
  })
  Object.assign(globalThis, { App: (given: DemoApp) => (app = given), getApp: () => app })
  jest.isolateModules(() => void jest.requireActual(join(DEMO, 'app.ts')))
  app.onLaunch({ query: { server: 'ws%3A%2F%2Fdemo.example', ...query } })
  await settle()
  return lastTask()
}

/** The system kills the app: its timers, its link and what it asked of the storage end with it. */
function kill() {
  for (const end of ends.reverse()) end()
  ends = []
}

function lastTask(): FakeTask {
  const task = fake.tasks[fake.tasks.length - 1]
  if (!task) throw new Error('no link was asked for')
  return task
}

/** The server's half of the protocol, by hand, on one link. */
function serverOn(task: FakeTask, last = 0) {
  let seq = last
  const send = (frame: Json) => task.message(JSON.stringify(frame))
  const data = (fields: Json) => send({ type: 'data', seq: (seq += 1), ...fields })
  const frames = (): Json[] =>
    task.sent.filter((text) => text !== 'ping').map((text) => JSON.parse(String(text)) as Json)
  return {
    send,
    frames,
    /** What the client said that wants no reply. */
    said: () => frames().filter(({ type, ask }) => type === 'data' && ask !== true),
    tell: (body: Json) => data({ body }),
    /** Acknowledges everything that came. */
    acknowledge() {
      const numbers = frames().map((frame) => (frame['sender'] ? 0 : Number(frame['seq'] ?? 0)))
      send({ type: 'ack', ack: Math.max(...numbers) })
    },
    /** Answers the latest request. */
    reply(fields: Json) {
      const { sender } = frames()[0] as Json
      const asked = frames().filter(({ ask }) => ask === true)
      data({ re: `${String(sender)}:${String(asked[asked.length - 1]?.['seq'])}`, ...fields })
    },
  }
}
type Server = ReturnType<typeof serverOn>

const WELCOME = {
  type: 'welcome',
  v: 1,
  client: 'ann',
  session: 's1',
  secret: 'x',
  resumed: false,
  next: 1,
  window: 64,
  maxFrameBytes: 1_048_576,
}

/** Opens a link and welcomes the client on it. */
async function welcome(task: FakeTask, fields: Json = {}): Promise<Server> {
  task.open()
  const server = serverOn(task, Number(fields['next'] ?? 1) - 1)
  server.send({ ...WELCOME, ...fields })
  await settle()
  return server
}

/** Launches, opens the link, welcomes. */
const enter = async () => welcome(await launch())

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
  ends.push(() => {
    page.call('onUnload')
    component.detach()
  })
  return page
}

/** What the page's file hands to `Page()`. */
function readPage(name: string): Options {
  let options: Options | undefined
  Object.assign(globalThis, { Page: (given: Options) => (options = given) })
  jest.isolateModules(() => void jest.requireActual(join(DEMO, `pages/${name}/${name}.ts`)))
  if (!options) throw new Error(`${name}.ts did not call Page()`)
  return options
}

const say = (page: Page, text: string) => {
  page.call('onInput', { detail: { value: text } })
  page.call('onSend')
}

const message = (id: string, from: string, text: string) => ({
  type: 'message',
  id,
  from,
  text,
  atMs: 1_700_000_000_000,
})

describe('the chat page', () => {
  test('says how the link is, from the first moment on', async () => {
    const task = await launch()
    const page = open('chat')
    expect(page.texts('.link-text')).toEqual(['Connecting'])
    task.open()
    expect(page.texts('.link-text')).toEqual(['Connected'])
    task.close(1006, '')
    expect(page.texts('.link-text')).toEqual(['Reconnecting 1/12'])
  })

  test('signs in under the name of the launch, and under the same one at the next', async () => {
    await launch({ name: 'ann' })
    expect(lastTask().url).toBe('ws://demo.example/?name=ann')
    kill()
    await launch({})
    expect(lastTask().url).toBe('ws://demo.example/?name=ann')
  })

  test('makes up a name and keeps it', async () => {
    await launch({})
    const url = lastTask().url
    expect(url).toMatch(/name=guest-\w{1,6}$/)
    kill()
    await launch({})
    expect(lastTask().url).toBe(url)
  })

  test('shows what others say, and notices', async () => {
    const server = await enter()
    const page = open('chat')
    expect(page.texts('.empty')).toEqual(['Nobody has said anything yet.'])
    server.tell(message('b:1', 'bob', 'hi: all'))
    server.tell({ type: 'notice', text: 'burst 1/1' })
    expect(page.texts('.line .small')).toEqual(['bob'])
    expect(page.texts('.bubble')).toEqual(['hi: all'])
    expect(page.texts('.notice')).toEqual(['burst 1/1'])
    expect(page.texts('.empty')).toEqual([])
  })

  test('shows a message once, also when the server says it again', async () => {
    const server = await enter()
    const page = open('chat')
    server.tell(message('b:1', 'bob', 'hi'))
    server.tell(message('b:1', 'bob', 'hi'))
    expect(page.texts('.bubble')).toEqual(['hi'])
  })

  test('shows who is online: who was there, who comes, who leaves', async () => {
    const server = await enter()
    const page = open('chat')
    expect(page.texts('.online')).toEqual([])
    server.reply({ body: { type: 'presence', online: ['ann', 'bob'] } })
    await settle()
    expect(page.texts('.online')).toEqual(['Online: ann (you), bob'])
    server.tell({ type: 'presence', online: ['ann'] })
    expect(page.texts('.online')).toEqual(['Online: ann (you)'])
    lastTask().close(1006, '')
    expect(page.texts('.online')).toEqual([])
  })

  test('sends what was typed, without the spaces around it, and empties the input', async () => {
    const server = await enter()
    const page = open('chat')
    page.call('onInput', { detail: { value: '  hello ' } })
    await page.tap('.send', 'Send')
    expect(server.said().map(({ body }) => body)).toEqual([{ room: 'general', text: 'hello' }])
    expect(page.data['draft']).toBe('')
    await page.tap('.send', 'Send')
    expect(server.said()).toHaveLength(1)
  })

  test('shows a message as sending, then as delivered', async () => {
    const server = await enter()
    const page = open('chat')
    say(page, 'hello')
    expect(page.texts('.mine .bubble')).toEqual(['hello'])
    expect(page.texts('.mine .small')).toEqual(['sending'])
    server.acknowledge()
    expect(page.texts('.mine .small')).toEqual(['delivered'])
  })

  test('takes its own message that comes back for a receipt', async () => {
    const server = await enter()
    const page = open('chat')
    say(page, 'hello')
    const [hello] = server.frames()
    const [said] = server.said()
    server.tell(message(`${String(hello?.['sender'])}:${String(said?.['seq'])}`, 'ann', 'hello'))
    expect(page.texts('.bubble')).toEqual(['hello'])
    expect(page.texts('.mine .small')).toEqual(['delivered'])
    server.acknowledge()
    expect(page.texts('.mine .small')).toEqual(['delivered'])
  })

  test('shows what this name said on another device as its own', async () => {
    const server = await enter()
    const page = open('chat')
    server.tell(message('other:1', 'ann', 'from the other phone'))
    expect(page.texts('.mine .bubble')).toEqual(['from the other phone'])
  })

  test('counts what waits while there is no link, and sends it in order when there is one', async () => {
    await enter()
    const page = open('chat')
    lastTask().close(1006, '')
    say(page, 'one')
    say(page, 'two')
    expect(page.texts('.link-text')).toEqual(['Reconnecting 1/12, 2 to send'])
    expect(page.texts('.mine .small')).toEqual(['sending', 'sending'])
    fake.clock.advance(6_000)
    const server = await welcome(lastTask(), { resumed: true })
    expect(page.texts('.link-text')).toEqual(['Connected'])
    expect(server.said().map(({ body }) => body)).toEqual([
      { room: 'general', text: 'one' },
      { room: 'general', text: 'two' },
    ])
    server.acknowledge()
    expect(page.texts('.mine .small')).toEqual(['delivered', 'delivered'])
  })

  test('shows a message that was refused, and why; a tap sends it again', async () => {
    const server = await enter()
    const page = open('chat')
    say(page, 'first')
    server.acknowledge()
    say(page, 'hello')
    const refused = server.said()[1]?.['seq']
    server.send({ type: 'reject', seq: refused, reason: 'you are muted' })
    expect(page.texts('.again')).toEqual(['failed: you are muted. Tap to send again'])

    const id = (page.data['lines'] as Json[])[1]?.['id']
    page.call('onSayAgain', { currentTarget: { dataset: { id } } })
    expect(page.texts('.again')).toEqual([])
    expect(page.texts('.bubble')).toEqual(['first', 'hello'])
    expect(page.texts('.mine .small')).toEqual(['delivered', 'sending'])
    server.acknowledge()
    expect(page.texts('.mine .small')).toEqual(['delivered', 'delivered'])
  })

  test('shows a message that could not be delivered for a day as failed', async () => {
    await enter()
    const page = open('chat')
    lastTask().close(4501, 'kicked')
    say(page, 'hello')
    fake.clock.advance(86_300_000)
    expect(page.texts('.mine .small')).toEqual(['sending'])
    fake.clock.advance(200_000)
    expect(page.texts('.again')).toEqual(['failed: it took too long. Tap to send again'])
  })

  test('after the app was killed, shows what was not sent as sending, and sends it', async () => {
    await enter()
    say(open('chat'), 'old, but delivered')
    serverOn(lastTask()).acknowledge()
    lastTask().close(1006, '')
    say(open('chat'), 'one')
    say(open('chat'), 'two')
    await settle()
    kill()
    const task = await launch({})
    const page = open('chat')
    expect(page.texts('.mine .bubble')).toEqual(['one', 'two'])
    expect(page.texts('.mine .small')).toEqual(['sending', 'sending'])
    const server = await welcome(task, { resumed: true, next: 1 })
    const said = server.said()
    expect(said.map(({ body }) => body)).toEqual([
      { room: 'general', text: 'one' },
      { room: 'general', text: 'two' },
    ])
    server.send({ type: 'ack', sender: said[0]?.['sender'], ack: said[1]?.['seq'] })
    expect(page.texts('.mine .small')).toEqual(['delivered', 'delivered'])
  })

  test('says with a divider where messages are missing', async () => {
    const server = await enter()
    const page = open('chat')
    server.tell(message('b:1', 'bob', 'before'))
    lastTask().close(1006, '')
    fake.clock.advance(6_000)
    const other = await welcome(lastTask(), { session: 's2' })
    other.tell(message('b:9', 'bob', 'after'))
    expect(page.texts('.gap')).toEqual(['some messages are missing'])
    expect((page.data['lines'] as Json[]).map(({ text }) => text)).toEqual([
      'before',
      'some messages are missing',
      'after',
    ])
  })

  test.each([
    [4502, 'signed in elsewhere', 'Signed in elsewhere'],
    [4501, 'enough', 'Kicked: enough'],
  ])('after a close with %i offers to sign in again', async (code, reason, text) => {
    await enter()
    const page = open('chat')
    expect(page.texts('.pill')).toEqual(['Fault lab'])
    lastTask().close(code, reason)
    expect(page.texts('.link-text')).toEqual([text])
    fake.clock.advance(60_000)
    expect(fake.connectCalls).toHaveLength(1)
    await page.tap('.pill', 'Sign in again')
    expect(app.socket.state).toBe('connecting')
  })

  test('says so too where the phone loses the code of the close, and only the bye came', async () => {
    const server = await enter()
    const page = open('chat')
    server.send({ type: 'bye', code: 4502, reason: 'signed in elsewhere' })
    lastTask().close(1006, '')
    expect(page.texts('.link-text')).toEqual(['Signed in elsewhere'])
  })

  test('offers to connect once the socket has given up', async () => {
    await enter()
    const page = open('chat')
    lastTask().close(4503, 'no such name')
    expect(page.texts('.link-text')).toEqual(['Closed: 4503 no such name'])
    await page.tap('.pill', 'Connect')
    expect(app.socket.state).toBe('connecting')
  })

  test('keeps the last 200 lines, and scrolls to the latest', async () => {
    const server = await enter()
    const page = open('chat')
    for (let line = 1; line <= 201; line += 1) server.tell(message(`b:${line}`, 'bob', `${line}`))
    expect((page.data['lines'] as Json[]).map(({ text }) => text)).toEqual(
      Array.from({ length: 200 }, (_, index) => String(index + 2)),
    )
    expect(page.data['last']).toBe('line-201')
  })

  test('hears nothing more after onUnload, and shows what came meanwhile when it is opened again', async () => {
    const server = await enter()
    const page = open('chat')
    page.call('onUnload')
    server.tell(message('b:1', 'bob', 'hello'))
    expect(page.texts('.bubble')).toEqual([])
    expect(open('chat').texts('.bubble')).toEqual(['hello'])
  })
})

describe('the lab page', () => {
  const value = (page: Page, name: string) =>
    page.texts('.value')[page.texts('.name').indexOf(name)]

  test('shows the state and the history, the latest first', async () => {
    await enter()
    const page = open('lab')
    expect(value(page, 'State')).toBe('open')
    expect(value(page, 'Network')).toBe('online')
    const entries = page.texts('.entry')
    expect(entries[0]).toMatch(/^\d\d:\d\d:\d\d connecting → open: /)
    expect(entries[entries.length - 1]).toMatch(/^\d\d:\d\d:\d\d idle → connecting: /)
  })

  test('counts down to the next attempt, and stops counting while it is hidden', async () => {
    await enter()
    const page = open('lab')
    lastTask().close(1006, '')
    expect(value(page, 'Retry')).toBe('1/12')
    const first = seconds(value(page, 'Next attempt in'))
    expect(first).toBeGreaterThanOrEqual(4)
    fake.clock.advance(1_000)
    expect(seconds(value(page, 'Next attempt in'))).toBe(first - 1)
    page.call('onHide')
    fake.clock.advance(1_000)
    expect(seconds(value(page, 'Next attempt in'))).toBe(first - 1)
    page.call('onShow')
    expect(seconds(value(page, 'Next attempt in'))).toBe(first - 2)
  })

  test('counts what is not delivered', async () => {
    const server = await enter()
    const page = open('lab')
    void app.delivery.send({ text: 'hello' })
    page.call('onShow')
    expect(value(page, 'Not delivered')).toBe('1')
    server.acknowledge()
    page.call('onShow')
    expect(value(page, 'Not delivered')).toBe('0')
  })

  test('shows the round trip of a probe', async () => {
    await enter()
    const page = open('lab')
    await page.tap('.button', 'probe()')
    fake.clock.advance(40)
    lastTask().message('pong')
    expect(value(page, 'Round trip')).toBe('40 ms')
  })

  test.each([
    ['Kick', { command: 'kick' }],
    ['Drop', { command: 'drop' }],
    ['Freeze', { command: 'freeze' }],
    ['Thaw', { command: 'thaw' }],
    ['Refuse 8 s', { command: 'refuse', seconds: 8 }],
    ['Down 8 s', { command: 'down', seconds: 8 }],
    ['Restart', { command: 'graceful', seconds: 8 }],
    ['Forget', { command: 'forget' }],
    ['Mute 8 s', { command: 'mute', seconds: 8 }],
    ['Burst', { command: 'burst', count: 100 }],
  ])('the button %s asks for %j and shows the answer', async (label, body) => {
    const server = await enter()
    const page = open('lab')
    await page.tap('.button', label)
    const asked = server.frames().filter(({ ask }) => ask === true)
    expect(asked[asked.length - 1]?.['body']).toEqual(body)
    expect(page.texts('.note')).toEqual([`${body.command}: …`])
    server.reply({ body: 'does it' })
    await settle()
    expect(page.texts('.note')).toEqual([`${body.command}: the server does it`])
  })

  test('says so when the server will not, and when it does not answer', async () => {
    const server = await enter()
    const page = open('lab')
    await page.tap('.button', 'Kick')
    server.reply({ error: 'no such command' })
    await settle()
    expect(page.texts('.note')).toEqual(['kick: E_REFUSED, no such command'])
    await page.tap('.button', 'Drop')
    fake.clock.advance(10_000)
    await settle()
    expect(page.texts('.note')[0]).toMatch(/^drop: E_TIMEOUT, /)
  })

  test('counts the lines of a burst', async () => {
    const server = await enter()
    const page = open('lab')
    await page.tap('.button', 'Burst')
    server.tell({ type: 'notice', text: 'burst 1/2' })
    server.tell({ type: 'notice', text: 'burst 2/2' })
    expect(page.texts('.note')).toEqual(['burst: … · 2 lines came'])
  })

  test('the buttons of the client call what they say', async () => {
    await enter()
    const page = open('lab')
    await page.tap('.button', 'reconnect()')
    expect(value(page, 'State')).toBe('connecting')
    await page.tap('.button', 'close()')
    expect(['closing', 'closed']).toContain(value(page, 'State'))
    await page.tap('.button', 'connect()')
    expect(value(page, 'State')).toBe('connecting')
  })

  test('copies the history as JSON', async () => {
    await enter()
    const page = open('lab')
    await page.tap('.pill', 'Copy as JSON')
    expect(JSON.parse(clipboard[0] ?? '')).toEqual(app.socket.history())
  })

  test('leaves no timer and no listener behind after onUnload', async () => {
    await enter()
    const page = open('lab')
    const timers = fake.clock.pending
    page.call('onUnload')
    expect(fake.clock.pending).toBe(timers - 1)
    lastTask().close(1006, '')
    expect(value(page, 'State')).toBe('open')
  })
})

const seconds = (text = '') => Number(text.replace(' s', ''))
