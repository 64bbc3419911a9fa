/** Draws a timeline on a canvas. */
import { STATE_COLORS } from '../../utils/state-colors'
import { inside } from './timeline'
import type { Label, RttPoint, Span, Timeline } from './timeline'

/** What the theme decides. */
export interface Ink {
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly rtt: string
  readonly close: string
}

export const INKS: Readonly<Record<'light' | 'dark', Ink>> = {
  light: { text: '#16191d', muted: '#5d6673', line: '#dfe3e9', rtt: '#2563c9', close: '#c9302c' },
  dark: { text: '#e8eaed', muted: '#9aa3af', line: '#30353d', rtt: '#7fb0ff', close: '#ef6b67' },
}

/** The part of a canvas that is drawn with; a test can bring its own. */
export type Brush = Pick<
  WechatMiniprogram.CanvasRenderingContext.CanvasRenderingContext2D,
  | 'arc'
  | 'beginPath'
  | 'clearRect'
  | 'fill'
  | 'fillRect'
  | 'fillStyle'
  | 'fillText'
  | 'font'
  | 'lineJoin'
  | 'lineTo'
  | 'lineWidth'
  | 'measureText'
  | 'moveTo'
  | 'setLineDash'
  | 'stroke'
  | 'strokeStyle'
  | 'textAlign'
  | 'textBaseline'
>

/** From the top: words of marks, words of closes, states, retries, round trips, time. */
const MARKS_Y = 8
const CLOSES_Y = 23
const BAND_Y = 33
const BAND_HEIGHT = 22
const RETRIES_Y = 63
const RETRY_HALF = 4
const RTT_Y = 76
const RTT_HEIGHT = 56
const TICKS_Y = 146
/** How high a canvas has to be. */
export const HEIGHT_PX = 156

const FONT = '10px sans-serif'

/** Draws everything anew. */
export function paint(brush: Brush, timeline: Timeline, width: number, ink: Ink): void {
  brush.clearRect(0, 0, width, HEIGHT_PX)
  brush.font = FONT
  brush.textBaseline = 'middle'
  brush.lineJoin = 'round'
  paintScale(brush, timeline, width, ink)
  paintMoments(brush, timeline.marks, ink.muted, MARKS_Y, width)
  timeline.spans.forEach((span) => paintSpan(brush, span))
  paintMoments(brush, timeline.closes, ink.close, CLOSES_Y, width)
  paintRetries(brush, timeline.retries, width, ink)
  timeline.rttLines.forEach((line) => paintRtt(brush, line, ink))
}

function paintScale(brush: Brush, { ticks, rttTopMs }: Timeline, width: number, ink: Ink) {
  brush.strokeStyle = ink.line
  brush.fillStyle = ink.muted
  brush.lineWidth = 1
  for (const { x, text } of ticks) {
    line(brush, x, BAND_Y, x, RTT_Y + RTT_HEIGHT)
    write(brush, text, x, TICKS_Y, width)
  }
  line(brush, 0, RTT_Y + RTT_HEIGHT, width, RTT_Y + RTT_HEIGHT)
  line(brush, 0, RTT_Y, width, RTT_Y)
  brush.textAlign = 'left'
  brush.fillText(rttTopMs > 0 ? `${rttTopMs} ms` : 'no round trip yet', 2, RTT_Y + 8)
}

function paintSpan(brush: Brush, { state, fromX, toX }: Span) {
  // What lasted a moment is to be seen too.
  const width = Math.max(1.5, toX - fromX)
  brush.fillStyle = STATE_COLORS[state]
  brush.fillRect(fromX, BAND_Y, width, BAND_HEIGHT)
  if (brush.measureText(state).width + 8 > width) return
  brush.fillStyle = '#ffffff'
  brush.textAlign = 'center'
  brush.fillText(state, fromX + width / 2, BAND_Y + BAND_HEIGHT / 2)
}

/** A line through the states for each, and its words above, at most as far from it as the edge wants. */
function paintMoments(
  brush: Brush,
  labels: readonly Label[],
  color: string,
  y: number,
  width: number,
) {
  brush.strokeStyle = color
  brush.fillStyle = color
  brush.lineWidth = 1
  brush.setLineDash([2, 2])
  for (const { x, text } of labels) {
    line(brush, x, BAND_Y - 3, x, BAND_Y + BAND_HEIGHT)
    write(brush, text, x, y, width)
  }
  brush.setLineDash([])
}

function paintRetries(brush: Brush, retries: readonly Label[], width: number, ink: Ink) {
  brush.fillStyle = STATE_COLORS.waiting
  for (const { x } of retries) {
    const middle = inside(x, RETRY_HALF, width)
    brush.beginPath()
    brush.moveTo(middle, RETRIES_Y - 6)
    brush.lineTo(middle + RETRY_HALF, RETRIES_Y + 1)
    brush.lineTo(middle - RETRY_HALF, RETRIES_Y + 1)
    brush.fill()
  }
  brush.fillStyle = ink.muted
  for (const { x, text } of retries) write(brush, text, x, RETRIES_Y + 7, width)
}

function paintRtt(brush: Brush, points: readonly RttPoint[], ink: Ink) {
  const toY = (height: number) => RTT_Y + RTT_HEIGHT * (1 - height)
  brush.strokeStyle = ink.rtt
  brush.fillStyle = ink.rtt
  brush.lineWidth = 1.5
  brush.beginPath()
  points.forEach(({ x, height }, index) =>
    index === 0 ? brush.moveTo(x, toY(height)) : brush.lineTo(x, toY(height)),
  )
  brush.stroke()
  for (const { x, height } of points) {
    brush.beginPath()
    brush.arc(x, toY(height), 2, 0, 2 * Math.PI)
    brush.fill()
  }
}

function line(brush: Brush, fromX: number, fromY: number, toX: number, toY: number) {
  brush.beginPath()
  brush.moveTo(fromX, fromY)
  brush.lineTo(toX, toY)
  brush.stroke()
}

/** Words whose middle is at `x`, or as near as the edge lets them be. */
function write(brush: Brush, text: string, x: number, y: number, width: number) {
  brush.textAlign = 'center'
  brush.fillText(text, inside(x, brush.measureText(text).width / 2, width), y)
}
