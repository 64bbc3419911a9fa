/** A phone to take a report from, without a phone: the fake `wx`, the probe in memory, a person, and virtual time. */
import { jest } from '@jest/globals'
import { runQuestions } from '../../miniprogram-demo/miniprogram/packages/report/run-questions'
import { createDeviceReport } from '../../miniprogram-demo/miniprogram/packages/report/device-report'
import type {
  DeviceReport,
  Outcome,
} from '../../miniprogram-demo/miniprogram/packages/report/device-report'
import type {
  GlobalEvent,
  ReportPort,
} from '../../miniprogram-demo/miniprogram/packages/report/inquiry/port'
import type { Question } from '../../miniprogram-demo/miniprogram/packages/report/inquiry/question'
import {
  createFakeWx,
  createVirtualClock,
  type FakeClock,
  type FakeWx,
  type HostProfile,
  type VirtualClock,
} from '../../src/testing'
import { PROBE_URL, createMemoryWebSocket, type Probe } from './memory-web-socket'

const { createProbe } = jest.requireActual<{ createProbe(options: object): Probe }>(
  '../../miniprogram-demo/server/probe',
)

const STEP_MS = 5
const MAX_RUN_MS = 3_600_000
/** A person reads, then acts. */
const READING_MS = 1_000

/** How a person's hands act on this phone. */
export interface Person {
  /** Whether a locked screen tells `wx.onAppHide`, and the unlocked one `wx.onAppShow`. @default true */
  readonly lockIsTold?: boolean
}

/** Asks these questions on a fake of this profile. */
export async function takeReport(
  profile: HostProfile,
  questions: readonly Question[],
  person: Person = {},
): Promise<DeviceReport> {
  const network = createVirtualClock()
  const probe = createProbe({ ...network, findClosedPort: () => Promise.resolve(9) })
  const uncaught: Array<() => void> = []
  const fake = createFakeWx({
    profile,
    clock: 'virtual',
    live: { WebSocket: createMemoryWebSocket(probe, network) },
    onUncaught(error) {
      if (uncaught.length === 0) throw error
      uncaught.forEach((listener) => listener())
    },
  })
  const answers: { [id: string]: Outcome } = {}
  let asked: Question | null = null
  const port = createPort(fake, PROBE_URL, uncaught, (text) => {
    if (text !== '' && asked !== null) act(fake, network, asked, person)
  })
  const run = runQuestions(port, questions, {
    began: (question) => (asked = question),
    ended: (question, outcome) => (answers[question.id] = outcome),
  })
  // What the host says of a call comes before what the network says.
  await passUntil(run.done, [fake.clock, network])
  fake.dispose()
  const { platform, system, model } = fake.wx.getDeviceInfo()
  const { version, SDKVersion } = fake.wx.getAppBaseInfo()
  const host = { platform, system, wechat: version, SDKVersion, model }
  return createDeviceReport(host, fake.clock.nowMs(), answers)
}

/** What the questions are given of a fake. */
export function createPort(
  { wx, clock, Promise: HostPromise }: Pick<FakeWx<FakeClock>, 'wx' | 'clock' | 'Promise'>,
  server: string,
  uncaught: Array<() => void>,
  guide: (text: string) => void,
): ReportPort {
  const globals: Array<(event: GlobalEvent) => void> = []
  const hear = (event: GlobalEvent) => [...globals].forEach((listener) => listener(event))
  wx.onSocketMessage(({ data }) => hear({ type: 'message', data }))
  wx.onSocketClose(({ code, reason }) => hear({ type: 'close', code, reason }))
  return {
    ...clock,
    server,
    Promise: HostPromise,
    connectSocket: (options) => wx.connectSocket(options as never),
    watchApp(hidden, shown) {
      wx.onAppHide(hidden)
      wx.onAppShow(shown)
      return () => {
        wx.offAppHide(hidden)
        wx.offAppShow(shown)
      }
    },
    watchGlobals: (listener) => join(globals, listener),
    watchUncaught: (listener) => join(uncaught, listener),
    guide,
  }
}

function join<Listener>(listeners: Listener[], listener: Listener): () => void {
  listeners.push(listener)
  return () => void listeners.splice(listeners.indexOf(listener), 1)
}

/** What the person is told: away for the seconds in the question's name. */
function act(fake: FakeWx, network: VirtualClock, { id }: Question, person: Person): void {
  const seconds = Number(/-(\d+)s$/.exec(id)?.[1])
  const event = !id.startsWith('lock') || (person.lockIsTold ?? true)
  network.setTimeout(() => fake.hide({ event }), READING_MS)
  network.setTimeout(() => fake.show({ event }), READING_MS + seconds * 1_000)
}

/** Moves all clocks together until it is done. */
async function passUntil(done: Promise<void>, clocks: readonly VirtualClock[]): Promise<void> {
  let isDone = false
  void done.finally(() => (isDone = true))
  for (let passedMs = 0; !isDone; passedMs += STEP_MS) {
    if (passedMs > MAX_RUN_MS) throw new Error('the questions do not end')
    for (const clock of clocks) clock.advance(STEP_MS)
    // Promises have their turns.
    await new Promise((resolve) => setImmediate(resolve))
  }
}
