/** Turns what a phone answered into a profile that the fake `wx` plays. */
import type { DeviceReport } from '../../miniprogram-demo/miniprogram/packages/report/device-report'
import type { FrozenTimers, HostProfile, HostTexts, ResumeStep } from '../../src/testing'
import { answerOf, closeIn, failureIn, measuredIn, textIn, type Background } from './answers'

/** Measured times are those of a tick or of a network: a host's own time is a round one. */
const ROUND_MS = 500
const STAYS = [
  { id: 'background-3s', seconds: 3 },
  { id: 'background-8s', seconds: 8 },
  { id: 'background-40s', seconds: 40 },
] as const

/** The profile of the host that gave this report. Where it has no answer, `base` speaks. */
export function profileFrom(report: DeviceReport, base: HostProfile): HostProfile {
  return {
    ...base,
    ...callsIn(report, base),
    ...failuresIn(report, base),
    ...closesIn(report, base),
    ...limitsIn(report, base),
    ...backgroundIn(report, base),
    texts: textsIn(report, base.texts),
    name: `${base.name}, as reported`,
  }
}

function callsIn(report: DeviceReport, base: HostProfile) {
  const opening = answerOf(report, 'opening')
  const listener = answerOf(report, 'second-listener')
  const views = answerOf(report, 'views')
  const unheard = answerOf(report, 'unheard')
  const order = answerOf(report, 'promise-order')
  return {
    connectReturns: opening?.returns ?? base.connectReturns,
    callbacks: pick(opening, base.callbacks, ({ isSuccessBeforeReturn }) =>
      isSuccessBeforeReturn ? 'sync' : 'async',
    ),
    secondListener: pick(listener, base.secondListener, ({ message }) =>
      message === 'both' ? 'add' : 'replace',
    ),
    sendsViews: pick(views, base.sendsViews, ({ send }) => send.outcome === 'success'),
    unheardFailure: pick(unheard, base.unheardFailure, ({ whenClosed }) =>
      whenClosed.outcome === 'rejected' ? 'reject' : 'throw',
    ),
    promise: pick(order, base.promise, ({ isPromiseFirst }) =>
      isPromiseFirst ? 'native' : 'macrotask',
    ),
  } as const
}

function failuresIn(report: DeviceReport, base: HostProfile) {
  const refused = answerOf(report, 'refused')
  const unanswered = answerOf(report, 'unanswered')
  const known = base.connectTimeout
  return {
    closeAfterConnectError: pick(refused, base.closeAfterConnectError, ({ events }) =>
      closeIn(events),
    ),
    connectTimeout:
      unanswered === undefined || known === null
        ? known
        : unanswered.isHeeded
          ? {
              ...known,
              perCall: true,
              failure: failureIn(unanswered.events),
              thenClose: closeIn(unanswered.events),
            }
          : { ...known, perCall: false },
  }
}

function closesIn(report: DeviceReport, base: HostProfile) {
  const early = answerOf(report, 'close-while-connecting')
  const codes = answerOf(report, 'close-codes')
  const ends = answerOf(report, 'server-closes')?.ends ?? []
  const closeReasons: { [code: number]: string } = { ...base.closeReasons }
  for (const { how, events } of ends) {
    const close = closeIn(events)
    const isPlain = how.do === 'close' && how.reason === undefined
    if (isPlain && close !== null) closeReasons[close.code] = close.reason
  }
  const cut = closeIn(ends.find(({ how }) => how.do === 'cut')?.events)
  return {
    closeReasons,
    brokenLink: cut ?? base.brokenLink,
    closeWhileConnecting: pick(early, base.closeWhileConnecting, ({ isOpenForServer }) =>
      isOpenForServer ? 'ignored' : 'closed',
    ),
    checksCloseCode: pick(codes, base.checksCloseCode, ({ closes }) =>
      closes.some(({ call }) => call.outcome !== 'success'),
    ),
  } as const
}

function limitsIn(report: DeviceReport, base: HostProfile) {
  const limit = answerOf(report, 'socket-limit')
  const sizes = answerOf(report, 'message-size')
  const failure = failureIn(limit?.refusal ?? undefined)
  const isByError = limit?.refusal?.some(({ event }) => event === 'error') === true
  const tooBig = sizes?.echoes.find(({ came }) => came !== 'the same')
  const fits = sizes?.echoes.filter(({ came }) => came === 'the same').map(({ bytes }) => bytes)
  return {
    maxSockets: pick(limit, base.maxSockets, ({ opened, refusal }) =>
      refusal === null ? Infinity : opened,
    ),
    tooManySockets:
      failure === null
        ? base.tooManySockets
        : ({ report: isByError ? 'error' : 'fail', failure } as const),
    countsClosing: pick(limit, base.countsClosing, ({ slotIsFree }) => slotIsFree !== 'at once'),
    sendLimit:
      sizes === undefined
        ? base.sendLimit
        : tooBig === undefined
          ? null
          : {
              maxBytes: Math.max(0, ...(fits ?? [])),
              failure: 'errMsg' in tooBig.send ? { errMsg: tooBig.send.errMsg } : null,
              close: closeIn(tooBig.ends),
            },
  }
}

function backgroundIn(report: DeviceReport, base: HostProfile) {
  const longest = answerOf(report, 'background-40s')
  if (longest === undefined) return {}
  const stoppedAfterMs = measuredIn(report, 'background-40s', 'stoppedAfterMs')
  return {
    suspendAfterMs: longest.isScriptStopped ? roundOf(stoppedAfterMs, base) : Infinity,
    frozenTimers: longest.isScriptStopped ? timersIn(longest) : base.frozenTimers,
    resumeSteps: stepsIn(longest, base.resumeSteps),
    connectWhileHidden: longest.isScriptStopped ? base.connectWhileHidden : null,
    backgroundCut: cutIn(report, longest),
  }
}

const roundOf = (ms: number | null, base: HostProfile): number =>
  ms === null ? base.suspendAfterMs : Math.round(ms / ROUND_MS) * ROUND_MS

function timersIn({ timer, ticksOnReturn }: Background): FrozenTimers {
  if (timer === 'never') return 'dropped'
  if (timer === 'later') return 'paused'
  return ticksOnReturn === 'many' ? 'replay' : 'late'
}

/** The order in which the host came back; what it did not show stays where it was. */
function stepsIn(
  { onReturn, isScriptStopped }: Background,
  known: readonly ResumeStep[],
): readonly ResumeStep[] {
  if (!isScriptStopped) return known
  const seen = onReturn.map((name): ResumeStep =>
    name === 'show' || name === 'timers' ? name : 'events',
  )
  const steps = [...seen, ...known]
  return steps.filter((step, index) => steps.indexOf(step) === index)
}

function cutIn(report: DeviceReport, longest: Background): HostProfile['backgroundCut'] {
  if (longest.linkAfter === 'echoes') return null
  const isTold = longest.close !== null
  const close = longest.close ?? longest.globalClose ?? { code: 1006, reason: '' }
  const by = isTold ? 'task' : longest.globalClose === null ? 'none' : 'global'
  return { afterMs: cutAfterMsIn(report), report: by, close }
}

/** As the server saw it; where it did not, the longest stay that the link survived. */
function cutAfterMsIn(report: DeviceReport): number {
  const seenMs = measuredIn(report, 'background-40s', 'serverSawEndAfterMs')
  if (seenMs !== null) return Math.round(seenMs / ROUND_MS) * ROUND_MS
  const survived = STAYS.filter(({ id }) => answerOf(report, id)?.linkAfter === 'echoes')
  return Math.max(0, ...survived.map(({ seconds }) => seconds * 1_000)) + ROUND_MS
}

function textsIn(report: DeviceReport, known: HostTexts): HostTexts {
  const notOpen = answerOf(report, 'not-open')
  const views = answerOf(report, 'views')
  const badCode = answerOf(report, 'close-codes')?.closes.find(({ call }) => 'errMsg' in call)
  const failure = (id: 'refused' | 'bad-status' | 'unknown-host') =>
    failureIn(answerOf(report, id)?.events)?.errMsg
  return {
    sendNotOpen: textIn(notOpen?.sendAfterClose, known.sendNotOpen),
    sendNoView: textIn(views?.send, known.sendNoView),
    closeNotOpen: textIn(notOpen?.closeAfterClose, known.closeNotOpen),
    closeBadCode: textIn(badCode?.call, known.closeBadCode),
    refused: failure('refused') ?? known.refused,
    badStatus: failure('bad-status') ?? known.badStatus,
    unreachable: failure('unknown-host') ?? known.unreachable,
  }
}

/** What an answer means for a profile, or what is known without it. */
function pick<Answer, Value>(
  answer: Answer | undefined,
  otherwise: Value,
  meaningOf: (answer: Answer) => Value,
): Value {
  return answer === undefined ? otherwise : meaningOf(answer)
}
