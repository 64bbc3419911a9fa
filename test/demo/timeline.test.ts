/** The arithmetic of the timeline, without a canvas: where things are, and how it says them in words. */
import { describe, expect, test } from '@jest/globals'
import { summarize } from '../../miniprogram-demo/miniprogram/components/socket-timeline/summary'
import { layOut } from '../../miniprogram-demo/miniprogram/components/socket-timeline/timeline'
import type {
  RecordedEvent,
  SocketRecord,
} from '../../miniprogram-demo/miniprogram/utils/socket-record'

const MINUTE_MS = 60_000
const WINDOW_MS = 3 * MINUTE_MS
const NOW_MS = 1_700_000_000_000
/** A pixel for each second. */
const WIDTH = 180

/** `secondsAgo` of an event is when it happened. */
type Given = Omit<RecordedEvent, 'atMs'> & { readonly secondsAgo: number } & Record<string, unknown>

function record(
  given: readonly Given[],
  before: { state: SocketRecord['before']['state']; secondsAgo: number } = {
    state: 'idle',
    secondsAgo: 1_000,
  },
): SocketRecord {
  return {
    version: given.length,
    before: { state: before.state, sinceMs: NOW_MS - before.secondsAgo * 1000 },
    events: given.map(({ secondsAgo, ...event }) => ({
      ...(event as unknown as RecordedEvent),
      atMs: NOW_MS - secondsAgo * 1000,
    })),
  }
}

const draw = (given: readonly Given[], ...before: Parameters<typeof record>[1][]) =>
  layOut(record(given, ...(before as [])), {
    nowMs: NOW_MS,
    windowMs: WINDOW_MS,
    width: WIDTH,
  })

const moves = (...pairs: [string, number][]): Given[] =>
  pairs.map(([state, secondsAgo]) => ({ type: 'state', state, secondsAgo }) as Given)

describe('the states', () => {
  test('follow one another, each as wide as it was long', () => {
    const { spans } = draw(
      moves(['connecting', 180], ['open', 170], ['waiting', 50], ['connecting', 45], ['open', 44]),
    )
    expect(spans).toEqual([
      { state: 'connecting', fromX: 0, toX: 10 },
      { state: 'open', fromX: 10, toX: 130 },
      { state: 'waiting', fromX: 130, toX: 135 },
      { state: 'connecting', fromX: 135, toX: 136 },
      { state: 'open', fromX: 136, toX: 180 },
    ])
  })

  test('begin at the edge when they began before it', () => {
    expect(draw(moves(['open', 600])).spans).toEqual([{ state: 'open', fromX: 0, toX: 180 }])
  })

  test('begin where the record does: what was before is not known', () => {
    const { spans } = draw(moves(['connecting', 60]), { state: 'idle', secondsAgo: 90 })
    expect(spans).toEqual([
      { state: 'idle', fromX: 90, toX: 120 },
      { state: 'connecting', fromX: 120, toX: 180 },
    ])
  })

  test('leave out what lasted no time', () => {
    expect(draw(moves(['closing', 60], ['closed', 60])).spans.map(({ state }) => state)).toEqual([
      'idle',
      'closed',
    ])
  })

  test('are none before anything is known', () => {
    const nothing = record([], { state: 'idle', secondsAgo: 0 })
    const { spans } = layOut(nothing, { nowMs: NOW_MS, windowMs: WINDOW_MS, width: WIDTH })
    expect(spans).toEqual([])
  })
})

describe('round trips', () => {
  const rtt = (rttMs: number, secondsAgo: number): Given => ({ type: 'rtt', rttMs, secondsAgo })

  test('are a line against a scale that none of them exceeds', () => {
    const { rttLines, rttTopMs } = draw([rtt(20, 120), rtt(45, 60), rtt(30, 0)])
    expect(rttTopMs).toBe(50)
    expect(rttLines).toEqual([
      [
        { x: 60, height: 0.4 },
        { x: 120, height: 0.9 },
        { x: 180, height: 0.6 },
      ],
    ])
  })

  test.each([
    [1, 10],
    [10, 10],
    [11, 20],
    [51, 100],
    [100, 100],
    [101, 200],
    [999, 1_000],
    [2_500, 5_000],
  ])('of %i ms have a scale up to %i ms', (rttMs, topMs) => {
    expect(draw([rtt(rttMs, 10)]).rttTopMs).toBe(topMs)
  })

  test('of two links are two lines', () => {
    const { rttLines } = draw([
      rtt(20, 120),
      { type: 'close', code: 1006, cause: 'network', secondsAgo: 90 },
      rtt(20, 60),
      rtt(20, 30),
    ])
    expect(rttLines.map((line) => line.map(({ x }) => x))).toEqual([[60], [120, 150]])
  })

  test('that are older than the window do not count for the scale', () => {
    expect(draw([rtt(5_000, 200), rtt(20, 10)]).rttTopMs).toBe(20)
  })

  test('need no scale when there are none', () => {
    expect(draw([])).toMatchObject({ rttLines: [], rttTopMs: 0 })
  })
})

describe('what happened in a moment', () => {
  test('is where it happened: retries with their number, closes with cause and code, marks', () => {
    const { retries, closes, marks } = draw([
      { type: 'close', code: 4501, cause: 'server', secondsAgo: 150 },
      { type: 'retry', retry: 3, secondsAgo: 100 },
      { type: 'mark', text: 'hidden', secondsAgo: 90 },
    ])
    expect(closes).toEqual([{ x: 30, text: 'server 4501' }])
    expect(retries).toEqual([{ x: 80, text: '3' }])
    expect(marks).toEqual([{ x: 90, text: 'hidden' }])
  })

  test('keeps its place and loses its words where they would stand in those of a later one', () => {
    const close = (secondsAgo: number): Given => ({
      type: 'close',
      code: 1006,
      cause: 'network',
      secondsAgo,
    })
    expect(draw([close(170), close(40), close(30)]).closes).toEqual([
      { x: 10, text: 'network 1006' },
      { x: 140, text: '' },
      { x: 150, text: 'network 1006' },
    ])
  })

  test('is left out when it is older than the window', () => {
    expect(draw([{ type: 'mark', text: 'hidden', secondsAgo: 181 }]).marks).toEqual([])
  })
})

describe('the scale of time', () => {
  const ticks = (minutes: number, width: number) =>
    layOut(record([]), { nowMs: NOW_MS, windowMs: minutes * MINUTE_MS, width }).ticks

  test('has a tick for each minute', () => {
    expect(ticks(3, 300)).toEqual([
      { x: 300, text: 'now' },
      { x: 200, text: '−1 min' },
      { x: 100, text: '−2 min' },
      { x: 0, text: '−3 min' },
    ])
  })

  test('has ticks for seconds when it is but one minute', () => {
    expect(ticks(1, 300).map(({ text }) => text)).toEqual([
      'now',
      '−10 s',
      '−20 s',
      '−30 s',
      '−40 s',
      '−50 s',
      '−1 min',
    ])
  })

  test('leaves some out where they would touch', () => {
    expect(ticks(10, 280).map(({ text }) => text)).toEqual([
      'now',
      '−2 min',
      '−4 min',
      '−6 min',
      '−8 min',
      '−10 min',
    ])
  })
})

describe('in words', () => {
  const say = (given: readonly Given[]) => summarize(record(given), NOW_MS, WINDOW_MS)

  test('it says how long each state lasted, the longest first, and what happened', () => {
    expect(
      say([
        ...moves(['open', 600], ['waiting', 50]),
        { type: 'close', code: 1006, cause: 'network', secondsAgo: 50 },
        { type: 'retry', retry: 1, secondsAgo: 50 },
        ...moves(['connecting', 45], ['open', 44]),
        { type: 'rtt', rttMs: 12, secondsAgo: 30 },
        { type: 'rtt', rttMs: 40, secondsAgo: 20 },
      ]),
    ).toBe(
      'The last 3 minutes: open 2 min 54 s, waiting 5 s, connecting 1 s. ' +
        '1 close, the last one network with 1006. 1 retry. Round trips from 12 to 40 ms',
    )
  })

  test('it says so when nothing happened', () => {
    expect(say([])).toBe(
      'The last 3 minutes: idle 3 min. No closes. No retries. No round trip was measured',
    )
  })
})
