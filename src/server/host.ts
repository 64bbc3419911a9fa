/** What the hub asks of Node: time, randomness, names that nobody can guess. A simulation hands in its own. */

declare const setTimeout: (callback: () => void, delayMs: number) => { unref(): unknown }
declare const clearTimeout: (timer: unknown) => void
declare const setImmediate: (callback: () => void) => unknown
declare const performance: { now(): number }
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array }
declare const Buffer: {
  from(bytes: Uint8Array): { toString(encoding: 'base64url'): string }
  byteLength(text: string): number
}
declare const console: { error(...args: unknown[]): void }

/** Time. */
export interface HubClock {
  /** The wall clock, in milliseconds. */
  nowMs(): number
  /** A clock that never jumps, in milliseconds since any instant. */
  elapsedMs(): number
  /** Runs `callback` once after `delayMs` without keeping the process alive; returns the cancel. */
  startTimer(callback: () => void, delayMs: number): () => void
  /** Runs `callback` once when what is happening now has happened: what was received together is answered together. */
  soon(callback: () => void): void
}

/** Everything the hub and the memory store need of the world. */
export interface HubPorts {
  readonly clock: HubClock
  /** A number from 0 (included) to 1 (excluded). */
  readonly random: () => number
  /** A name that nobody can guess: 22 characters of `A–Z a–z 0–9 _ -`. */
  readonly token: () => string
  /** Where errors go that nobody listens for. */
  readonly warn: (...args: unknown[]) => void
}

const TOKEN_BYTES = 16

/** Node's own. */
export const nodePorts: HubPorts = {
  clock: {
    nowMs: () => Date.now(),
    elapsedMs: () => performance.now(),
    startTimer(callback, delayMs) {
      const timer = setTimeout(callback, delayMs)
      timer.unref()
      return () => clearTimeout(timer)
    },
    soon: (callback) => void setImmediate(callback),
  },
  random: () => Math.random(),
  token: () =>
    Buffer.from(crypto.getRandomValues(new Uint8Array(TOKEN_BYTES))).toString('base64url'),
  warn: (...args) => console.error(...args),
}

/** How many bytes a text has in UTF-8. */
export const byteLengthOf = (text: string): number => Buffer.byteLength(text)
