/**
 * Decides: `(state, event) → { state, effects }`, pure. docs/states.md is its table. The app's calls and the host's
 * events are here, the link's in link-events.ts, where a socket goes and what it does there in outage.ts.
 */
import { type Ending, declareEnd, endByApp, readEnd } from './close'
import { BACKGROUND_CUT_MS, GRACE_MS, nextTask, probe } from './agenda'
import { LINK_EVENTS } from './link-events'
import { attempt, canAsk, endLink, go, suspend } from './outage'
import type {
  Circumstances,
  Draft,
  Effect,
  Handlers,
  MachineEvent,
  MachineState,
  Turn,
} from './states'

/** An attempt that was hidden this long is not believed; nor is a link that cannot be asked (R4, H9). */
const HIDDEN_TOO_LONG_MS = 5000

/** Moves the machine. An event of an old epoch must not get here. */
export function transition(
  state: MachineState,
  event: MachineEvent,
  at: Circumstances,
): { readonly state: MachineState; readonly effects: readonly Effect[] } {
  const draft: Draft = { ...state, phase: { ...state.phase } }
  const turn: Turn = { ...at, effects: [] }
  const handle = HANDLERS[event.type] as (draft: Draft, at: Turn, event: MachineEvent) => void
  handle(draft, turn, event)
  return { state: draft, effects: turn.effects }
}

/** When the one timer is due; `Infinity` for no timer at all. */
export const dueAtMs = (state: MachineState, at: Circumstances): number =>
  nextTask(state, { ...at, effects: [] }).atMs

const HANDLERS: Handlers = {
  ...LINK_EVENTS,

  'connect-called'(draft, at) {
    const { tag } = draft.phase
    if (tag !== 'connecting' && tag !== 'open' && tag !== 'waiting') {
      draft.muteDeaths = 0
      draft.links = 0
      attempt(draft, at, 'connect', renew(draft, at))
    }
  },

  'reconnect-called'(draft, at) {
    const { phase } = draft
    if (phase.tag !== 'connecting' || phase.stage !== 'due') {
      attempt(draft, at, 'reconnect', renew(draft, at), 'due')
    }
  },

  'close-called'(draft, at, { code, reason }) {
    const { phase } = draft
    const { tag } = phase
    if (tag === 'closing' || tag === 'closed') return
    if (tag === 'idle') at.effects.push(['empty-queue', null])
    else if (tag === 'open' || (tag === 'connecting' && phase.stage === 'asked')) {
      at.effects.push(['close-link', { code, reason }])
      pushUnreported(draft, at)
      const dueMs = at.nowMs + at.rules.closeTimeoutMs
      go(draft, at, { tag: 'closing', dueAtMs: dueMs, code, reason }, 'close')
      at.effects.push(['empty-queue', null])
    } else go(draft, at, { tag: 'closed' }, 'close', endByApp(code, reason))
  },

  'probe-called': probe,

  'timer-fired'(draft, at, { isLate }) {
    const { atMs, run } = nextTask(draft, at)
    if (at.nowMs >= atMs) run(isLate)
  },

  hidden(draft, at) {
    const { phase } = draft
    if (draft.hiddenAtMs !== null) return
    draft.hiddenAtMs = at.nowMs
    if (phase.tag === 'open') phase.ping = null
    else if (phase.tag === 'waiting') suspend(draft, at, 'hidden')
    else if (phase.tag === 'connecting') {
      phase.wasHidden = true
      if (phase.stage === 'due') suspend(draft, at, 'hidden')
    }
  },

  shown(draft, at) {
    const { phase, hiddenAtMs } = draft
    const { rules, nowMs } = at
    const hiddenMs = hiddenAtMs === null ? 0 : nowMs - hiddenAtMs
    const isCut = rules.background === 'close' && hiddenMs >= BACKGROUND_CUT_MS
    const isDoubtful = isCut || hiddenMs >= HIDDEN_TOO_LONG_MS
    draft.hiddenAtMs = null
    draft.shownAtMs = nowMs
    if (phase.tag === 'connecting') {
      const isOld = nowMs > phase.dueAtMs
      if (phase.stage === 'due' || !(isDoubtful || isOld)) return
      // An attempt that slept through the background is begun again, at no cost (R4).
      endLink(draft, at, declareEnd(isDoubtful ? 'interrupted' : 'connect-timeout', ''), true)
    } else if (phase.tag !== 'open') revive(draft, at, 'shown')
    else if (isCut) endLink(draft, at, declareEnd('interrupted'))
    else if (canAsk(at)) probe(draft, at)
    else if (isDoubtful) endLink(draft, at, declareEnd('interrupted', ''))
    else phase.believedAtMs = nowMs
  },

  'network-changed'(draft, at, { isOnline }) {
    draft.isOnline = isOnline
    if (draft.phase.tag === 'waiting' && !isOnline) suspend(draft, at, 'offline')
    else if (isOnline) revive(draft, at, 'online')
    probe(draft, at)
  },

  // The host cut something and did not say which (R11, H9).
  'cut-reported'(draft, at, { isInterrupted }) {
    const { phase } = draft
    probe(draft, at)
    if (phase.tag !== 'open' || canAsk(at) || !isInterrupted || phase.cut) return
    phase.cut = { dueAtMs: at.nowMs + GRACE_MS, reported: at.cutsReported }
  },
}

/** A fresh round; returns the end of the link that it ends, if there is one. */
function renew(draft: Draft, at: Turn): Ending | null {
  const { phase } = draft
  draft.retry = 0
  draft.attempt = 0
  if (phase.tag === 'idle' || phase.tag === 'closed') {
    // Nothing was watched: the app is taken to be visible and online (L5, L6).
    draft.hiddenAtMs = null
    draft.isOnline = true
    draft.links = 0
    at.effects.push(['watch-host', null])
  }
  if (phase.tag === 'closing') return endByApp(phase.code, phase.reason)
  const isLinked = phase.tag === 'open' || (phase.tag === 'connecting' && phase.stage !== 'due')
  pushUnreported(draft, at)
  return isLinked ? endByApp() : null
}

/** What the platform reported of a link that the app ends before its close came (E2, R10). */
function pushUnreported({ phase }: Draft, { effects }: Turn): void {
  const { error } =
    phase.tag === 'open' && phase.failing ? readEnd(true, phase.failing.failure) : {}
  if (error) effects.push(['error', error])
}

/** The app or the network came back: whatever waits begins at once (R5, L2, L4), unless it is hidden. */
function revive(draft: Draft, at: Turn, reason: string): void {
  const { tag } = draft.phase
  if (draft.hiddenAtMs !== null) return
  if (tag === 'gave-up') {
    draft.retry = 0
    draft.attempt = 0
  } else if (tag !== 'waiting' && tag !== 'suspended') return
  attempt(draft, at, reason)
}
