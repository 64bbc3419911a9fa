/** What time brings in each state (rules C2, H1–H5, H9, L1, L5, R10, S2); the one timer is armed for the earliest. */
import { declareEnd, readEnd } from './close'
import { attempt, canAsk, closed, endLink, flow } from './outage'
import type { Draft, Open, Turn } from './states'

/** `background: 'close'` cuts the link this long after hide (L1). */
export const BACKGROUND_CUT_MS = 3000
/** How long an error waits for its close (R10), and an unexplained cut for its socket (H9). */
export const GRACE_MS = 200

/** Something that is due; `isLate`: the timer was frozen with the app, so that silence proves nothing (H5). */
interface Task {
  readonly atMs: number
  readonly run: (isLate: boolean) => void
}

/** The next thing that time brings. */
export function nextTask(draft: Draft, at: Turn): Task {
  const { phase, hiddenAtMs } = draft
  const isHidden = hiddenAtMs !== null
  const isToBeCut = isHidden && at.rules.background === 'close'
  const cut: Task = {
    atMs: isToBeCut ? hiddenAtMs + BACKGROUND_CUT_MS : Infinity,
    run: () => endLink(draft, at, declareEnd('interrupted')),
  }
  switch (phase.tag) {
    case 'open':
      return linkTasks(draft, at, phase, cut, isHidden).reduce((next, task) =>
        task.atMs < next.atMs ? task : next,
      )
    case 'connecting':
      if (isHidden) return cut
      return {
        atMs: phase.dueAtMs,
        run() {
          if (phase.stage === 'due') attempt(draft, at, 'reconnect')
          else endLink(draft, at, declareEnd('connect-timeout', ''))
        },
      }
    case 'suspended':
      return {
        atMs: isHidden ? Infinity : phase.dueAtMs,
        run: () => attempt(draft, at, 'offline-check'),
      }
    case 'waiting':
      return { atMs: phase.dueAtMs, run: () => attempt(draft, at, 'retry') }
    case 'closing':
      return { atMs: phase.dueAtMs, run: () => closed(draft, at, false) }
    default:
      return { ...cut, atMs: Infinity }
  }
}

function linkTasks(
  draft: Draft,
  at: Turn,
  open: Open,
  backgroundCut: Task,
  isHidden: boolean,
): readonly Task[] {
  const { failing, cut, resumeAtMs } = open
  const { nowMs, cutsReported } = at
  if (failing) {
    const run = (isLate: boolean): void => {
      // After a freeze the close may still be on its way.
      if (isLate) open.failing = { ...failing, dueAtMs: nowMs + GRACE_MS }
      else endLink(draft, at, readEnd(true, failing.failure))
    }
    return [{ atMs: failing.dueAtMs, run }, backgroundCut]
  }
  if (isHidden) return [backgroundCut]
  return [
    {
      atMs: cut ? cut.dueAtMs : Infinity,
      run() {
        open.cut = null
        if (cut && cut.reported === cutsReported) {
          endLink(draft, at, declareEnd('interrupted', ''))
        }
      },
    },
    {
      atMs: resumeAtMs || Infinity,
      run(isLate) {
        if (isLate) open.believedAtMs = nowMs
        flow(open, at)
      },
    },
    {
      atMs: beatDueAtMs(open, at),
      run(isLate) {
        const isAsking = canAsk(at)
        if (isLate && !isAsking) open.believedAtMs = nowMs
        else if (isLate || (isAsking && !open.ping)) ask(draft, at, isLate)
        else endLink(draft, at, declareEnd('heartbeat-timeout', 'the peer is silent'))
      },
    },
  ]
}

/** When the heartbeat wants to look again. */
function beatDueAtMs({ ping, believedAtMs }: Open, at: Turn): number {
  const { heardAtMs, saidAtMs } = at.pulse
  const { intervalMs, outboundMs, timeoutMs } = at.rules.heartbeat
  if (ping) return ping.dueAtMs
  const silentAtMs = Math.max(heardAtMs, believedAtMs) + intervalMs
  return canAsk(at)
    ? Math.min(silentAtMs, Math.max(saidAtMs, believedAtMs) + outboundMs)
    : silentAtMs + timeoutMs
}

/** Sends a ping; a probe is due sooner, and while one is out no other follows. */
function ask({ phase }: Draft, { rules, nowMs, effects }: Turn, isProbe: boolean): void {
  if (phase.tag !== 'open') return
  const { probeTimeoutMs, timeoutMs } = rules.heartbeat
  phase.ping = { dueAtMs: nowMs + (isProbe ? probeTimeoutMs : timeoutMs), isProbe }
  effects.push(['send-ping', null])
}

/** Asks whether the link is alive, where something can be asked. */
export function probe(draft: Draft, at: Turn): void {
  const { phase, hiddenAtMs } = draft
  if (phase.tag !== 'open' || phase.failing || hiddenAtMs !== null || !canAsk(at)) return
  if (!phase.ping || !phase.ping.isProbe) ask(draft, at, true)
}
