/** How a host calls `success`, `fail` and `complete` back, and what it does with a failure that nobody hears. */
import type { HostTime } from './clock'
import type { HostProfile } from './host-profile'
import type { CallbackOptions, Failure } from './wx-types'

export interface Callbacks {
  /** The `Promise` of this host. */
  readonly Promise: PromiseConstructor
  /** Calls `success` and `complete`, the way the host does. */
  succeed<Result extends { errMsg: string }>(
    options: CallbackOptions<Result> | undefined,
    result: Result,
  ): void
  /** Calls `fail` and `complete`, the way the host does. */
  fail(options: CallbackOptions<never> | undefined, failure: Failure, afterMs?: number): void
  /** As `fail`; and where neither callback was passed, the failure surfaces as an uncaught error, or a rejected promise. */
  failLoudly(options: CallbackOptions<never>, failure: Failure, afterMs?: number): unknown
}

export function createCallbacks(
  profile: HostProfile,
  host: HostTime,
  HostPromise: PromiseConstructor,
): Callbacks {
  function later(act: () => void, afterMs: number): void {
    host.after(afterMs, () => host.post(act))
  }

  function call(act: () => void, afterMs = 0): void {
    if (profile.callbacks === 'sync' && afterMs === 0) act()
    else later(act, afterMs)
  }

  const fail: Callbacks['fail'] = (options, failure, afterMs) => {
    if (options?.fail === undefined && options?.complete === undefined) return
    call(() => {
      options.fail?.(failure)
      options.complete?.(failure)
    }, afterMs)
  }

  return {
    Promise: HostPromise,
    succeed(options, result) {
      if (options?.success === undefined && options?.complete === undefined) return
      call(() => {
        options.success?.(result)
        options.complete?.(result)
      })
    },
    fail,
    failLoudly(options, failure, afterMs = 0) {
      if (options.fail !== undefined || options.complete !== undefined) {
        return fail(options, failure, afterMs)
      }
      const error = createHostError(failure)
      if (profile.unheardFailure === 'reject') {
        return new HostPromise((_, reject) => later(() => reject(error), afterMs))
      }
      return later(() => {
        throw error
      }, afterMs)
    },
  }
}

/** Whether any of the three callbacks is passed. Where none is, a host may return a promise. */
export function takesCallback(options: CallbackOptions<never>): boolean {
  const { success, fail, complete } = options as { [name: string]: unknown }
  return (success ?? fail ?? complete) !== undefined
}

/** The error that reaches `App.onError` when an API fails and nobody hears of it. */
function createHostError(failure: Failure): Error & Failure {
  return Object.assign(new Error(failure.errMsg), failure, { name: 'MiniProgramError' })
}
