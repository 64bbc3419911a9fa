/** Where a socket goes when a link ends or is wanted, and what it does on arrival (rules R1–R8, L2, L5). */
import { type Ending, endByApp } from './close'
import { SocketError } from './errors'
import type { Circumstances, Draft, MachineState, Open, Phase, Turn } from './states'

/** Offline is not believed for longer than this (L5). */
const OFFLINE_RECHECK_MS = 30_000
/** An end reported this soon after show is a background cut that was reported late (L2). */
const AFTER_SHOW_MS = 3000
/** After so many silent deaths in a row the app is told what counts as a reply (H8). */
const MUTE_DEATHS = 2

/** Goes to a phase. Where a link ends on the way, its native socket ends by itself and its epoch is over. */
export function go(
  draft: Draft,
  at: Turn,
  phase: Phase,
  reason: string,
  ending?: Ending | null,
): void {
  const { retry } = draft
  const { effects, rules } = at
  const from = draft.phase.tag
  const to = phase.tag
  draft.phase = phase
  if (ending) {
    draft.epoch += 1
    effects.push(['close-link', { code: 1000, reason: ending.end.cause }])
    if (ending.error) effects.push(['error', ending.error])
  }
  if (from !== to) effects.push(['state', { from, to, reason }])
  if (ending) {
    const close = { ...ending.end, willReconnect: to !== 'closed' && to !== 'gave-up' }
    draft.lastClose = close
    effects.push(['close', close])
    if (phase.tag === 'waiting') {
      const { limit } = rules.reconnect
      effects.push(['retry', { retry: retry + 1, limit, delayMs: phase.delayMs, close }])
    }
    if (to === 'gave-up') effects.push(['giveup', { retries: retry, close }])
  }
  if (to === 'closed') effects.push(['empty-queue', null], ['unwatch-host', null])
}

/** There is a ping to send; without one we only listen. */
export const canAsk = ({ rules }: Circumstances): boolean => rules.heartbeat.message !== null

/** The end that the app asked for. */
export function closed(draft: Draft, at: Turn, wasClean: boolean): void {
  const { phase } = draft
  if (phase.tag !== 'closing') return
  go(draft, at, { tag: 'closed' }, 'close', endByApp(phase.code, phase.reason, wasClean))
}

/** Lets messages go out. */
export function flow(open: Open, { effects }: Turn): void {
  if (!open.resumeAtMs) return
  open.resumeAtMs = 0
  effects.push(['flush-queue', null])
}

/** Waits for the foreground or for the network. */
export function suspend(draft: Draft, at: Turn, reason: string, ending?: Ending | null): void {
  const dueAtMs = at.nowMs + OFFLINE_RECHECK_MS
  go(draft, at, { tag: 'suspended', dueAtMs }, reason, ending)
}

/** Begins an attempt, or waits for the foreground. `due`: on a 0 ms timer, so that calls in a row make one (R7). */
export function attempt(
  draft: Draft,
  at: Turn,
  reason: string,
  ending?: Ending | null,
  stage: 'due' | 'begun' = 'begun',
): void {
  const { nowMs, rules } = at
  if (draft.hiddenAtMs !== null) return suspend(draft, at, reason, ending)
  const isRetry = reason === 'retry'
  const dueAtMs = stage === 'due' ? nowMs : nowMs + rules.connectTimeoutMs
  if (isRetry) draft.retry += 1
  go(draft, at, { tag: 'connecting', stage, dueAtMs, isRetry, wasHidden: false }, reason, ending)
  if (stage === 'due') return
  draft.epoch += 1
  draft.attempt += 1
  at.effects.push(['ask-url', isRetry])
}

/** The link ended, and not by the app: the options say what comes next; `isReplaced`: another at once, at no cost. */
export function endLink(draft: Draft, at: Turn, ending: Ending, isReplaced = false): void {
  const { nowMs, pulse } = at
  const { limit, delayMs, isFinal } = at.rules.reconnect
  const { cause } = ending.end
  const close = { ...ending.end, willReconnect: true }
  const isMute = cause === 'heartbeat-timeout' && !pulse.wasEverAnswered && canAsk(at)
  const isOwed = isOwedAtOnce(draft, at, cause)
  const retry = (draft.retry = retriesSpent(draft, at))
  if (cause === 'domain-not-allowed' || isFinal(close)) {
    go(draft, at, { tag: 'closed' }, cause, ending)
  } else if (isReplaced) attempt(draft, at, 'shown', ending)
  else if (retry >= limit) go(draft, at, { tag: 'gave-up' }, cause, ending)
  else if (draft.hiddenAtMs !== null || !draft.isOnline) suspend(draft, at, cause, ending)
  else {
    const waitMs = isOwed && retry === 0 ? 0 : delayMs(retry + 1, close)
    go(draft, at, { tag: 'waiting', dueAtMs: nowMs + waitMs, delayMs: waitMs }, cause, ending)
  }
  countMuteDeath(draft, at, isMute)
}

/** A stable link starts the count again (R3); an attempt that was hidden gives its retry back (R4). */
function retriesSpent({ phase, retry }: MachineState, at: Circumstances): number {
  if (isStable(phase, at)) return 0
  return phase.tag === 'connecting' && phase.isRetry && phase.wasHidden ? retry - 1 : retry
}

/** Whether a link has been open long enough to forget the retries before it. */
export function isStable(
  phase: Readonly<Phase>,
  { rules, nowMs }: Pick<Circumstances, 'rules' | 'nowMs'>,
): boolean {
  return phase.tag === 'open' && nowMs - phase.sinceMs >= rules.reconnect.stableAfterMs
}

/** Whether the link is replaced without a delay (L2). */
function isOwedAtOnce(
  { phase, shownAtMs }: Draft,
  { nowMs }: Circumstances,
  cause: string,
): boolean {
  const isProbed = phase.tag === 'open' && !!phase.ping && phase.ping.isProbe
  if (cause === 'heartbeat-timeout' && isProbed) return true
  // Only a link: the first attempt of an app that is just being launched is shown too.
  return cause === 'interrupted' || (phase.tag === 'open' && nowMs - shownAtMs <= AFTER_SHOW_MS)
}

/** Silence that was never broken by a reply is a mistake somebody must be told about, once (H8). */
function countMuteDeath(draft: Draft, { effects }: Turn, isMute: boolean): void {
  if (draft.muteDeaths >= MUTE_DEATHS) return
  draft.muteDeaths = isMute ? draft.muteDeaths + 1 : 0
  if (draft.muteDeaths < MUTE_DEATHS) return
  const text =
    "no ping was ever answered; a reply is 'pong' or the ping echoed: let the server answer, or set " +
    'heartbeat.isReply, heartbeat.message: null or heartbeat: false'
  effects.push(['error', new SocketError('E_HEARTBEAT_UNANSWERED', text)])
}
