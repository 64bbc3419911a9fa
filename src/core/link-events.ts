/** What the link in use tells, and what its timer finds (rules C2, H1–H9, R10, S2). */
import { declareEnd, endByApp, readEnd } from './close'
import { redact } from './errors'
import { beat, probe } from './heartbeat'
import { attempt, endLink, go } from './outage'
import type { Draft, LinkHandlers, Open, Turn } from './states'

/** How long an error waits for its close (R10), and an unexplained cut for its socket (H9). */
export const GRACE_MS = 200
/** A failed send is tried again after this long where nothing can be asked (S2). */
const RESUME_MS = 1000

/** How each event of a link changes the draft. */
export const LINK_EVENTS: LinkHandlers = {
  'url-answered'(_, { effects }, { target }) {
    effects.push(['open-link', target])
  },

  'url-failed'(draft, at, { error }) {
    endLink(draft, at, { ...declareEnd('url-failed'), error })
  },

  'link-requested'({ phase }) {
    if (phase.tag === 'connecting') phase.stage = 'asked'
  },

  'link-opened'(draft, { nowMs, effects }, { url, header, profile }) {
    if (draft.phase.tag !== 'connecting') return
    draft.phase = {
      tag: 'open',
      sinceMs: nowMs,
      flow: 'announcing',
      resumeAtMs: Infinity,
      ping: null,
      believedAtMs: nowMs,
      failing: null,
      cut: null,
    }
    draft.links += 1
    const { attempt: attempts, links } = draft
    effects.push(
      ['begin-pulse', null],
      ['state', { from: 'connecting', to: 'open', reason: 'opened' }],
      ['open', { url: redact(url), attempt: attempts, isReconnect: links > 1, header, profile }],
      ['announced', null],
    )
  },

  'link-errored'(draft, at, { failure }) {
    const { phase } = draft
    if (phase.tag === 'closing') closed(draft, at, false)
    else if (phase.tag !== 'open') endLink(draft, at, readEnd(false, failure))
    else if (!phase.failing) phase.failing = { failure, dueAtMs: at.nowMs + GRACE_MS }
  },

  'link-closed'(draft, at, close) {
    const { phase } = draft
    if (phase.tag === 'closing') closed(draft, at, true)
    else {
      const failure = phase.tag === 'open' && phase.failing ? phase.failing.failure : null
      endLink(draft, at, readEnd(phase.tag === 'open', failure, close))
    }
  },

  // The `open` listeners ran (S6).
  announced({ phase }, { effects }) {
    if (phase.tag === 'open' && phase.flow === 'announcing') flow(phase, effects)
  },

  // The link proved to be alive: any frame answers the ping (H1), and the queue goes on (S2).
  heard({ phase }, { effects }) {
    if (phase.tag !== 'open') return
    phase.ping = null
    if (phase.flow === 'held') flow(phase, effects)
  },

  'send-failed'(draft, at) {
    const { phase } = draft
    if (phase.tag === 'open' && phase.flow !== 'held') {
      phase.flow = 'held'
      if (!at.rules.canAsk) phase.resumeAtMs = at.nowMs + RESUME_MS
    }
    probe(draft, at)
  },

  // The app's callback gave no ping: nothing was asked, so silence proves nothing, and the queue goes on (E8).
  'ping-skipped'({ phase }, { nowMs }) {
    if (phase.tag !== 'open') return
    phase.ping = null
    phase.believedAtMs = nowMs
    if (phase.flow === 'held') phase.resumeAtMs = nowMs + RESUME_MS
  },
}

/** Lets messages go out. */
function flow(open: Open, effects: Turn['effects']): void {
  open.flow = 'flowing'
  open.resumeAtMs = Infinity
  effects.push(['flush-queue', null])
}

/** The end that the app asked for. */
function closed(draft: Draft, at: Turn, wasClean: boolean): void {
  const { phase } = draft
  if (phase.tag !== 'closing') return
  go(draft, at, { tag: 'closed' }, 'close', endByApp(phase.code, phase.reason, wasClean))
}

/** The one timer fired, and something is due. */
export function timerFired(draft: Draft, at: Turn, isLate: boolean): void {
  const { phase } = draft
  switch (phase.tag) {
    case 'connecting':
      if (phase.stage === 'due') attempt(draft, at, 'reconnect')
      else if (draft.hiddenAtMs !== null) endLink(draft, at, declareEnd('interrupted'))
      else {
        const isAsking = phase.stage === 'begun'
        endLink(
          draft,
          at,
          declareEnd('connect-timeout', isAsking ? 'the url function is silent' : ''),
        )
      }
      break
    case 'open':
      linkTimer(draft, at, phase, isLate)
      break
    case 'waiting':
      attempt(draft, at, 'retry')
      break
    case 'closing':
      closed(draft, at, false)
      break
    default:
      attempt(draft, at, 'offline-check')
  }
}

function linkTimer(draft: Draft, at: Turn, open: Open, isLate: boolean): void {
  const { failing, cut, resumeAtMs } = open
  const { nowMs } = at
  if (failing && nowMs >= failing.dueAtMs) endLink(draft, at, readEnd(true, failing.failure))
  else if (draft.hiddenAtMs !== null) endLink(draft, at, declareEnd('interrupted'))
  else if (cut && nowMs >= cut.dueAtMs) {
    open.cut = null
    if (cut.reported === at.cutsReported) endLink(draft, at, declareEnd('interrupted', ''))
  } else if (nowMs >= resumeAtMs) {
    if (isLate) open.believedAtMs = nowMs
    flow(open, at.effects)
  } else beat(draft, open, isLate, at)
}
