/** Where the built files of every library are, which version was found, and how to load one on given globals. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { ADAPTERS } from './adapters.mjs'
import { HOST_NAMES, bundleCommonJs } from './bundle-commonjs.mjs'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The CommonJS file a bundler finds for each package. @type {Record<string, string>} */
const ENTRY_BY_ID = {
  ours: 'miniprogram_dist/index.js',
  'websocket-heartbeat-miniprogram': 'node_modules/websocket-heartbeat-miniprogram/dist/index.js',
  'websocket-heartbeat-js': 'node_modules/websocket-heartbeat-js/dist/index.js',
  'reconnecting-websocket':
    'node_modules/reconnecting-websocket/dist/reconnecting-websocket-cjs.js',
  partysocket: 'node_modules/partysocket/dist/ws.cjs',
  'websocket-ts': 'node_modules/websocket-ts/dist/cjs/src/index.js',
  sockette: 'node_modules/sockette/dist/sockette.js',
  'robust-websocket': 'node_modules/robust-websocket/robust-websocket.js',
}

/**
 * The version in the package's package.json.
 * @param {string} id
 */
export function versionOf(id) {
  const file = id === 'ours' ? 'package.json' : `node_modules/${id}/package.json`
  return String(JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')).version)
}

/** @param {string} id */
export function labelOf(id) {
  return `${id === 'ours' ? 'miniprogram-socket' : id} ${versionOf(id)}`
}

/** True once `npm run build` has made the file that is measured. */
export function isBuilt() {
  return existsSync(path.join(ROOT, /** @type {string} */ (ENTRY_BY_ID.ours)))
}

/**
 * The adapters whose library is there, ours first, ready to be loaded any number of times.
 * @param {string[]} [ids]
 */
export function findLibraries(ids) {
  return ADAPTERS.filter(
    ({ id }) => (!ids || ids.includes(id)) && (id !== 'ours' || isBuilt()),
  ).map((adapter) => {
    const entry = path.join(ROOT, /** @type {string} */ (ENTRY_BY_ID[adapter.id]))
    const source = bundleCommonJs(entry)
    const factory = vm.runInThisContext(source, { filename: entry })
    return {
      ...adapter,
      label: labelOf(adapter.id),
      source,
      /** A fresh copy of the library that sees these globals only. @param {Record<string, any>} host */
      load: (host) => factory(...HOST_NAMES.map((name) => host[name])),
    }
  })
}

/** @typedef {ReturnType<typeof findLibraries>[number]} Library */

/** Ends the command with the way out when ours has not been built. */
export function requireBuild() {
  if (isBuilt()) return
  process.stderr.write('miniprogram_dist/index.js is missing: run "npm run build" first.\n')
  process.exit(1)
}
