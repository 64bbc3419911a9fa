/**
 * A realm with what the logic layer of a mini-program has and nothing else: the language, timers, the
 * binary types and whatever is handed in. No window, no WebSocket, no URL, no process, no `globalThis`.
 *
 *   createWxRealm({ wx, globals })            → { run(source, filename), context }
 *   loadInWxRealm(file, { wx, extraGlobals })  → the `module.exports` of one CommonJS file
 */
import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import vm from 'node:vm'

/** What a V8 context brings along by itself and a mini-program does not have (or not on every client). */
const ABSENT = [
  'globalThis',
  'console',
  'WebAssembly',
  'SharedArrayBuffer',
  'Atomics',
  'WeakRef',
  'FinalizationRegistry',
]

/** A timer id is a number in a mini-program; Node's is an object that converts to one. */
const timers = () => ({
  /** @type {(run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => number} */
  setTimeout: (run, ms, ...args) => Number(setTimeout(run, ms, ...args)),
  /** @type {(run: (...args: unknown[]) => void, ms?: number, ...args: unknown[]) => number} */
  setInterval: (run, ms, ...args) => Number(setInterval(run, ms, ...args)),
  /** @type {(id: number) => void} */
  clearTimeout: (id) => clearTimeout(id),
  /** @type {(id: number) => void} */
  clearInterval: (id) => clearInterval(id),
})

/**
 * The bytes a host hands over belong to the realm of its callbacks: in a mini-program there is only one,
 * so here both sides share the constructors.
 */
const binaryTypes = () => ({
  ArrayBuffer,
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
})

/**
 * @param {object} [options]
 * @param {unknown} [options.wx] the host object; left out, `wx` is undeclared
 * @param {Record<string, unknown>} [options.globals] more globals, or other ones (timers, `console`, `Promise`, `Date`)
 * @returns {{ context: vm.Context, run: (source: string, filename: string) => any }}
 */
export function createWxRealm({ wx, globals = {} } = {}) {
  // Plain strings cannot become code in a mini-program either.
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } })
  for (const name of ABSENT) vm.runInContext(`delete this.${name}`, context)
  const given = { ...timers(), ...binaryTypes(), ...(wx === undefined ? {} : { wx }), ...globals }
  for (const [name, value] of Object.entries(given)) {
    Object.defineProperty(context, name, { value, writable: true, configurable: true })
  }
  return { context, run: (source, filename) => vm.runInContext(source, context, { filename }) }
}

/**
 * Loads one CommonJS file as a mini-program would: `require` finds only its neighbours.
 *
 * @param {string} file
 * @param {object} [options]
 * @param {unknown} [options.wx]
 * @param {Record<string, unknown>} [options.extraGlobals]
 * @returns {any} what the file exports
 */
export function loadInWxRealm(file, { wx, extraGlobals = {} } = {}) {
  const realm = createWxRealm({ wx, globals: extraGlobals })
  /** @type {Map<string, { exports: any }>} */
  const modules = new Map()

  /** @param {string} path */
  const load = (path) => {
    const known = modules.get(path)
    if (known) return known.exports
    const module = { exports: {} }
    modules.set(path, module)
    const source = `(function (require, module, exports) {${readFileSync(path, 'utf8')}\n})`
    /** @param {string} id */
    const requireNeighbour = (id) => {
      if (!id.startsWith('./')) throw new Error(`${basename(path)} requires '${id}'`)
      return load(resolve(dirname(path), id))
    }
    realm.run(source, path)(requireNeighbour, module, module.exports)
    return module.exports
  }
  return load(resolve(file))
}
