/** What is remembered of a socket for the timeline, over a scripted `wx`. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { join } from 'node:path'
import type {
  RecordedEvent,
  SocketRecorder,
} from '../../miniprogram-demo/miniprogram/utils/socket-record'
import { type Socket, createSocket } from '../../src/index'
import { createFakeWx, type FakeWx } from '../../src/testing'

// Its code is written for the official typings, which are not those of the tests.
const { recordSocket } = jest.requireActual<{ recordSocket(socket: Socket): SocketRecorder }>(
  join(__dirname, '../../miniprogram-demo/miniprogram/utils/socket-recorder.ts'),
)

let fake: FakeWx
let socket: Socket
let uninstall: () => void

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  socket = createSocket({ url: 'wss://example.com/ws', reconnect: { jitter: 0 } })
  socket.on('error', () => undefined)
})

afterEach(() => {
  recordSocket(socket).stop()
  socket.close()
  fake.dispose()
  uninstall()
})

const record = () => recordSocket(socket)
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
const without = (event: RecordedEvent) => ({ ...event, atMs: undefined })

describe('the recorder', () => {
  test('remembers states, round trips, retries and closes, with their time', () => {
    const { events } = record()
    openLink()
    socket.probe()
    fake.clock.advance(40)
    task().message('pong')
    task().close(4000, 'bye')
    expect(events.map(without)).toEqual([
      { type: 'state', state: 'connecting' },
      { type: 'state', state: 'open' },
      { type: 'rtt', rttMs: 40 },
      { type: 'state', state: 'waiting' },
      { type: 'close', code: 4000, cause: 'server' },
      { type: 'retry', retry: 1 },
    ])
    expect(events.map(({ atMs }) => atMs - 1_700_000_000_000)).toEqual([0, 0, 40, 40, 40, 40])
  })

  test('remembers what happens to the app and to the network, and what it is told', () => {
    const recorder = record()
    fake.hide()
    fake.show()
    fake.network({ isConnected: false })
    fake.network({ isConnected: true, networkType: '4g' })
    recorder.mark('Kick')
    expect(recorder.events.map(without)).toEqual(
      ['hidden', 'shown', 'offline', '4g', 'Kick'].map((text) => ({ type: 'mark', text })),
    )
  })

  test('is the same for whoever asks, so that a page finds what the launch began', () => {
    const first = record()
    first.mark('before the page')
    expect(record()).toBe(first)
  })

  test('is bounded: it forgets the oldest, and knows in which state it was then', () => {
    const recorder = record()
    openLink()
    const { version } = recorder
    for (let mark = 0; mark < 5_000; mark += 1) {
      fake.clock.advance(1)
      recorder.mark(String(mark))
    }
    expect(recorder.events).toHaveLength(600)
    expect(recorder.events[0]).toMatchObject({ text: '4400' })
    expect(recorder.before).toMatchObject({ state: 'open' })
    expect(recorder.before.sinceMs).toBe((recorder.events[0]?.atMs ?? 0) - 1)
    expect(recorder.version).toBe(version + 5_000)
  })

  test('stopped, hears nothing more and leaves no listener behind', () => {
    const listeners = () =>
      (['appHide', 'appShow', 'networkStatusChange'] as const).map((name) =>
        fake.listenerCount(name),
      )
    const before = listeners()
    const recorder = record()
    expect(listeners()).toEqual(before.map((count) => count + 1))
    recorder.stop()
    recorder.stop()
    expect(listeners()).toEqual(before)
    openLink()
    expect(recorder.events).toEqual([])
    expect(record()).not.toBe(recorder)
  })
})
