/** The probe of the demo's server, over real links: it answers the device report, and it has bounds. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { WebSocket } from 'ws'
import type { Outcome } from '../../miniprogram-demo/miniprogram/packages/report/device-report'
import { QUESTIONS } from '../../miniprogram-demo/miniprogram/packages/report/questions/questions'
import { runQuestions } from '../../miniprogram-demo/miniprogram/packages/report/run-questions'
import { createFakeWx } from '../../src/testing'
import { createPort } from '../device-reports/fake-phone'
import { readReports } from '../device-reports/known-reports'

interface Server {
  readonly url: string
  kill(): Promise<void>
  restart(): Promise<void>
  close(): Promise<void>
}
const { startServer } = jest.requireActual<{ startServer(): Promise<Server> }>(
  '../../miniprogram-demo/server',
)

let server: Server

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** How a connect came out: `open`, or what `ws` says of it. */
function connect(query: string, options = {}): Promise<{ socket: WebSocket; came: string }> {
  const socket = new WebSocket(`${server.url}/probe?${query}`, options)
  return new Promise((resolve) => {
    socket.on('open', () => resolve({ socket, came: 'open' }))
    socket.on('error', ({ message }) => resolve({ socket, came: message }))
  })
}

/** Over real links a refusal may be quicker than the turn in which the host calls `success` back. */
function successFirst(answer: unknown): unknown {
  const { events } = Object(answer) as { events?: { event: string }[] }
  if (!events) return answer
  const isSuccess = ({ event }: { event: string }) => event === 'success'
  const others = events.filter((one) => !isSuccess(one))
  return Object.assign({}, answer, { events: [...events.filter(isSuccess), ...others] })
}

describe('the device report against the real probe', () => {
  test('finds out what it finds out on virtual time', async () => {
    const uncaught: Array<() => void> = []
    const fake = createFakeWx({
      profile: 'android',
      live: { WebSocket: WebSocket as never },
      onUncaught: () => uncaught.forEach((listener) => listener()),
    })
    const questions = QUESTIONS.filter(({ needsHands }) => !needsHands)
    const answers: { [id: string]: Outcome } = {}
    const port = createPort(fake, server.url, uncaught, () => undefined)
    await runQuestions(port, questions, {
      began: () => undefined,
      ended: ({ id }, outcome) => (answers[id] = outcome),
    }).done
    fake.dispose()
    const known = readReports().find(({ file }) => file === 'fake-android.json')
    const answerIn = (outcome: Outcome | undefined) =>
      outcome?.status === 'answered' ? successFirst(outcome.answer) : outcome
    for (const { id } of questions) {
      expect({ [id]: answerIn(answers[id]) }).toEqual({ [id]: answerIn(known?.report.answers[id]) })
    }
  }, 90_000)
})

describe('the probe', () => {
  test.each([
    '',
    'do=fly',
    'do=status',
    'do=status&status=200',
    'do=close&code=99',
    'do=slow&afterMs=10001',
    'do=echo&id=a/b',
    `do=close&code=4000&reason=${'x'.repeat(124)}`,
    `do=echo&first=${'x'.repeat(1_001)}`,
  ])('answers %s with 400', async (query) => {
    expect((await connect(query)).came).toBe('Unexpected server response: 400')
  })

  test('tells nothing of a link that it has not seen', async () => {
    const { socket } = await connect('do=tell&of=nobody')
    expect(
      await new Promise((resolve) => socket.on('message', (data) => resolve(String(data)))),
    ).toBe('null')
    socket.terminate()
  })

  test('takes 16 links and no more, until one of them is gone', async () => {
    const links = await Promise.all(Array.from({ length: 16 }, () => connect('do=echo')))
    expect(links.map(({ came }) => came)).toEqual(links.map(() => 'open'))
    expect((await connect('do=echo')).came).toBe('Unexpected server response: 503')
    links.forEach(({ socket }) => socket.terminate())
    for (let tries = 0; ; tries += 1) {
      const { socket, came } = await connect('do=echo')
      socket.terminate()
      if (came === 'open') break
      expect(tries).toBeLessThan(50)
      await pause(20)
    }
  })

  test('ends a link whose message is larger than the largest of the report', async () => {
    const { socket } = await connect('do=echo')
    const code = new Promise((resolve) => socket.on('close', resolve))
    socket.on('error', () => undefined)
    socket.send(new Uint8Array(11 * 1024 * 1024 + 1))
    expect(await code).toBe(1009)
  })

  test('is cut when the server is killed, and turns pages of elsewhere away', async () => {
    const { socket } = await connect('do=echo')
    const code = new Promise((resolve) => socket.on('close', resolve))
    await server.kill()
    expect(await code).toBe(1006)
    await server.restart()
    const { came } = await connect('do=echo', { origin: 'https://evil.example' })
    expect(came).toBe('Unexpected server response: 403')
  })
})
