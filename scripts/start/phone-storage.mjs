/** What a phone keeps of an app while it is not running: `wx.setStorage` and its kin, in memory. */

/** How long a call takes: long enough for an app to be killed in the middle of one. */
const CALL_MS = 2

/** @typedef {ReturnType<typeof createPhoneStorage>} PhoneStorage */

/**
 * @typedef {object} Call
 * @property {string} [key]
 * @property {unknown} [data]
 * @property {(result: object) => void} [success]
 * @property {(failure: { errMsg: string }) => void} [fail]
 */

export function createPhoneStorage() {
  /** @type {Map<string, unknown>} */
  const entries = new Map()

  return {
    /** The storage as one launch of the app sees it, and how that launch ends: nothing it asked for happens any more. */
    forLaunch() {
      let isRunning = true

      /** @type {(name: string, act: (call: Call) => object | undefined) => (call: Call) => void} */
      const later = (name, act) => (call) => {
        setTimeout(() => {
          if (!isRunning) return
          const result = act(call)
          if (result) call.success?.({ errMsg: `${name}:ok`, ...result })
          else call.fail?.({ errMsg: `${name}:fail data not found` })
        }, CALL_MS)
      }

      const api = {
        getStorage: later('getStorage', ({ key = '' }) =>
          entries.has(key) ? { data: entries.get(key) } : undefined,
        ),
        setStorage: later('setStorage', ({ key = '', data }) => {
          entries.set(key, data)
          return {}
        }),
        removeStorage: later('removeStorage', ({ key = '' }) => {
          entries.delete(key)
          return {}
        }),
        getStorageInfo: later('getStorageInfo', () => ({ keys: [...entries.keys()] })),
        getStorageSync: (/** @type {string} */ key) => entries.get(key) ?? '',
        setStorageSync: (/** @type {string} */ key, /** @type {unknown} */ data) => {
          entries.set(key, data)
        },
      }
      return { api, end: () => void (isRunning = false) }
    },
  }
}
