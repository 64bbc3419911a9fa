/** The heart of a promise: one outcome, decided once, and the reactions that run from timers. */

export type Outcome<T> =
  | { readonly isKept: true; readonly value: T }
  | { readonly isKept: false; readonly reason: unknown }

export type Resolve<T> = (value: T | PromiseLike<T>) => void
export type Reject = (reason?: unknown) => void

export interface PromiseOutcome<T> {
  /** Decides; a thenable is followed. Only the first call of either counts. */
  readonly resolve: Resolve<T>
  /** Decides against. */
  readonly reject: Reject
  /** Runs a reaction, always from a timer, once there is an outcome. */
  readonly react: (reaction: (outcome: Outcome<T>) => void) => void
}

type Then = (resolve: Resolve<unknown>, reject: Reject) => unknown

/** `later` sets a 0 ms timer; `self` is the promise that this is the heart of. */
export function createPromiseOutcome<T>(
  later: (act: () => void) => void,
  self: unknown,
): PromiseOutcome<T> {
  let outcome: Outcome<T> | null = null
  let reactions: ((outcome: Outcome<T>) => void)[] = []

  function settle(decided: Outcome<T>): void {
    outcome = decided
    const waiting = reactions
    reactions = []
    for (const reaction of waiting) later(() => reaction(decided))
  }

  function follow(value: T | PromiseLike<T>): void {
    if (value === self) throw new TypeError('A promise cannot be resolved with itself')
    const then = findThen(value)
    if (then === null) return settle({ isKept: true, value: value as T })
    later(() => {
      const inner = createDeciders()
      inner.attempt(() => then.call(value, inner.resolve as Resolve<unknown>, inner.reject))
    })
  }

  /** A pair of functions of which only the first call counts; a thenable that is followed gets a pair of its own. */
  function createDeciders() {
    let isDecided = false
    const once = (decide: () => void) => {
      if (isDecided) return
      isDecided = true
      decide()
    }
    const reject: Reject = (reason) => once(() => settle({ isKept: false, reason }))
    const resolve: Resolve<T> = (value) =>
      once(() => {
        try {
          follow(value)
        } catch (reason) {
          settle({ isKept: false, reason })
        }
      })
    const attempt = (act: () => unknown) => {
      try {
        act()
      } catch (reason) {
        reject(reason)
      }
    }
    return { resolve, reject, attempt }
  }

  const { resolve, reject } = createDeciders()
  return {
    resolve,
    reject,
    react(reaction) {
      const known = outcome
      if (known === null) reactions.push(reaction)
      else later(() => reaction(known))
    },
  }
}

/** The `then` of a thenable, read once, as the specification asks. */
function findThen(value: unknown): Then | null {
  const mayHaveThen = (typeof value === 'object' && value !== null) || typeof value === 'function'
  if (!mayHaveThen) return null
  const { then } = value as { then?: unknown }
  return typeof then === 'function' ? (then as Then) : null
}
