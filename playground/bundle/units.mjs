/** The pages and components that a mini-program consists of, each with what its JSON says. */
import { posix } from 'node:path'
import { BundleError } from './bundle-error.mjs'
import { readJson } from './source-files.mjs'

/**
 * @typedef {object} Unit
 * @property {string} path without extension: `pages/chat/chat`
 * @property {boolean} isPage
 * @property {string} scope prefix of its classes where they are its own
 * @property {Readonly<Record<string, string>>} usingComponents tag to path, those of app.json included
 * @property {any} config its JSON
 */

/** @typedef {import('./source-files.mjs').Files} Files */

/**
 * Every page, and every component that one of them, or app.json, leads to.
 *
 * @param {Files} files
 * @param {import('./app-config.mjs').AppConfig} app
 * @returns {readonly Unit[]}
 */
export function collectUnits(files, app) {
  /** @type {Map<string, Unit>} */
  const units = new Map()
  const scopeOf = createScopeNames()
  const global = resolveUsing(files, 'app', app.usingComponents)

  /** @param {string} path @param {boolean} isPage */
  const add = (path, isPage) => {
    if (units.has(path)) return
    const config = readJson(files, `${path}.json`) ?? {}
    const usingComponents = {
      ...global,
      ...resolveUsing(files, path, config.usingComponents ?? {}),
    }
    units.set(path, { path, isPage, scope: scopeOf(path), usingComponents, config })
    for (const used of Object.values(usingComponents)) add(used, false)
  }
  for (const page of app.pages) {
    if (!(`${page}.wxml` in files)) {
      throw new BundleError('app.json', `"pages" lists "${page}", but there is no ${page}.wxml`)
    }
    add(page, true)
  }
  return [...units.values()]
}

/**
 * @param {Files} files
 * @param {string} from path of the page or component, without extension
 * @param {Record<string, string>} usingComponents
 * @returns {Record<string, string>}
 */
function resolveUsing(files, from, usingComponents) {
  return Object.fromEntries(
    Object.entries(usingComponents).map(([tag, wanted]) => {
      const found = componentPaths(wanted, from).find((path) => `${path}.wxml` in files)
      if (found === undefined) {
        throw new BundleError(
          `${from}.json`,
          `"usingComponents" names "${wanted}" for <${tag}>, and there is no such component`,
        )
      }
      return [tag, found]
    }),
  )
}

/**
 * Where a component may lie: from the root, beside the file, or in a `miniprogram_npm` on the way up. A bare name
 * may be either of the last two.
 * https://developers.weixin.qq.com/miniprogram/dev/devtools/npm.html
 *
 * @param {string} wanted
 * @param {string} from
 * @returns {string[]}
 */
function componentPaths(wanted, from) {
  const either = (/** @type {string} */ path) => [path, posix.join(path, 'index')]
  if (wanted.startsWith('/')) return either(wanted.slice(1))
  const folder = posix.dirname(from)
  const beside = either(posix.join(folder, wanted))
  if (wanted.startsWith('.')) return beside
  const folders = [folder]
  for (let up = folder; up !== '.'; up = posix.dirname(up)) folders.push(posix.dirname(up))
  return [...beside, ...folders.flatMap((at) => either(posix.join(at, 'miniprogram_npm', wanted)))]
}

/**
 * Short names that are read in the browser's inspector: `socket-status` for `…/socket-status/index`.
 *
 * @returns {(path: string) => string}
 */
function createScopeNames() {
  /** @type {Map<string, number>} */
  const taken = new Map()
  return (path) => {
    const parts = path.split('/').filter((part) => part !== 'index')
    const name = (parts.at(-1) ?? 'index').replace(/[^\w-]/g, '-')
    const count = (taken.get(name) ?? 0) + 1
    taken.set(name, count)
    return count === 1 ? name : `${name}-${count}`
  }
}
