/** The settings of the socket that the lab's promises speak of. */
import type { DemoApp } from '../../app'

/** How patient the socket is. */
export interface Rules {
  /** Between the end of a link and a retry, 20 % more or less. */
  readonly delayMs: number
  readonly limit: number
  /** Of silence until a ping, and after it. */
  readonly intervalMs: number
  readonly timeoutMs: number
  readonly probeTimeoutMs: number
}

/** The package's own, where a launch says nothing else. */
const DEFAULTS: Rules = {
  delayMs: 5_000,
  limit: 12,
  intervalMs: 10_000,
  timeoutMs: 10_000,
  probeTimeoutMs: 3_000,
}

/** The rules of this launch. */
export function readRules(timings: DemoApp['timings']): Rules {
  const { heartbeat, reconnect } = { heartbeat: {}, reconnect: {}, ...timings }
  return { ...DEFAULTS, ...heartbeat, ...reconnect }
}

/** The longest that a retry waits: its delay is drawn from 20 % less to 20 % more. */
export const longestDelayMs = ({ delayMs }: Rules): number => delayMs * 1.2

/** For a person to read: `6 s`, `0.6 s`, `40 ms`. */
export const seconds = (ms: number): string =>
  ms < 100 ? `${ms} ms` : `${Math.round(ms / 100) / 10} s`
