/**
 * An API that is not in the playground is `undefined`, as on an old client, so that feature tests work. The engine's
 * error for calling it says little, so the names that were asked for in vain are kept to explain that error.
 */

export interface MissingApi {
  /** `wx` itself: the same object, which remembers what it does not have. */
  readonly wx: object
  /** The error in plain words where it comes from an API that is missing; `null` for any other error. */
  explain(error: unknown): string | null
}

export function watchMissingApi(host: object): MissingApi {
  const missing = new Set<string>()
  /** The last name that was read, if it was not there. */
  let lastMissing: string | null = null

  const wx = new Proxy(host, {
    get(target, name, self) {
      const value: unknown = Reflect.get(target, name, self)
      // `then` and `toJSON` are asked for by promises and by JSON, not by the mini-program.
      if (typeof name !== 'string' || name === 'then' || name === 'toJSON') return value
      lastMissing = value === undefined ? name : null
      if (value === undefined) missing.add(name)
      return value
    },
  })

  return {
    wx,
    explain(error) {
      if (!(error instanceof TypeError)) return null
      const called = findCalledName(error.message)
      if (called !== null) return missing.has(called) ? describe(called) : null
      if (lastMissing === null || !readsOfUndefined.test(error.message)) return null
      return `${error.message}: ${describe(lastMissing)}`
    },
  }
}

const describe = (name: string) =>
  `wx.${name} is not in the playground (playground/README.md lists what is)`

/** `wx.cloud.init()`: V8's, JavaScriptCore's and SpiderMonkey's words. */
const readsOfUndefined =
  /^Cannot read propert|undefined is not an object|is undefined$|^can't access property/

/** `wx.scan`, `api.scan`, `scan` and `(0 , api.scan)` is not a function: the last part of the name. */
function findCalledName(message: string): string | null {
  return /([\w$]+)\)? is not a (?:function|constructor)/.exec(message)?.[1] ?? null
}
