import { expect, test } from '@jest/globals'
import { createTimerQueue } from '../../src/testing/timer-queue'

const entry = (dueAtMs: number, order: number) => ({ dueAtMs, order, isQueued: false })

test('a timer queue leaves an entry alone that it has handed out, when that is cancelled', () => {
  const queue = createTimerQueue<ReturnType<typeof entry>>()
  const first = entry(1, 1)
  queue.push(first)
  queue.push(entry(2, 2))
  queue.pop()
  queue.cancel(first)
  expect(queue.size).toBe(1)
})

test('a timer queue moves all entries at once and keeps their order', () => {
  const queue = createTimerQueue<ReturnType<typeof entry>>()
  for (const [order, dueAtMs] of [5, 1, 3].entries()) queue.push(entry(dueAtMs, order))
  queue.shift(10)
  expect([queue.pop(), queue.pop(), queue.pop()].map((timer) => timer?.dueAtMs)).toEqual([
    11, 13, 15,
  ])
})
