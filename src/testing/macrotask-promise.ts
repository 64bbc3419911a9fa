/**
 * A `Promise` whose reactions run from timers, as the polyfill of WeChat on iOS up to 15 does: code that relies on
 * promise callbacks running before timers breaks there.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
 */
import { createPromiseOutcome, type Reject, type Resolve } from './promise-outcome'

/** Sets a timer; only ever called with 0 ms. */
export type SetReactionTimer = (callback: () => void, delayMs: number) => unknown

/**
 * A `Promise` constructor over a `setTimeout`: `then`, `catch`, `finally`, `resolve`, `reject`, `all`, `race`,
 * `allSettled`, thenables included. A rejection that nobody handles is ignored. Not made to be extended.
 */
export function createMacrotaskPromise(setTimeout: SetReactionTimer): PromiseConstructor {
  const later = (act: () => void): void => void setTimeout(act, 0)

  class MacrotaskPromise {
    private readonly outcome = createPromiseOutcome<unknown>(later, this)

    constructor(executor: (resolve: Resolve<unknown>, reject: Reject) => void) {
      if (typeof executor !== 'function') throw new TypeError('Promise executor is not a function')
      const { resolve, reject } = this.outcome
      try {
        executor(resolve, reject)
      } catch (error) {
        reject(error)
      }
    }

    then(onKept?: Handler, onBroken?: Handler): MacrotaskPromise {
      return new MacrotaskPromise((resolve, reject) => {
        this.outcome.react((outcome) => {
          const handler = outcome.isKept ? onKept : onBroken
          const result = outcome.isKept ? outcome.value : outcome.reason
          if (typeof handler !== 'function')
            return outcome.isKept ? resolve(result) : reject(result)
          try {
            resolve(handler(result))
          } catch (error) {
            reject(error)
          }
        })
      })
    }

    catch(onBroken?: Handler): MacrotaskPromise {
      return this.then(undefined, onBroken)
    }

    finally(onEnd?: () => unknown): MacrotaskPromise {
      if (typeof onEnd !== 'function') return this.then(onEnd, onEnd)
      const end = () => MacrotaskPromise.resolve(onEnd())
      return this.then(
        (value) => end().then(() => value),
        (reason) => end().then(() => MacrotaskPromise.reject(reason)),
      )
    }

    get [Symbol.toStringTag](): string {
      return 'Promise'
    }

    static resolve(value?: unknown): MacrotaskPromise {
      if (value instanceof MacrotaskPromise) return value
      return new MacrotaskPromise((resolve) => resolve(value))
    }

    static reject(reason?: unknown): MacrotaskPromise {
      return new MacrotaskPromise((_, reject) => reject(reason))
    }
  }

  const constructor = MacrotaskPromise as unknown as PromiseConstructor
  return Object.assign(constructor, createCombinators(constructor))
}

type Handler = ((value: unknown) => unknown) | null | undefined

/** The static functions that make one promise of many. */
function createCombinators(HostPromise: PromiseConstructor) {
  type Attach = (item: Promise<unknown>, keep: (result: unknown) => void, reject: Reject) => unknown

  function gather(items: Iterable<unknown>, attach: Attach): Promise<unknown[]> {
    return new HostPromise((resolve, reject) => {
      const promises = Array.from(items, (item) => HostPromise.resolve(item))
      const results: unknown[] = []
      let missing = promises.length
      if (missing === 0) return resolve(results)
      promises.forEach((promise, index) => {
        const keep = (result: unknown) => {
          results[index] = result
          missing -= 1
          if (missing === 0) resolve(results)
        }
        void attach(promise, keep, reject)
      })
    })
  }

  return {
    all: (items: Iterable<unknown>) =>
      gather(items, (promise, keep, reject) => promise.then(keep, reject)),
    allSettled: (items: Iterable<unknown>) =>
      gather(items, (promise, keep) =>
        promise.then(
          (value) => keep({ status: 'fulfilled', value }),
          (reason: unknown) => keep({ status: 'rejected', reason }),
        ),
      ),
    race: (items: Iterable<unknown>) =>
      new HostPromise((resolve, reject) => {
        for (const item of items) void HostPromise.resolve(item).then(resolve, reject)
      }),
  }
}
