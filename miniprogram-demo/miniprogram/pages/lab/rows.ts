import type { Socket } from 'miniprogram-socket'

/** A name and a value, side by side in a table. */
export interface Row {
  name: string
  value: string
}

/** What the socket is doing now; `waiting` is how many messages are not delivered, `nowMs` what the countdown counts from. */
export function statusRows(socket: Socket, waiting: number, nowMs: number): Row[] {
  const { state, why, retry, limit, dueAtMs, online, lastClose } = socket.status
  const { rttMs } = socket.stats()
  const dueInS = dueAtMs === null ? '' : `${Math.max(0, Math.ceil((dueAtMs - nowMs) / 1000))} s`
  return [
    { name: 'State', value: why === null ? state : `${state} (${why})` },
    { name: 'Retry', value: `${retry}/${limit}` },
    { name: 'Next attempt in', value: dueInS },
    { name: 'Round trip', value: rttMs === null ? '' : `${rttMs} ms` },
    { name: 'Network', value: online ? 'online' : 'offline' },
    { name: 'Not delivered', value: String(waiting) },
    { name: 'Last close', value: lastClose === null ? '' : describeClose(lastClose) },
  ].map(({ name, value }) => ({ name, value: value === '' ? '–' : value }))
}

function describeClose({ code, reason, cause }: { code: number; reason: string; cause: string }) {
  return [code, cause, reason].filter(Boolean).join(' · ')
}

/** Every counter of `stats()`, whatever there is; instants as the time of day. */
export function statRows(stats: object): Row[] {
  return Object.entries(stats).map(([name, value]) => ({ name, value: show(name, value) }))
}

function show(name: string, value: unknown): string {
  if (value === null) return '–'
  if (name.endsWith('AtMs')) return clock(value as number)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** One line of the history, with the key of its place in the list. */
export interface HistoryLine {
  id: number
  text: string
}

/** The history as lines, the latest first. */
export function historyLines(history: ReturnType<Socket['history']>): HistoryLine[] {
  return [...history].reverse().map(({ atMs, from, to, reason }, id) => ({
    id,
    text: `${clock(atMs)} ${from} → ${to}: ${reason}`,
  }))
}

function clock(atMs: number): string {
  const at = new Date(atMs)
  const two = (part: number) => `0${part}`.slice(-2)
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}
