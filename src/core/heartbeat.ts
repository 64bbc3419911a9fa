/** When to ping and when to call a link dead (rules H1–H5, H9): pure, from the time of the last frame. */
import { declareEnd } from './close'
import { endLink } from './outage'
import type { Circumstances, Draft, Open, Turn } from './states'

/** When the heartbeat wants to look again, `Infinity` for never. */
export function beatDueAtMs(
  open: Open,
  { rules, pulse }: Pick<Circumstances, 'rules' | 'pulse'>,
): number {
  const { heartbeat } = rules
  const { ping, believedAtMs } = open
  if (!heartbeat) return Infinity
  if (ping) return ping.dueAtMs
  const { intervalMs, outboundMs, timeoutMs } = heartbeat
  const silentAtMs = Math.max(pulse.heardAtMs, believedAtMs) + intervalMs
  if (!rules.canAsk) return silentAtMs + timeoutMs
  return Math.min(silentAtMs, Math.max(pulse.saidAtMs, believedAtMs) + outboundMs)
}

/** Sends a ping; a probe is due sooner, and while one is out no other follows. */
export function ask(draft: Draft, { rules, nowMs, effects }: Turn, isProbe: boolean): void {
  const { phase } = draft
  const { heartbeat } = rules
  if (phase.tag !== 'open' || !heartbeat) return
  const dueAtMs = nowMs + (isProbe ? heartbeat.probeTimeoutMs : heartbeat.timeoutMs)
  phase.ping = { dueAtMs, isProbe }
  effects.push(['send-ping', null])
}

/** Asks whether the link is alive, where something can be asked. */
export function probe(draft: Draft, at: Turn): void {
  const { phase, hiddenAtMs } = draft
  if (phase.tag !== 'open' || phase.failing || hiddenAtMs !== null || !at.rules.canAsk) return
  if (!phase.ping || !phase.ping.isProbe) ask(draft, at, true)
}

/** The heartbeat is due; after a freeze silence proves nothing, so that a late timer asks first (H5). */
export function beat(draft: Draft, open: Open, isLate: boolean, at: Turn): void {
  if (at.nowMs < beatDueAtMs(open, at)) return
  const isAsking = at.rules.canAsk
  if (isLate && !isAsking) open.believedAtMs = at.nowMs
  else if (!isLate && (!isAsking || open.ping)) {
    endLink(draft, at, declareEnd('heartbeat-timeout', ''))
  } else ask(draft, at, isLate)
}
