/** How the lab judges its promises, apart from any page. */
import { describe, expect, test } from '@jest/globals'
import { burstOf } from '../../miniprogram-demo/miniprogram/pages/lab/signs'
import {
  createTrial,
  type Sign,
  type Step,
} from '../../miniprogram-demo/miniprogram/pages/lab/trial'

const START_MS = 1_000_000
const WITHIN_MS = 5_000

const OPEN: Sign = { type: 'open' }
const RETRY: Sign = { type: 'retry', retry: 1 }
const ANSWER: Sign = { type: 'answer' }

const step = (type: Sign['type'], quietMs?: number): Step => ({
  text: type,
  isSeenIn: (sign) => sign.type === type,
  ...(quietMs === undefined ? {} : { quietMs }),
})
const begin = (...steps: Step[]) => createTrial(steps, WITHIN_MS, START_MS)

describe('a trial', () => {
  test('has seen its promise when all steps were seen in order', () => {
    const trial = begin(step('retry'), step('open'))
    expect(trial.hear(RETRY, START_MS + 100)).toBe(true)
    expect(trial.outcome).toBe('running')
    expect(trial.hear(OPEN, START_MS + 5_200)).toBe(true)
    expect(trial.outcome).toBe('seen')
    expect(trial.seenMs).toEqual([100, 5_200])
  })

  test('does not take a later step for an earlier one', () => {
    const trial = begin(step('retry'), step('open'))
    expect(trial.hear(OPEN, START_MS + 100)).toBe(false)
    expect(trial.hear(ANSWER, START_MS + 100)).toBe(false)
    expect(trial.seenMs).toEqual([])
  })

  test('has missed it when time is up', () => {
    const trial = begin(step('retry'), step('open'))
    trial.hear(RETRY, START_MS + 100)
    expect(trial.pass(START_MS + WITHIN_MS)).toBe(false)
    expect(trial.pass(START_MS + WITHIN_MS + 1)).toBe(true)
    expect(trial.outcome).toBe('missed')
    expect(trial.hear(OPEN, START_MS + WITHIN_MS + 2)).toBe(false)
  })

  test('has seen that nothing happens when it was quiet for long enough', () => {
    const trial = begin(step('answer'), step('retry', 3_000))
    trial.hear(ANSWER, START_MS + 100)
    expect(trial.pass(START_MS + 3_099)).toBe(false)
    expect(trial.pass(START_MS + 3_100)).toBe(true)
    expect(trial.outcome).toBe('seen')
  })

  test('has missed it when what must not happen does', () => {
    const trial = begin(step('answer'), step('retry', 3_000))
    trial.hear(ANSWER, START_MS + 100)
    trial.hear(RETRY, START_MS + 200)
    expect(trial.outcome).toBe('missed')
  })

  test('can be ended, which is neither; once it is over it is not', () => {
    const running = begin(step('open'))
    running.end()
    expect(running.outcome).toBe('ended')
    const seen = begin(step('open'))
    seen.hear(OPEN, START_MS)
    seen.end()
    expect(seen.outcome).toBe('seen')
  })
})

describe('a burst', () => {
  const hear = (...lines: number[]) => {
    const trial = createTrial(burstOf(4), WITHIN_MS, START_MS)
    for (const line of lines) trial.hear({ type: 'notice', text: `burst ${line}/4` }, START_MS)
    return trial
  }

  test('is seen when each line came once, in order', () => {
    expect(hear(1, 2, 3, 4).outcome).toBe('seen')
  })

  test.each([[[1, 3, 4]], [[1, 2, 2, 3, 4]], [[1, 3, 2, 4]], [[2, 3, 4]], [[1, 2, 3]]])(
    'of %j is not',
    (lines) => {
      expect(hear(...lines).outcome).toBe('running')
    },
  )
})
