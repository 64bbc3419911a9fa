/** `Component`: component instances without a template, their properties at their defaults. */
import { createData } from './data.mjs'

/**
 * @typedef {object} OpenComponent
 * @property {Record<string, any>} data
 * @property {(method: string, ...args: unknown[]) => any} call runs a method by its name
 * @property {(name: string) => void} visit runs a lifetime of the page in it
 * @property {() => void} detach
 * @property {readonly { name: string, detail: unknown }[]} events what it triggered
 */

/** @param {ReturnType<typeof import('./behaviors.mjs').createBehaviors>} behaviors */
export function createComponents(behaviors) {
  /** @type {Map<string, object>} the definition of each file, which is evaluated once, as in the app */
  const definitions = new Map()
  /** @type {string | undefined} */
  let evaluating

  return {
    globals: {
      Component(/** @type {object} */ definition) {
        if (evaluating === undefined) throw new Error('Component() was called outside a component')
        definitions.set(evaluating, definition)
      },
    },

    /**
     * @param {string} path
     * @param {() => void} evaluate
     * @returns {OpenComponent}
     */
    open(path, evaluate) {
      if (!definitions.has(path)) {
        evaluating = path
        evaluate()
        evaluating = undefined
      }
      const definition = definitions.get(path)
      if (!definition) throw new Error(`${path}.js did not call Component()`)
      return createComponent(path, definition, behaviors.merge(definition))
    },
  }
}

/**
 * @param {string} path
 * @param {any} definition
 * @param {import('./behaviors.mjs').Merged} merged
 * @returns {OpenComponent}
 */
function createComponent(path, { properties = {} }, { data, methods, live, visit }) {
  const defaults = Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, property?.value]),
  )
  const state = createData({ ...data, ...defaults })
  /** @type {{ name: string, detail: unknown }[]} */
  const events = []
  /** @type {Record<string, any>} */
  const instance = {
    ...methods,
    is: path,
    data: state.data,
    properties: state.data,
    setData: state.setData,
    triggerEvent: (/** @type {string} */ name, /** @type {unknown} */ detail) =>
      events.push({ name, detail }),
  }
  live('created', instance)
  live('attached', instance)
  return {
    data: state.data,
    events,
    call(method, ...args) {
      if (typeof instance[method] !== 'function') {
        throw new Error(`Component "${path}" does not have a method "${method}"`)
      }
      return instance[method](...args)
    },
    visit: (name) => visit(name, instance),
    detach: () => live('detached', instance),
  }
}
