/** Makes one function expression out of a CommonJS file and what it requires, host globals as parameters. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/**
 * The globals a library may look for. They are parameters of the bundle, as they are parameters of every
 * module in a mini-program: what the host does not supply is `undefined`, whatever the engine has.
 */
export const HOST_NAMES = [
  ...['wx', 'WebSocket', 'Event', 'EventTarget', 'MessageEvent', 'CloseEvent', 'CustomEvent'],
  ...['navigator', 'window', 'self', 'global', 'globalThis', 'process', 'console'],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'Math'],
]

const REQUIRE = /\brequire\((['"])([^'"]+)\1\)/g

/** What a bundler for browsers resolves: the `browser` field where it names the main file. */
function resolveForBrowser(/** @type {string} */ request, /** @type {string} */ fromFile) {
  const resolved = createRequire(fromFile).resolve(request)
  if (/^[./]/.test(request)) return resolved
  const root = resolved.slice(0, resolved.lastIndexOf(request) + request.length)
  const { browser } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  return typeof browser === 'string' ? path.resolve(root, browser) : resolved
}

/**
 * The modules reachable from `entryFile`, each with the index of every module it requires.
 * @param {string} entryFile
 */
function collectModules(entryFile) {
  const files = [entryFile]
  /** @type {{ code: string, indexByRequest: Record<string, number> }[]} */
  const modules = []
  for (let i = 0; i < files.length; i += 1) {
    const file = /** @type {string} */ (files[i])
    const code = readFileSync(file, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/gm, '')
    /** @type {Record<string, number>} */
    const indexByRequest = {}
    for (const match of code.matchAll(REQUIRE)) {
      const request = /** @type {string} */ (match[2])
      const resolved = resolveForBrowser(request, file)
      if (!files.includes(resolved)) files.push(resolved)
      indexByRequest[request] = files.indexOf(resolved)
    }
    modules.push({ code, indexByRequest })
  }
  return modules
}

/** The module loader and the modules, without the function around them. @param {string} entryFile */
export function bundleBody(entryFile) {
  const modules = collectModules(entryFile).map(
    ({ code, indexByRequest }) =>
      `[function (module, exports, require) {\n${code}\n}, ${JSON.stringify(indexByRequest)}]`,
  )
  return `var modules = [${modules.join(',\n')}], loaded = []
function load(index) {
  if (!loaded[index]) {
    var module = (loaded[index] = { exports: {} })
    modules[index][0].call(module.exports, module, module.exports, function (request) {
      return load(modules[index][1][request])
    })
  }
  return loaded[index].exports
}`
}

/** An expression: a function of `HOST_NAMES` that returns the module's exports. @param {string} entryFile */
export function bundleCommonJs(entryFile) {
  return `(function (${HOST_NAMES.join(', ')}) {\n${bundleBody(entryFile)}\nreturn load(0)\n})`
}
