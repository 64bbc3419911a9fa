/** The timeline in words, for those who do not see it. */
import type { RecordedEvent, SocketRecord } from '../../utils/socket-record'

/** Says what happened in the last minutes: how long each state lasted, retries, closes, round trips. */
export function summarize(record: SocketRecord, nowMs: number, windowMs: number): string {
  const sinceMs = nowMs - windowMs
  const seen = record.events.filter(({ atMs }) => atMs >= sinceMs)
  return [
    `The last ${count(windowMs / 60_000, 'minute', 'minutes')}: ${statesIn(record, nowMs, sinceMs)}`,
    closesIn(seen),
    count(seen.filter(({ type }) => type === 'retry').length, 'retry', 'retries'),
    rttsIn(seen),
  ].join('. ')
}

function statesIn({ events, before }: SocketRecord, nowMs: number, sinceMs: number): string {
  const lasted = new Map<string, number>()
  let { state, sinceMs: fromMs } = before
  const note = (untilMs: number) => {
    const ms = untilMs - Math.max(fromMs, sinceMs)
    if (ms > 0) lasted.set(state, (lasted.get(state) ?? 0) + ms)
  }
  for (const event of events) {
    if (event.type !== 'state') continue
    note(event.atMs)
    state = event.state
    fromMs = event.atMs
  }
  note(nowMs)
  return [...lasted]
    .sort(([, one], [, other]) => other - one)
    .map(([name, ms]) => `${name} ${duration(ms)}`)
    .join(', ')
}

function closesIn(events: readonly RecordedEvent[]): string {
  const closes = events.flatMap((event) => (event.type === 'close' ? [event] : []))
  const last = closes[closes.length - 1]
  const number = count(closes.length, 'close', 'closes')
  return last ? `${number}, the last one ${last.cause} with ${last.code}` : number
}

function rttsIn(events: readonly RecordedEvent[]): string {
  const rtts = events.flatMap((event) => (event.type === 'rtt' ? [event.rttMs] : []))
  if (rtts.length === 0) return 'No round trip was measured'
  return `Round trips from ${Math.min(...rtts)} to ${Math.max(...rtts)} ms`
}

const count = (number: number, one: string, more: string) =>
  `${number === 0 ? 'No' : number} ${number === 1 ? one : more}`

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 1) return 'under a second'
  const minutes = Math.floor(seconds / 60)
  return [minutes && `${minutes} min`, seconds % 60 && `${seconds % 60} s`]
    .filter(Boolean)
    .join(' ')
}
