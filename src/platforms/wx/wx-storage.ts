/** The storage of `wx`, and of hosts of its shape. */
import type { Storage } from '../../core/ports'

/** The parts of `wx` that it takes. */
export interface WxStorageHost {
  readonly getStorage: Call<{ readonly key: string }, { readonly data: unknown }>
  readonly setStorage: Call<{ readonly key: string; readonly data: string }>
  readonly removeStorage: Call<{ readonly key: string }>
  readonly getStorageInfo: Call<object, { readonly keys: readonly string[] }>
}

type Call<Options, Result = unknown> = (
  options: Options & {
    success: (result: Result) => void
    fail: (failure: { readonly errMsg?: string }) => void
  },
) => unknown

/** Looks the host up at each call. */
export function createWxStorage(lookUp: () => WxStorageHost | undefined): Storage {
  const call = <Result>(name: keyof WxStorageHost, options: object): Promise<Result> =>
    new Promise((success, fail) => {
      const host = lookUp() as unknown as Record<keyof WxStorageHost, Call<object, Result>>
      // A host without storage throws here, and that is what the promise says.
      host[name]({ ...options, success, fail })
    })

  return {
    get: (key) =>
      call<{ data: unknown }>('getStorage', { key }).then(
        ({ data }) => data as string,
        (failure: { errMsg?: string }) => {
          if (/not found/i.test(String(failure.errMsg))) return undefined
          throw failure
        },
      ),
    set: (key, data) => call('setStorage', { key, data }),
    remove: (key) => call('removeStorage', { key }),
    keys: () => call<{ keys: readonly string[] }>('getStorageInfo', {}).then(({ keys }) => keys),
  }
}
