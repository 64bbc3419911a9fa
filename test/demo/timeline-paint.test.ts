/** What the timeline's brush does: states as coloured spans, round trips as lines, retries as marks. */
import { beforeEach, describe, expect, jest, test } from '@jest/globals'
import { join } from 'node:path'
import type { Timeline } from '../../miniprogram-demo/miniprogram/components/socket-timeline/timeline'
import { STATE_COLORS } from '../../miniprogram-demo/miniprogram/utils/state-colors'

interface PaintModule {
  readonly INKS: { readonly light: { readonly rtt: string; readonly close: string } }
  paint(brush: object, timeline: Timeline, width: number, ink: object): void
}
// Its code is written for the official typings, which are not those of the tests.
const { INKS, paint } = jest.requireActual<PaintModule>(
  join(__dirname, '../../miniprogram-demo/miniprogram/components/socket-timeline/paint.ts'),
)

const WIDTH = 300
const EMPTY: Timeline = {
  spans: [],
  rttLines: [],
  rttTopMs: 0,
  retries: [],
  closes: [],
  marks: [],
  ticks: [],
}

/** A path or a text that was drawn, in its colour. */
interface Stroke {
  readonly by: string
  readonly color: string
  readonly at: readonly unknown[]
}

let drawn: Stroke[]
const drawnBy = (by: string) => drawn.filter((stroke) => stroke.by === by)

/** Paths are kept with their points, `fillRect` and `fillText` with what they are given. */
function createBrush(): object {
  const style = { fillStyle: '', strokeStyle: '' }
  let points: unknown[] = []
  const add = (by: string, color: string, at: readonly unknown[]) => drawn.push({ by, color, at })
  return Object.assign(style, {
    beginPath: () => (points = []),
    moveTo: (x: number, y: number) => points.push([x, y]),
    lineTo: (x: number, y: number) => points.push([x, y]),
    arc: (x: number, y: number) => points.push([x, y]),
    stroke: () => add('stroke', style.strokeStyle, points),
    fill: () => add('fill', style.fillStyle, points),
    fillRect: (...at: unknown[]) => add('fillRect', style.fillStyle, at),
    fillText: (...at: unknown[]) => add('fillText', style.fillStyle, at),
    measureText: (text: string) => ({ width: text.length * 5 }),
    clearRect: () => (drawn = []),
    setLineDash: () => undefined,
  })
}

const draw = (timeline: Partial<Timeline>) =>
  paint(createBrush(), { ...EMPTY, ...timeline }, WIDTH, INKS.light)

beforeEach(() => {
  drawn = []
})

describe('the states', () => {
  test('are spans in their colours, one after the other, with their names where there is room', () => {
    draw({
      spans: [
        { state: 'open', fromX: 0, toX: 100 },
        { state: 'waiting', fromX: 100, toX: 120 },
        { state: 'connecting', fromX: 120, toX: 300 },
      ],
    })
    expect(drawnBy('fillRect').map(({ color, at }) => [color, at[0], at[2]])).toEqual([
      [STATE_COLORS.open, 0, 100],
      [STATE_COLORS.waiting, 100, 20],
      [STATE_COLORS.connecting, 120, 180],
    ])
    const white = drawnBy('fillText').filter(({ color }) => color === '#ffffff')
    expect(white.map(({ at }) => at.slice(0, 2))).toEqual([
      ['open', 50],
      ['connecting', 210],
    ])
  })

  test('of a moment are seen too', () => {
    draw({ spans: [{ state: 'connecting', fromX: 10, toX: 10.1 }] })
    expect(drawnBy('fillRect')[0]?.at[2]).toBeGreaterThan(1)
  })
})

test('round trips are a line through their points, the higher the longer; of two links two lines', () => {
  draw({
    rttTopMs: 50,
    rttLines: [
      [
        { x: 10, height: 0.2 },
        { x: 20, height: 1 },
      ],
      [{ x: 90, height: 0.5 }],
    ],
  })
  const lines = drawnBy('stroke').filter(({ color }) => color === INKS.light.rtt)
  const points = lines.map(({ at }) => at as [number, number][])
  expect(points.map((line) => line.map(([x]) => x))).toEqual([[10, 20], [90]])
  const [low = 0, high = 0] = (points[0] ?? []).map(([, y]) => y)
  expect(high).toBeLessThan(low)
  expect(drawnBy('fill').filter(({ color }) => color === INKS.light.rtt)).toHaveLength(3)
})

test('a retry is a triangle at its time, with its number below; near the edge it stays whole', () => {
  draw({
    retries: [
      { x: 150, text: '3' },
      { x: 300, text: '4' },
    ],
  })
  const corners = drawnBy('fill').map(({ at }) => (at as [number, number][]).map(([x]) => x))
  expect(corners).toEqual([
    [150, 154, 146],
    [296, 300, 292],
  ])
  expect(drawnBy('fill').map(({ color }) => color)).toEqual([
    STATE_COLORS.waiting,
    STATE_COLORS.waiting,
  ])
  expect(drawnBy('fillText').map(({ at }) => at[0])).toEqual(
    expect.arrayContaining(['3', '4', 'no round trip yet']),
  )
})

test('the end of a link is a line through the states, with its cause above', () => {
  draw({ closes: [{ x: 80, text: 'network 1006' }] })
  const [line] = drawnBy('stroke').filter(({ color }) => color === INKS.light.close)
  expect((line?.at as [number, number][]).map(([x]) => x)).toEqual([80, 80])
  expect(drawnBy('fillText').find(({ at }) => at[0] === 'network 1006')?.color).toBe(
    INKS.light.close,
  )
})
