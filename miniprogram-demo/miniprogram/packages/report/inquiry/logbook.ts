/** Writes down what happens from before the app is hidden until after it is back, and puts it into words. */
import type { Inquiry } from './create-inquiry'
import type { ProbeLink } from './probe-link'
import type { Plain } from './question'

type Entry = 'hide' | 'show' | 'tick' | 'due' | 'close' | 'error' | 'global-close'

interface Line {
  readonly entry: Entry
  readonly atMs: number
}

/** A script that runs leaves no gap like this between two ticks. */
const GAP_MS = 1_500
/** What comes so soon after the return came with it. */
const AT_ONCE_MS = 150

export interface Logbook {
  /** Whether the app was away and is back. */
  isBack(): boolean
  /** How long it was away, in ms. */
  awayMs(): number
  account(): {
    readonly answer: Plain
    readonly measured: { readonly [name: string]: number | null }
  }
  stop(): void
}

export function createLogbook(
  inquiry: Inquiry,
  link: ProbeLink,
  { tickMs, dueMs }: { tickMs: number; dueMs: number },
): Logbook {
  const { port } = inquiry
  const lines: Line[] = []
  let isStopped = false
  let globalClose: { code: number | null; reason: string | null } | null = null

  const write = (entry: Entry) => {
    if (!isStopped) lines.push({ entry, atMs: port.nowMs() })
  }
  const startTimer = () => inquiry.after(dueMs, () => write('due'))
  const at = (entry: Entry) => lines.find((line) => line.entry === entry)?.atMs ?? null

  inquiry.watchApp(
    () => {
      write('hide')
      startTimer()
      // The server counts from here.
      void link.send('mark')
    },
    () => write('show'),
  )
  inquiry.watchGlobals((event) => {
    if (event.type !== 'close') return
    write('global-close')
    globalClose = { code: event.code, reason: event.reason }
  })
  // Through the link: a second listener on the task might take the place of the first.
  link.watch(({ event }) => {
    if (event === 'close' || event === 'error') write(event)
  })
  inquiry.every(tickMs, () => write('tick'))

  /** The two lines with the longest time between them. */
  function findGap(): { fromMs: number; index: number; ms: number } {
    let gap = { fromMs: 0, index: 0, ms: 0 }
    lines.forEach((line, index) => {
      const fromMs = lines[index - 1]?.atMs ?? line.atMs
      if (line.atMs - fromMs > gap.ms) gap = { fromMs, index, ms: line.atMs - fromMs }
    })
    return gap
  }
  const gapNow = () => {
    const gap = findGap()
    return gap.ms >= GAP_MS ? gap : null
  }
  const returnedAtMs = () => {
    const gap = gapNow()
    return at('show') ?? (gap === null ? null : gap.fromMs + gap.ms)
  }
  const leftAtMs = () => at('hide') ?? gapNow()?.fromMs ?? null

  return {
    isBack: () => returnedAtMs() !== null,
    awayMs: () => (returnedAtMs() ?? 0) - (leftAtMs() ?? 0),
    stop: () => void (isStopped = true),
    account() {
      const gap = gapNow()
      const hideAtMs = at('hide')
      const showIndex = lines.findIndex(({ entry }) => entry === 'show')
      const returnIndex = gap?.index ?? (showIndex < 0 ? lines.length : showIndex)
      const close = link.events.find(({ event }) => event === 'close')
      const backAtMs = returnedAtMs() ?? 0
      return {
        answer: {
          isHideTold: hideAtMs !== null,
          isShowTold: showIndex >= 0,
          isScriptStopped: gap !== null,
          whileAway: orderOf(lines.slice(0, returnIndex), ['close', 'error', 'global-close']),
          onReturn: orderOf(
            lines.slice(returnIndex),
            gap === null ? ['close', 'error', 'global-close'] : undefined,
          ),
          close: close?.event === 'close' ? { code: close.code, reason: close.reason } : null,
          globalClose,
          timer: describeTimer(at('due'), hideAtMs, gap, dueMs),
          ticksOnReturn: gap === null ? 'none' : countTicks(lines, backAtMs),
        },
        measured: {
          awayMs: backAtMs - (leftAtMs() ?? 0),
          // Some time between the last tick and the one that did not come.
          stoppedAfterMs:
            gap === null || hideAtMs === null ? null : gap.fromMs + tickMs / 2 - hideAtMs,
        },
      }
    },
  }
}

/** The kinds of entries in the order of their first appearance; the two kinds of timers are one. */
function orderOf(
  lines: readonly Line[],
  only: readonly string[] = ['show', 'timers', 'close', 'error', 'global-close'],
): string[] {
  const names = lines.map(({ entry }) => (entry === 'tick' || entry === 'due' ? 'timers' : entry))
  return names.filter((name, index) => only.includes(name) && names.indexOf(name) === index)
}

/** What became of the timer that was due in the background. */
function describeTimer(
  dueAtMs: number | null,
  hideAtMs: number | null,
  gap: { readonly fromMs: number; readonly ms: number } | null,
  dueMs: number,
): string {
  if (hideAtMs === null) return 'not set'
  if (dueAtMs === null) return 'never'
  const wasDueAtMs = hideAtMs + dueMs
  if (gap === null || wasDueAtMs <= gap.fromMs) return 'in time'
  const returnedAtMs = gap.fromMs + gap.ms
  return dueAtMs - returnedAtMs <= AT_ONCE_MS ? 'at the return' : 'later'
}

/** How many ticks came with the return. A second one may be due in that very moment. */
function countTicks(lines: readonly Line[], backAtMs: number): string {
  const isWithReturn = ({ entry, atMs }: Line) =>
    entry === 'tick' && atMs >= backAtMs && atMs - backAtMs <= AT_ONCE_MS
  const ticks = lines.filter(isWithReturn).length
  if (ticks === 0) return 'none'
  return ticks <= 2 ? 'one' : 'many'
}
