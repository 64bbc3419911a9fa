/**
 * Runs the mini-program's scripts with what a logic layer has and nothing else. What a browser has beyond that
 * (`window`, `document`, `WebSocket`, …) is hidden: each such name is a parameter that nobody passes.
 */
import { evaluate } from './evaluate'
import type { MiniProgram } from './mini-program'

/** What a script finds in scope: `wx`, `App`, timers, … */
export type Globals = Readonly<Record<string, unknown>>

/** The language itself. Everything else that the browser's global object has is the browser's. */
const LANGUAGE = new Set(
  (
    'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp ' +
    'Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError JSON Math Intl ' +
    'ArrayBuffer Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float32Array Float64Array ' +
    'Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet Proxy Reflect ' +
    'decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape isFinite isNaN eval'
  ).split(' '),
)

const RESERVED = new Set(['arguments', 'eval', 'let', 'static', 'yield', 'await'])

export interface LogicLayer {
  /** Runs a file, unless it has run, and gives its exports. */
  run(path: string): unknown
  has(path: string): boolean
}

export function createLogicLayer(miniProgram: MiniProgram, globals: Globals): LogicLayer {
  const { modules } = miniProgram
  const known = new Map<string, { exports: unknown }>()
  const hidden = hiddenNames()

  const run = (path: string): unknown => {
    const ran = known.get(path)
    if (ran) return ran.exports
    const file = modules[path]
    if (!file) throw new Error(`there is no ${path}`)
    const module = { exports: {} }
    known.set(path, module)
    const require = (id: string): unknown => {
      const target = file.requires[id]
      // WeChat's words.
      if (target === undefined) {
        throw new Error(`module '${id}' is not defined, require args is '${id}' (in ${path})`)
      }
      return run(target)
    }
    const scope = { ...globals, require, module, exports: module.exports }
    call(path, file.source, scope, hidden)
    return module.exports
  }
  return { run, has: (path) => path in modules }
}

function call(path: string, source: string, scope: Globals, hidden: readonly string[]): void {
  const unseen = hidden.filter((name) => !(name in scope))
  evaluate(path, [...Object.keys(scope), ...unseen], source)(...Object.values(scope))
}

function hiddenNames(): string[] {
  const names = new Set<string>()
  for (let at: unknown = globalThis; at; at = Object.getPrototypeOf(at)) {
    for (const name of Object.getOwnPropertyNames(at)) names.add(name)
  }
  return [...names].filter(
    (name) => /^[A-Za-z_$][\w$]*$/.test(name) && !LANGUAGE.has(name) && !RESERVED.has(name),
  )
}
