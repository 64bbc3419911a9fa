/** The answers of a report as the questions give them. A report comes from outside: what does not fit is no answer. */
import type { DeviceReport } from '../../miniprogram-demo/miniprogram/packages/report/device-report'
import type { CallOutcome } from '../../miniprogram-demo/miniprogram/packages/report/inquiry/probe-link'
import type { Failure, SocketClose } from '../../src/testing'

export type Story = readonly {
  readonly event: string
  readonly errMsg?: string
  readonly errno?: number
  readonly errCode?: number
  readonly code?: number | null
  readonly reason?: string | null
}[]

export interface Background {
  readonly isScriptStopped: boolean
  readonly onReturn: readonly string[]
  readonly close: SocketClose | null
  readonly globalClose: SocketClose | null
  readonly timer: string
  readonly ticksOnReturn: string
  readonly linkAfter: string
}

/** What each question answers, as far as a profile is made of it. */
export interface Answers {
  opening: { returns: 'task' | 'promise' | 'nothing'; isSuccessBeforeReturn: boolean }
  refused: { events: Story }
  'bad-status': { events: Story }
  'unknown-host': { events: Story }
  unanswered: { isHeeded: boolean; events: Story }
  'second-listener': { open: string; message: string; close: string }
  'close-while-connecting': { close: CallOutcome; events: Story; isOpenForServer: boolean }
  'close-codes': { closes: readonly { code: number | null; call: CallOutcome }[] }
  'server-closes': {
    ends: readonly { how: { do: string; code?: number; reason?: string }; events: Story }[]
  }
  'message-size': {
    echoes: readonly { bytes: number; send: CallOutcome; came: string; ends: Story }[]
  }
  views: { send: CallOutcome; arrived: readonly { kind: string; bytes: number }[] }
  'not-open': { sendAfterClose: CallOutcome; closeAfterClose: CallOutcome }
  unheard: { whenClosed: { outcome: string } }
  'socket-limit': { opened: number; refusal: Story | null; slotIsFree: string }
  'promise-order': { isPromiseFirst: boolean }
  'background-3s': Background
  'background-8s': Background
  'lock-10s': Background
  'background-40s': Background
}

/** The answer to a question, or `undefined` when there is none. */
export function answerOf<Id extends keyof Answers>(
  { answers }: DeviceReport,
  id: Id,
): Answers[Id] | undefined {
  const outcome = answers[id]
  return outcome?.status === 'answered' ? (outcome.answer as unknown as Answers[Id]) : undefined
}

/** A time that a question measured, or `null`. */
export function measuredIn({ answers }: DeviceReport, id: keyof Answers, name: string) {
  const outcome = answers[id]
  return outcome?.status === 'answered' ? (outcome.measured?.[name] ?? null) : null
}

/** The first failure in a story: what `fail` or `onError` was called with. */
export function failureIn(story: Story | undefined): Failure | null {
  const found = story?.find(({ event }) => event === 'fail' || event === 'error')
  if (found?.errMsg === undefined) return null
  const { errMsg, errno, errCode } = found
  return {
    errMsg,
    ...(errno === undefined ? {} : { errno }),
    ...(errCode === undefined ? {} : { errCode }),
  }
}

/** How a story says that the link ended, or `null`. */
export function closeIn(story: Story | undefined): SocketClose | null {
  const found = story?.find(({ event }) => event === 'close')
  return found === undefined ? null : { code: found.code ?? 1005, reason: found.reason ?? '' }
}

/** The host's words in a call that failed, or those that are known otherwise. */
export const textIn = (outcome: CallOutcome | undefined, otherwise: string): string =>
  outcome !== undefined && 'errMsg' in outcome ? outcome.errMsg : otherwise
