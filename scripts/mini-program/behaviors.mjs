/** `Behavior`, and what a page or a component gets from those that it names. */

/**
 * @typedef {object} Merged
 * @property {Record<string, unknown>} data
 * @property {Record<string, (...args: any[]) => unknown>} methods
 * @property {(name: string, instance: object, ...args: unknown[]) => void} live runs a lifetime of all of them
 * @property {(name: string, instance: object, ...args: unknown[]) => void} visit runs a lifetime of the page
 */

export function createBehaviors() {
  /** @type {Map<string, any>} */
  const definitions = new Map()

  /**
   * A behavior's own behaviors come before it, as they do on a phone.
   *
   * @param {any} definition
   * @returns {any[]}
   */
  const flatten = (definition) => [
    ...(definition.behaviors ?? []).flatMap((/** @type {string} */ id) => {
      const found = definitions.get(id)
      if (!found) throw new Error(`expected what Behavior() returned, got ${id}`)
      return flatten(found)
    }),
    definition,
  ]

  return {
    globals: {
      Behavior(/** @type {object} */ definition) {
        const id = `behavior-${definitions.size + 1}`
        definitions.set(id, definition)
        return id
      },
    },

    /**
     * Data and methods of later ones win, and the definition's own above all; of lifetimes every one runs.
     *
     * @param {any} definition what `Page` or `Component` was given
     * @returns {Merged}
     */
    merge(definition) {
      const all = flatten(definition)
      /** @type {(group: string) => (name: string, instance: object, ...args: unknown[]) => void} */
      const runner =
        (group) =>
        (name, instance, ...args) => {
          for (const one of all) one[group]?.[name]?.call(instance, ...args)
        }
      return {
        data: Object.assign({}, ...all.map(({ data }) => structuredClone(data ?? {}))),
        methods: Object.assign({}, ...all.map(({ methods }) => methods)),
        live: runner('lifetimes'),
        visit: runner('pageLifetimes'),
      }
    },
  }
}
