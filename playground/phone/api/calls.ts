/** How an asynchronous API of `wx` is called: three callbacks, or a promise where none of them is given. */
import { PhoneFailure, type PhoneFake } from '../ports'
import { nameType, type CallOptions } from './options'

/** What an API does. It throws, or rejects with, a {@link PhoneFailure} to fail. */
export type Act = (options: CallOptions) => object | void | Promise<object | void>

/** An API as the mini-program calls it. */
export type AsyncApi = (options?: unknown) => unknown

export interface Calls {
  /** Makes an API of an act: `name:ok` or `name:fail …`, told in the mini-program's own time. */
  define(name: string, act: Act): AsyncApi
  /** {@link define} for each of them. */
  defineAll<Name extends string>(acts: { readonly [N in Name]: Act }): { [N in Name]: AsyncApi }
  /** Runs code of the mini-program in a moment, not before the app is back in the foreground. */
  later(run: () => void): void
}

type Callback = (result: object) => void
type Settled = { readonly isOk: boolean; readonly result: object }

/** @param reportError hears what callbacks throw, and what an act throws that is no failure. */
export function createCalls(fake: PhoneFake, reportError: (error: unknown) => unknown): Calls {
  function guard(run: () => void): void {
    try {
      run()
    } catch (error) {
      reportError(error)
    }
  }

  const later: Calls['later'] = (run) => {
    fake.clock.setTimeout(() => guard(run), 0)
  }

  function attempt(name: string, act: Act, options: unknown): Promise<Settled> | Settled {
    const succeed = (result: object | void) => ({
      isOk: true,
      result: { ...result, errMsg: `${name}:ok` },
    })
    const fail = (error: unknown) => {
      if (error instanceof PhoneFailure) {
        return { isOk: false, result: { errMsg: `${name}:fail ${error.text}` } }
      }
      reportError(error)
      return { isOk: false, result: { errMsg: `${name}:fail ${String(error)}` } }
    }
    try {
      const outcome = act(checkOptions(options))
      return isPromise(outcome) ? outcome.then(succeed, fail) : succeed(outcome)
    } catch (error) {
      return fail(error)
    }
  }

  function settle(name: string, act: Act, options: unknown, tell: (settled: Settled) => void) {
    const outcome = attempt(name, act, options)
    if (isPromise(outcome)) void outcome.then((settled) => later(() => tell(settled)))
    else later(() => tell(outcome))
  }

  const define: Calls['define'] = (name, act) => (options) => {
    const { success, fail, complete } = findCallbacks(options)
    if (success !== null || fail !== null || complete !== null) {
      return settle(name, act, options, ({ isOk, result }) => {
        guard(() => (isOk ? success : fail)?.(result))
        complete?.(result)
      })
    }
    return new fake.Promise((resolve, reject) => {
      settle(name, act, options, ({ isOk, result }) => (isOk ? resolve : reject)(result))
    })
  }

  return {
    define,
    later,
    defineAll: <Name extends string>(acts: { readonly [N in Name]: Act }) => {
      const apis = {} as { [N in Name]: AsyncApi }
      for (const name of Object.keys(acts) as Name[]) apis[name] = define(name, acts[name])
      return apis
    },
  }
}

function checkOptions(options: unknown): CallOptions {
  if (options === undefined || options === null) return {}
  if (typeof options === 'object') return options as CallOptions
  throw new PhoneFailure(
    `parameter error: parameter should be Object instead of ${nameType(options)};`,
  )
}

/** Not `instanceof`: a host of iOS 15 has put another `Promise` in place of the engine's. */
function isPromise<Value>(outcome: Value | Promise<Value>): outcome is Promise<Value> {
  return typeof (outcome as { then?: unknown } | undefined)?.then === 'function'
}

function findCallbacks(options: unknown) {
  const find = (name: string): Callback | null => {
    if (typeof options !== 'object' || options === null) return null
    const callback = (options as CallOptions)[name]
    return typeof callback === 'function' ? (callback as Callback) : null
  }
  return { success: find('success'), fail: find('fail'), complete: find('complete') }
}
