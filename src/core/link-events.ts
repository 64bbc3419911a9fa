/** What the link in use tells (rules C2, R10, S2). */
import { GRACE_MS, probe } from './agenda'
import { declareEnd, readEnd } from './close'
import { redact } from './errors'
import { canAsk, closed, endLink, flow } from './outage'
import type { LinkHandlers } from './states'

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
      resumeAtMs: 0,
      ping: null,
      believedAtMs: nowMs,
      failing: null,
      cut: null,
    }
    draft.links += 1
    const isReconnect = draft.links > 1
    effects.push(
      ['state', { from: 'connecting', to: 'open', reason: 'opened' }],
      ['open', { url: redact(url), attempt: draft.attempt, isReconnect, header, profile }],
      ['flush-queue', null],
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
    const failing = phase.tag === 'open' && phase.failing
    if (phase.tag === 'closing') closed(draft, at, true)
    else endLink(draft, at, readEnd(phase.tag === 'open', failing ? failing.failure : null, close))
  },

  // The link proved to be alive: any frame answers the ping (H1), and the queue goes on (S2).
  heard({ phase }, at) {
    if (phase.tag !== 'open') return
    phase.ping = null
    flow(phase, at)
  },

  'send-failed'(draft, at) {
    const { phase } = draft
    if (phase.tag === 'open' && !phase.resumeAtMs) {
      phase.resumeAtMs = canAsk(at) ? Infinity : at.nowMs + RESUME_MS
    }
    probe(draft, at)
  },

  // The app's callback gave no ping: nothing was asked, so silence proves nothing, and the queue goes on (E8).
  'ping-skipped'({ phase }, { nowMs }) {
    if (phase.tag !== 'open') return
    phase.ping = null
    phase.believedAtMs = nowMs
    if (phase.resumeAtMs) phase.resumeAtMs = nowMs + RESUME_MS
  },
}
