/** When a timeline is drawn: while it is seen, when something moved, about twice a second at most. */
import type { SocketRecord } from '../../utils/socket-record'
import { HEIGHT_PX, INKS, paint } from './paint'
import type { Brush } from './paint'
import { summarize } from './summary'
import { layOut } from './timeline'

const DRAW_MS = 500
/** Words are for those who listen: they need not change with every pixel. */
const SUMMARY_MS = 5_000
const MINUTE_MS = 60_000

/** What a view needs of its component. */
export interface Surface {
  /** Finds the canvas; calls back later, with nothing when there is none. */
  findCanvas(found: (canvas: Canvas | undefined) => void): void
  setSummary(text: string): void
}

/** A canvas, as a selector query answers with `node` and `size`. */
export interface Canvas {
  readonly width: number
  readonly node: { width: number; height: number; getContext(type: '2d'): Scalable }
}
type Scalable = Brush & { scale(x: number, y: number): void }

/** A timeline that draws itself. */
export interface TimelineView {
  /** Draws from now on. */
  show(): void
  /** Draws no more, for the time being. */
  hide(): void
  /** Its size has changed. */
  resize(): void
  /** Ends it. */
  end(): void
}

/** Draws the last minutes of a record, once it is shown. */
export function createView(record: SocketRecord, minutes: number, surface: Surface): TimelineView {
  const windowMs = minutes * MINUTE_MS
  let canvas: { readonly brush: Brush; readonly width: number } | undefined
  let isOver = false
  let timer = 0
  let theme: 'light' | 'dark' = themeNow()
  let drawn = ''
  let summary = { version: -1, atMs: -Infinity }

  /** The canvas has pixels of the screen; everything here is in those of the page. */
  function measure() {
    canvas = undefined
    drawn = ''
    surface.findCanvas((found) => {
      if (isOver || !found || found.width === 0) return
      const { node, width } = found
      const ratio = pixelRatio()
      node.width = width * ratio
      node.height = HEIGHT_PX * ratio
      const brush = node.getContext('2d')
      brush.scale(ratio, ratio)
      canvas = { brush, width }
      draw()
    })
  }

  function tick() {
    if (canvas) draw()
    else measure()
    summarizeNow()
  }

  function draw() {
    if (!canvas || timer === 0) return
    const { brush, width } = canvas
    const nowMs = Date.now()
    // Nothing happened and nothing moved by a pixel.
    const picture = [record.version, Math.floor((nowMs / windowMs) * width), theme].join()
    if (picture === drawn) return
    drawn = picture
    paint(brush, layOut(record, { nowMs, windowMs, width }), width, INKS[theme])
  }

  function summarizeNow() {
    const nowMs = Date.now()
    if (summary.version === record.version && nowMs - summary.atMs < SUMMARY_MS) return
    summary = { version: record.version, atMs: nowMs }
    surface.setSummary(summarize(record, nowMs, windowMs))
  }

  const themeChanged = ({ theme: next }: { theme: 'light' | 'dark' }) => {
    theme = next
    draw()
  }
  wx.onThemeChange?.(themeChanged)

  function hide() {
    clearInterval(timer)
    timer = 0
  }

  return {
    show() {
      if (isOver || timer !== 0) return
      timer = setInterval(tick, DRAW_MS)
      theme = themeNow()
      measure()
      summarizeNow()
    },
    hide,
    resize() {
      if (timer !== 0) measure()
    },
    end() {
      isOver = true
      hide()
      wx.offThemeChange?.(themeChanged)
    },
  }
}

// wx.getAppBaseInfo and wx.getWindowInfo: base library 2.20.1. Older ones know neither, and no theme.
const themeNow = (): 'light' | 'dark' => (wx.getAppBaseInfo?.().theme === 'dark' ? 'dark' : 'light')
const pixelRatio = () => wx.getWindowInfo?.().pixelRatio ?? 1
