/** `Page` and `getCurrentPages`: page instances, their data and their life. */
import { createData } from './data.mjs'

/** @typedef {import('./components.mjs').OpenComponent} OpenComponent */

/**
 * @typedef {object} OpenPage
 * @property {string} route
 * @property {any} instance what `this` is in the page's own code; has `data`, `setData`, `route` and `options`
 * @property {(handler: string, ...args: unknown[]) => any} call runs a handler of the page by its name
 * @property {(tag: string) => OpenComponent} component one of the components that the page was opened with
 * @property {() => void} show runs `onShow`
 * @property {() => void} hide runs `onHide`
 * @property {() => void} unload runs `onUnload` and takes the page off the stack; a second time does nothing
 * @property {(listener: (patch: Record<string, unknown>) => void) => () => void} onSetData hears every `setData` of the page
 */

/** @param {ReturnType<typeof import('./behaviors.mjs').createBehaviors>} behaviors */
export function createPages(behaviors) {
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

    /**
     * @param {object} options
     * @param {string} options.route
     * @param {Record<string, string>} options.query
     * @param {() => void} options.evaluate
     * @param {() => Map<string, OpenComponent>} options.openComponents makes the components of the page, by their tags
     */
    open({ route, query, evaluate, openComponents }) {
      if (!optionsByRoute.has(route)) {
        evaluating = route
        evaluate()
        evaluating = undefined
      }
      const options = optionsByRoute.get(route)
      if (!options) throw new Error(`${route}.js did not call Page()`)
      const merged = behaviors.merge(options)
      const page = createPage({ route, query, options, merged, openComponents }, () => {
        stack = stack.filter((other) => other !== page)
      })
      stack = [...stack, page]
      page.instance.onLoad?.(query)
      page.show()
      page.instance.onReady?.()
      return page
    },
  }
}

/**
 * What a behavior brings lives before what the page itself says, and the components before both.
 *
 * @param {object} source
 * @param {string} source.route
 * @param {Record<string, string>} source.query
 * @param {any} source.options
 * @param {import('./behaviors.mjs').Merged} source.merged
 * @param {() => Map<string, OpenComponent>} source.openComponents
 * @param {() => void} leave
 * @returns {OpenPage}
 */
function createPage({ route, query, options, merged, openComponents }, leave) {
  let isLoaded = true
  const { data, setData, onSetData } = createData(merged.data)
  const instance = { ...merged.methods, ...options, route, options: query, data, setData }
  const components = openComponents()
  merged.live('created', instance)
  merged.live('attached', instance)

  /** @type {(name: 'show' | 'hide') => void} */
  const visit = (name) => {
    for (const component of components.values()) component.visit(name)
    merged.visit(name, instance)
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
    component(tag) {
      const found = components.get(tag)
      if (!found) throw new Error(`${route} was opened without ${tag}`)
      return found
    },
    show() {
      visit('show')
      instance.onShow?.()
    },
    hide() {
      visit('hide')
      instance.onHide?.()
    },
    unload() {
      if (!isLoaded) return
      isLoaded = false
      leave()
      instance.onUnload?.()
      merged.live('detached', instance)
      for (const component of components.values()) component.detach()
    },
    onSetData,
  }
}
