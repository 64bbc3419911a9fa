/** The steps that promises are made of. */
import type { CloseInfo } from 'miniprogram-socket'
import type { Sign, Step } from './trial'

/** How long nothing has to happen to be believed. */
const QUIET_MS = 3_000

const isClose = (sign: Sign, isRight: (close: CloseInfo) => boolean): boolean =>
  sign.type === 'close' && isRight(sign.close)

/** A link ends in a certain way. */
export const closes = (text: string, isRight: (close: CloseInfo) => boolean): Step => ({
  text,
  isSeenIn: (sign) => isClose(sign, isRight),
})

/** A link ends for a reason, and the socket goes on. */
export const closesBy = (cause: CloseInfo['cause'], text: string): Step =>
  closes(text, (close) => close.cause === cause && close.willReconnect)

export const retries = (retry: number, limit: number): Step => ({
  text: `Retry ${retry}/${limit} is due`,
  isSeenIn: (sign) => sign.type === 'retry' && sign.retry === retry,
})

export const opens = (text: string): Step => ({ text, isSeenIn: ({ type }) => type === 'open' })

export const staysAway: Step = {
  text: 'Stays away: no retry',
  isSeenIn: (sign) => sign.type === 'retry' || (sign.type === 'state' && sign.to === 'connecting'),
  quietMs: QUIET_MS,
}

export const answers = (text: string): Step => ({
  text,
  isSeenIn: ({ type }) => type === 'answer',
})

/** A round trip of a certain length. */
export const rtt = (text: string, isRight: (rttMs: number) => boolean): Step => ({
  text,
  isSeenIn: (sign) => sign.type === 'rtt' && isRight(sign.rttMs),
})

export const gap = (text: string): Step => ({ text, isSeenIn: ({ type }) => type === 'gap' })

export const refuses = (text: string): Step => ({
  text,
  isSeenIn: ({ type }) => type === 'refused',
})

/** The lines of a burst: one step for the first, one for the last, which counts only after all others in order. */
export function burstOf(count: number): Step[] {
  let next = 1
  const isLine = (sign: Sign, line: number) =>
    sign.type === 'notice' && sign.text === `burst ${line}/${count}`
  return [
    {
      text: `The first of ${count} lines`,
      isSeenIn: (sign) => isLine(sign, 1),
    },
    {
      text: 'The last one: none missing, none twice, in order',
      isSeenIn(sign) {
        if (sign.type === 'notice') next = isLine(sign, next + 1) ? next + 1 : NaN
        return next === count
      },
    },
  ]
}
