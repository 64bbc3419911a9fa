/** The run of the questions: whatever one of them does, the rest goes on. */
import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../miniprogram-demo/miniprogram/packages/report/device-report'
import type { ReportPort } from '../../miniprogram-demo/miniprogram/packages/report/inquiry/port'
import type {
  Finding,
  Question,
} from '../../miniprogram-demo/miniprogram/packages/report/inquiry/question'
import { QUESTIONS } from '../../miniprogram-demo/miniprogram/packages/report/questions/questions'
import { runQuestions } from '../../miniprogram-demo/miniprogram/packages/report/run-questions'
import { createFakeWx } from '../../src/testing'

const question = (id: string, ask: Question['ask']): Question => ({
  id,
  title: id,
  about: id,
  needsHands: false,
  timeoutMs: 5_000,
  ask,
})

const answered: Finding = { answer: { is: 'so' } }
const endless = () => new Promise<Finding>(() => undefined)

/** A run on a scripted fake, whose links open when they are asked for. */
function start(questions: readonly Question[]) {
  const fake = createFakeWx()
  fake.onTask((task) => task.open())
  const guides: string[] = []
  const port: ReportPort = {
    ...fake.clock,
    server: 'ws://192.168.1.20:8080',
    Promise,
    connectSocket: (options) => fake.wx.connectSocket(options as never),
    watchApp: () => () => undefined,
    watchGlobals: () => () => undefined,
    watchUncaught: () => () => undefined,
    guide: (text) => guides.push(text),
  }
  const outcomes: { [id: string]: Outcome } = {}
  const began: string[] = []
  const run = runQuestions(port, questions, {
    began: ({ id }) => began.push(id),
    ended: ({ id }, outcome) => (outcomes[id] = outcome),
  })
  const pass = async (ms: number) => {
    for (let passedMs = 0; passedMs < ms; passedMs += 10) {
      fake.clock.advance(10)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { fake, run, outcomes, began, guides, pass }
}

describe('a run', () => {
  test('asks one after the other, and writes down what each finds out', async () => {
    const { run, outcomes, pass, began } = start([
      question('first', async ({ pause }) => {
        await pause(500)
        return { answer: { is: 'so' }, measured: { waitedMs: 500 } }
      }),
      question('second', async () => answered),
    ])
    await pass(200)
    expect(began).toEqual(['first'])
    await pass(800)
    await run.done
    expect(outcomes).toEqual({
      first: {
        status: 'answered',
        answer: { is: 'so' },
        measured: { waitedMs: 500 },
        durationMs: 500,
      },
      second: { status: 'answered', answer: { is: 'so' }, durationMs: 0 },
    })
  })

  test('writes down a question that throws, rejects or never ends, and goes on', async () => {
    const { run, outcomes, pass } = start([
      question('throws', () => {
        throw new Error('oh')
      }),
      question('rejects', () => Promise.reject(new Error('no link'))),
      question('never ends', endless),
      question('answers', async () => answered),
    ])
    await pass(6_000)
    await run.done
    expect(outcomes).toEqual({
      throws: { status: 'failed', problem: 'oh', durationMs: expect.any(Number) },
      rejects: { status: 'failed', problem: 'no link', durationMs: expect.any(Number) },
      'never ends': { status: 'timed out', durationMs: 5_000 },
      answers: { status: 'answered', answer: { is: 'so' }, durationMs: 0 },
    })
  })

  test('skips the question under way and goes on', async () => {
    const { run, outcomes, pass } = start([
      question('skipped', endless),
      question('asked', async () => answered),
    ])
    await pass(100)
    run.skip()
    await pass(100)
    await run.done
    expect(outcomes).toMatchObject({
      skipped: { status: 'skipped' },
      asked: { status: 'answered' },
    })
  })

  test('ends when it is cancelled, without an outcome for the question under way', async () => {
    const { run, outcomes, pass, began } = start([
      question('asked', async () => answered),
      question('under way', endless),
      question('never asked', async () => answered),
    ])
    await pass(100)
    run.cancel()
    await pass(100)
    await run.done
    expect(Object.keys(outcomes)).toEqual(['asked'])
    expect(began).toEqual(['asked', 'under way'])
  })

  test('leaves no link and no timer of a question behind, and takes its guidance back', async () => {
    const { run, fake, guides, pass } = start([
      question('untidy', async ({ open, connect, every, after, port }) => {
        await open()
        connect({ do: 'echo' })
        every(100, () => undefined)
        after(60_000, () => undefined)
        port.guide('Lock the phone')
        return answered
      }),
    ])
    await pass(5_000)
    await run.done
    expect({ open: fake.openCount, timers: fake.clock.pending }).toEqual({ open: 0, timers: 0 })
    expect(guides).toEqual(['Lock the phone', ''])
  })

  test('keeps the address of the server out of what hosts say', async () => {
    const { run, outcomes, fake, pass } = start([
      question('refused', async ({ connect, pause }) => {
        const link = connect({ do: 'echo' })
        await pause(100)
        return { answer: { events: link.story() } }
      }),
    ])
    fake.nextConnect({})
    fake.tasks[0]?.error('Failed to connect to /192.168.1.20:8080')
    await pass(500)
    await run.done
    expect(JSON.stringify(outcomes)).toContain('Failed to connect to /<server>:8080')
    expect(JSON.stringify(outcomes)).not.toContain('192.168')
  })
})

describe('the questions', () => {
  test('have names of their own, and words for a person', () => {
    const ids = QUESTIONS.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { id, title, about, timeoutMs } of QUESTIONS) {
      expect(id).toMatch(/^[a-z0-9-]+$/)
      expect(title).toMatch(/^[A-Z].+\?$/)
      expect(about).toMatch(/^[A-Z].+\.$/)
      expect(timeoutMs).toBeGreaterThan(0)
    }
  })

  test('that need hands come last', () => {
    const hands = QUESTIONS.map(({ needsHands }) => needsHands)
    expect(hands).toEqual([...hands].sort())
  })
})
