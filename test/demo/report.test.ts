/**
 * The page of the device report, on a phone that is a fake, against the probe in memory and on virtual time.
 *
 * @jest-environment jsdom
 * @jest-environment-options {"customExportConditions": ["node", "node-addons"]}
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import {
  createVirtualClock,
  type FakeTask,
  type FakeWx,
  type VirtualClock,
} from '../../src/testing'
import { readReports } from '../device-reports/known-reports'
import { PROBE_URL, createMemoryWebSocket, type Probe } from '../device-reports/memory-web-socket'
import { launch, type Phone, type PhonePage } from './support/phone'

const { createProbe } = jest.requireActual<{ createProbe(options: object): Probe }>(
  '../../miniprogram-demo/server/probe',
)

const STEP_MS = 10
const MAX_MS = 600_000
const realSetTimeout = globalThis.setTimeout

let network: VirtualClock
let phone: Phone
let fake: FakeWx
let page: PhonePage
let scrolls: number

beforeEach(async () => {
  network = createVirtualClock()
  const probe = createProbe({ ...network, findClosedPort: () => Promise.resolve(9) })
  const WebSocket = createMemoryWebSocket(probe, network)
  // The app's own link finds no hub there, and waits for its next attempt.
  phone = await launch({ name: 'ann', server: encodeURIComponent(PROBE_URL) }, undefined, {
    clock: 'virtual',
    live: { WebSocket },
    // What the question about unheard failures leads to.
    onUncaught: () => uncaught.forEach((listener) => listener()),
  })
  const uncaught = new Set<() => void>()
  fake = phone.fake
  scrolls = 0
  Object.assign((globalThis as unknown as { wx: object }).wx, {
    getAppBaseInfo: fake.wx.getAppBaseInfo,
    pageScrollTo: () => (scrolls += 1),
    onError: (listener: () => void) => uncaught.add(listener),
    offError: (listener: () => void) => uncaught.delete(listener),
  })
  page = phone.open('packages/report/report')
})

afterEach(() => phone.kill())

/** Time passes until it is so; a person who is told to leave does as told. */
async function until(isSo: () => boolean, hands: (guide: string) => void = leave): Promise<void> {
  let done = ''
  for (let passedMs = 0; !isSo(); passedMs += STEP_MS) {
    if (passedMs > MAX_MS) throw new Error(`it did not become so: ${page.texts('.now').join()}`)
    // Promises have their turns before any time passes.
    await new Promise((resolve) => realSetTimeout(resolve, 0))
    fake.clock.advance(STEP_MS)
    network.advance(STEP_MS)
    const guide = String(page.data['guide'])
    if (guide !== done && guide !== '') hands(guide)
    done = guide
  }
}

function leave(guide: string): void {
  const seconds = Number(/for (\d+) seconds/.exec(guide)?.[1])
  network.setTimeout(() => fake.hide(), 1_000)
  network.setTimeout(() => fake.show(), 1_000 + seconds * 1_000)
}

const isOver = () => page.data['isRunning'] === false
const answersIn = (json: unknown) => {
  const { answers } = JSON.parse(String(json)) as {
    answers: Record<string, { status: string; answer?: unknown }>
  }
  return answers
}
const signs = () => page.texts('.sign').filter((sign) => sign !== '')

describe('the report page', () => {
  test('lists the questions before it asks any, and asks nothing by itself', async () => {
    const calls = fake.connectCalls.length
    expect(page.texts('.question').length).toBe(page.data['total'])
    expect(page.texts('.word')).toEqual(Array.from({ length: 4 }, () => 'Needs your hands'))
    expect(fake.connectCalls).toHaveLength(calls)
    expect(page.texts('.copy')).toEqual([])
  })

  test('asks everything, guides the hands, and gives a report to copy', async () => {
    page.tap('.button')
    await until(isOver)
    const json = page.data['json']
    const known = readReports().find(({ file }) => file === 'fake-android.json')
    for (const [id, outcome] of Object.entries(answersIn(json))) {
      const expected = known?.report.answers[id]
      expect({ [id]: outcome.status }).toEqual({ [id]: 'answered' })
      expect({ [id]: outcome.answer }).toEqual({
        [id]: expected?.status === 'answered' ? expected.answer : null,
      })
    }
    expect(signs()).toEqual(Array.from({ length: Number(page.data['total']) }, () => '✓'))
    expect(scrolls).toBe(4)
    page.tap('.copy')
    expect(phone.screen.clipboard).toEqual([json])
    expect(String(json)).not.toContain('probe.example')
  }, 60_000)

  test('skips what a person will not do', async () => {
    page.tap('.button')
    await until(isOver, () => page.tap('.guide .action'))
    const skipped = Object.entries(answersIn(page.data['json']))
      .filter(([, { status }]) => status === 'skipped')
      .map(([id]) => id)
    expect(skipped).toEqual(['background-3s', 'background-8s', 'lock-10s', 'background-40s'])
  }, 60_000)

  test('asks again when the person was back too soon', async () => {
    page.call('onRunOne', { currentTarget: { dataset: { id: 'background-8s' } } })
    const guides: string[] = []
    await until(isOver, (guide) => {
      guides.push(guide)
      leave(guides.length === 1 ? 'for 2 seconds' : guide)
    })
    expect(guides[0]).toMatch(/^Leave WeChat for 8 seconds/)
    expect(guides[1]).toMatch(/^That was 2\.0 s, it takes about 8 s\./)
    expect(answersIn(page.data['json'])['background-8s']?.status).toBe('answered')
  }, 30_000)

  test('stops when it is told to, and gives what it has', async () => {
    page.tap('.button')
    await until(() => Number(page.data['asked']) === 3)
    page.tap('.button')
    await until(isOver)
    expect(Object.keys(answersIn(page.data['json']))).toHaveLength(3)
    expect(signs()).toEqual(['✓', '✓', '✓'])
    expect(page.texts('.button')[0]).toBe('Ask everything')
  })

  test('reports of a client that is older than what says which one it is', async () => {
    const { wx } = globalThis as unknown as { wx: Record<string, unknown> }
    const old = { platform: 'android', system: '9', model: 'A', version: '7.0', SDKVersion: '2.10' }
    Object.assign(wx, {
      getDeviceInfo: undefined,
      getAppBaseInfo: undefined,
      getSystemInfoSync: () => old,
    })
    page.call('onRunOne', { currentTarget: { dataset: { id: 'promise-order' } } })
    await until(isOver)
    const { host } = JSON.parse(String(page.data['json'])) as { host: object }
    expect(host).toEqual({
      platform: 'android',
      system: '9',
      wechat: '7.0',
      SDKVersion: '2.10',
      model: 'A',
    })
  })

  test('stops when it is told to before it has begun', async () => {
    page.tap('.button')
    page.call('onCancel')
    await until(isOver)
    expect([page.data['asked'], page.data['json']]).toEqual([0, ''])
    expect(phone.app.socket.state).not.toBe('closed')
  })

  test('asks one question again, and keeps the other answers', async () => {
    page.tap('.button')
    await until(() => Number(page.data['asked']) === 2)
    page.tap('.button')
    await until(isOver)
    page.call('onOpen', { currentTarget: { dataset: { id: 'promise-order' } } })
    expect(page.texts('.one-promise-order')).toEqual(['Ask this one'])
    page.tap('.one-promise-order')
    await until(isOver)
    expect(Object.keys(answersIn(page.data['json']))).toHaveLength(3)
    expect(page.texts('.answer')[0]).toContain('"isPromiseFirst": true')
  })

  test('closes the app’s own link while it asks, and wants it again afterwards', async () => {
    const { socket } = phone.app
    expect(socket.state).not.toBe('closed')
    page.call('onRunOne', { currentTarget: { dataset: { id: 'promise-order' } } })
    expect(['closing', 'closed']).toContain(socket.state)
    await until(isOver)
    expect(socket.state).not.toBe('closed')
  })

  test('ends with the page, and leaves no link behind', async () => {
    const listeners = fake.listenerCount('appHide')
    page.tap('.button')
    await until(() => Number(page.data['asked']) === 2)
    page.close()
    for (let passedMs = 0; passedMs < 10_000; passedMs += STEP_MS) {
      fake.clock.advance(STEP_MS)
      network.advance(STEP_MS)
      if (passedMs % 100 === 0) await new Promise((resolve) => realSetTimeout(resolve, 0))
    }
    const isOpenProbe = ({ url, state }: FakeTask) => url.includes('/probe') && state !== 'closed'
    expect(fake.tasks.filter(isOpenProbe)).toEqual([])
    expect(fake.listenerCount('appHide')).toBe(listeners)
  })
})
