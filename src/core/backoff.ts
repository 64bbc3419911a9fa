/** Delays between retries, as pure values. */
import { number, readGroup } from './options'

/** The delay of a retry, counted from 1. */
export type Backoff = (retry: number) => number

/** Options of {@link exponentialBackoff}. */
export interface ExponentialBackoffOptions {
  /** The delay of the first retry. @default 1_000 */
  readonly initialMs?: number
  /** What each further delay is multiplied with, from 1 to 100. @default 2 */
  readonly factor?: number
  /** No delay is longer. @default 30_000 */
  readonly maxMs?: number
}

/** Options of {@link linearBackoff}. */
export interface LinearBackoffOptions {
  /** The delay of the first retry. @default 1_000 */
  readonly initialMs?: number
  /** What each further delay adds. @default 1_000 */
  readonly stepMs?: number
  /** No delay is longer. @default 30_000 */
  readonly maxMs?: number
}

/**
 * A `reconnect.delayMs` that grows by a factor: 1, 2, 4, 8, 16, 30, 30 … seconds by default, before jitter.
 *
 * @throws {@link SocketError} E_OPTION when an option is out of range.
 */
export function exponentialBackoff(options: ExponentialBackoffOptions = {}): Backoff {
  const { initialMs, factor, maxMs } = readGroup('exponentialBackoff', options, {
    initialMs: number(1_000),
    factor: number(2, 1, 100),
    maxMs: number(30_000),
  })
  return (retry) => Math.min(maxMs, initialMs * Math.pow(factor, retry - 1))
}

/**
 * A `reconnect.delayMs` that grows by a step: 1, 2, 3, 4 … seconds by default, at most 30, before jitter.
 *
 * @throws {@link SocketError} E_OPTION when an option is out of range.
 */
export function linearBackoff(options: LinearBackoffOptions = {}): Backoff {
  const { initialMs, stepMs, maxMs } = readGroup('linearBackoff', options, {
    initialMs: number(1_000),
    stepMs: number(1_000),
    maxMs: number(30_000),
  })
  return (retry) => Math.min(maxMs, initialMs + stepMs * (retry - 1))
}
