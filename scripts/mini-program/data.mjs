/** The data of a page or a component, and `setData`. */

/** @typedef {(patch: Record<string, unknown>) => void} SetDataListener */

/**
 * @param {Record<string, unknown>} initial
 * @returns {{ data: Record<string, any>, setData: (this: object, patch: Record<string, unknown>, done?: () => void) => void, onSetData: (listener: SetDataListener) => () => void }}
 */
export function createData(initial) {
  /** @type {Set<SetDataListener>} */
  const listeners = new Set()
  const data = structuredClone(initial)
  return {
    data,
    setData(patch, done) {
      for (const [path, value] of Object.entries(patch)) assignPath(data, path, value)
      for (const listener of listeners) listener(patch)
      done?.call(this)
    },
    onSetData(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/**
 * Sets `a.b[0]` the way `setData` reads such a key, creating what is missing.
 *
 * @param {any} data
 * @param {string} path
 * @param {unknown} value
 */
function assignPath(data, path, value) {
  const keys = path.replace(/\[(\d+)\]/g, '.$1').split('.')
  const last = /** @type {string} */ (keys.pop())
  let at = data
  keys.forEach((key, index) => {
    at[key] ??= /^\d+$/.test(keys[index + 1] ?? last) ? [] : {}
    at = at[key]
  })
  at[last] = value
}
