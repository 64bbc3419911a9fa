/** `Page` and `getCurrentPages`: page instances, their data and their life. */

/**
 * @typedef {object} OpenPage
 * @property {string} route
 * @property {any} instance what `this` is in the page's own code; has `data`, `setData`, `route` and `options`
 * @property {(handler: string, ...args: unknown[]) => any} call runs a handler of the page by its name
 * @property {() => void} show runs `onShow`
 * @property {() => void} hide runs `onHide`
 * @property {() => void} unload runs `onUnload` and takes the page off the stack; a second time does nothing
 * @property {(listener: (patch: Record<string, unknown>) => void) => () => void} onSetData hears every `setData` of the page
 */

export function createPages() {
  /** @type {Map<string, object>} the options of each route; a page's file is evaluated once, as in the app */
  const optionsByRoute = new Map()
  /** @type {OpenPage[]} */
  let stack = []
  /** @type {string | undefined} */
  let evaluating

  return {
    globals: {
      Page(/** @type {object} */ options) {
        if (evaluating === undefined) throw new Error('Page() was called outside a page')
        optionsByRoute.set(evaluating, options)
      },
      getCurrentPages: () => stack.map(({ instance }) => instance),
    },
    opened: () => stack,

    /** @param {{ route: string, query: Record<string, string>, evaluate: () => void }} options */
    open({ route, query, evaluate }) {
      if (!optionsByRoute.has(route)) {
        evaluating = route
        evaluate()
        evaluating = undefined
      }
      const options = optionsByRoute.get(route)
      if (!options) throw new Error(`${route}.js did not call Page()`)
      const page = createPage(route, query, options, () => {
        stack = stack.filter((other) => other !== page)
      })
      stack = [...stack, page]
      page.instance.onLoad?.(query)
      page.instance.onShow?.()
      page.instance.onReady?.()
      return page
    },
  }
}

/**
 * @param {string} route
 * @param {Record<string, string>} query
 * @param {any} options
 * @param {() => void} leave
 * @returns {OpenPage}
 */
function createPage(route, query, options, leave) {
  /** @type {Set<(patch: Record<string, unknown>) => void>} */
  const listeners = new Set()
  let isLoaded = true
  const instance = {
    ...options,
    route,
    options: query,
    data: structuredClone(options.data ?? {}),
    /** @type {(patch: Record<string, unknown>, done?: () => void) => void} */
    setData(patch, done) {
      for (const [path, value] of Object.entries(patch)) assignPath(instance.data, path, value)
      for (const listener of listeners) listener(patch)
      done?.call(instance)
    },
  }
  return {
    route,
    instance,
    call(handler, ...args) {
      if (typeof instance[handler] !== 'function') {
        throw new Error(`Component "${route}" does not have a method "${handler}"`)
      }
      return instance[handler](...args)
    },
    show: () => instance.onShow?.(),
    hide: () => instance.onHide?.(),
    unload() {
      if (!isLoaded) return
      isLoaded = false
      leave()
      instance.onUnload?.()
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
