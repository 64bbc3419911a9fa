/** Where things are on the timeline: all of its arithmetic, none of its drawing. */
import type { SocketState } from 'miniprogram-socket'
import type { RecordedEvent, SocketRecord } from '../../utils/socket-record'

/** What part of the record is drawn, and how wide. */
export interface TimelineWindow {
  readonly nowMs: number
  readonly windowMs: number
  /** In pixels, as `x` is everywhere. */
  readonly width: number
}

/** A state, as long as it lasted. */
export interface Span {
  readonly state: SocketState
  readonly fromX: number
  readonly toX: number
}

/** A round trip; `height` is its share of the scale, 0 to 1. */
export interface RttPoint {
  readonly x: number
  readonly height: number
}

/** Words at a place; without words where there is no room for them. */
export interface Label {
  readonly x: number
  readonly text: string
}

/** Everything that is drawn. */
export interface Timeline {
  readonly spans: readonly Span[]
  /** A line for each link: nothing is known of the time between two. */
  readonly rttLines: readonly (readonly RttPoint[])[]
  /** What the full height of the scale stands for; 0 without a round trip. */
  readonly rttTopMs: number
  readonly retries: readonly Label[]
  readonly closes: readonly Label[]
  readonly marks: readonly Label[]
  readonly ticks: readonly Label[]
}

/** About what a letter takes in the size in which labels are drawn, and what is left between two of them. */
const LETTER_PX = 5.6
const GAP_PX = 6
const MINUTE_MS = 60_000

/** Puts what happened in the window in its place. */
export function layOut(record: SocketRecord, window: TimelineWindow): Timeline {
  const { nowMs, windowMs, width } = window
  const sinceMs = nowMs - windowMs
  const toX = (atMs: number) => Math.min(1, Math.max(0, (atMs - sinceMs) / windowMs)) * width
  const seen = record.events.filter(({ atMs }) => atMs >= sinceMs && atMs <= nowMs)
  const rttTopMs = scaleTop(seen)
  const labels = (read: (event: RecordedEvent) => string) =>
    thinOut(
      seen.map((event) => ({ x: toX(event.atMs), text: read(event) })).filter(({ text }) => text),
      width,
    )
  return {
    spans: spansOf(record, window, toX),
    rttLines: rttLinesOf(seen, rttTopMs, toX),
    rttTopMs,
    retries: labels((event) => (event.type === 'retry' ? String(event.retry) : '')),
    closes: labels((event) => (event.type === 'close' ? `${event.cause} ${event.code}` : '')),
    marks: labels((event) => (event.type === 'mark' ? event.text : '')),
    ticks: ticksOf(windowMs, width),
  }
}

/** The states one after the other, from when they are known to now. */
function spansOf(
  { events, before }: SocketRecord,
  { nowMs, windowMs }: TimelineWindow,
  toX: (atMs: number) => number,
): Span[] {
  const sinceMs = nowMs - windowMs
  const moves = events.flatMap((event) => (event.type === 'state' ? [event] : []))
  const starts = [{ state: before.state, atMs: before.sinceMs }, ...moves]
  return starts
    .map(({ state, atMs }, index) => ({ state, atMs, endMs: starts[index + 1]?.atMs ?? nowMs }))
    .filter(({ atMs, endMs }) => endMs > sinceMs && endMs > atMs)
    .map(({ state, atMs, endMs }) => ({ state, fromX: toX(atMs), toX: toX(endMs) }))
}

function rttLinesOf(
  events: readonly RecordedEvent[],
  topMs: number,
  toX: (atMs: number) => number,
): RttPoint[][] {
  const lines: RttPoint[][] = [[]]
  for (const event of events) {
    if (event.type === 'close') lines.push([])
    if (event.type === 'rtt') {
      lines[lines.length - 1]?.push({ x: toX(event.atMs), height: event.rttMs / topMs })
    }
  }
  return lines.filter((line) => line.length > 0)
}

/** The least of 10, 20, 50, 100, … that no round trip exceeds. */
function scaleTop(events: readonly RecordedEvent[]): number {
  const rtts = events.flatMap((event) => (event.type === 'rtt' ? [event.rttMs] : []))
  if (rtts.length === 0) return 0
  const max = Math.max(10, ...rtts)
  const power = 10 ** Math.floor(Math.log10(max))
  return power * ([1, 2, 5, 10].find((step) => step * power >= max) as number)
}

/** Takes the words from what would stand in the words of the one before; the latest keep theirs. */
function thinOut(labels: readonly Label[], width: number): Label[] {
  let freeUntilX = Infinity
  return labels
    .slice()
    .reverse()
    .map(({ x, text }) => {
      const half = (text.length * LETTER_PX) / 2
      const middle = inside(x, half, width)
      if (middle + half > freeUntilX) return { x, text: '' }
      freeUntilX = middle - half - GAP_PX
      return { x, text }
    })
    .reverse()
}

/** Where the middle of words is that are to stay within the width. */
export const inside = (x: number, half: number, width: number): number =>
  Math.max(half, Math.min(width - half, x))

/** How far ticks may be apart, and the room that each of them needs. */
const STEPS_MS = [10_000, 30_000, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS]
const TICK_PX = 48

/** Ticks before now, as many as have room: full minutes, unless it is but one. */
function ticksOf(windowMs: number, width: number): Label[] {
  const steps = STEPS_MS.filter((step) => step >= MINUTE_MS || windowMs <= MINUTE_MS)
  const stepMs = steps.find((step) => (step * width) / windowMs >= TICK_PX) ?? windowMs
  const ticks: Label[] = [{ x: width, text: 'now' }]
  for (let ms = stepMs; ms <= windowMs; ms += stepMs) {
    const text = ms < MINUTE_MS ? `−${ms / 1000} s` : `−${ms / MINUTE_MS} min`
    ticks.push({ x: width - (ms * width) / windowMs, text })
  }
  return ticks
}
