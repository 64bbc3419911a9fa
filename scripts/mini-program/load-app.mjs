/**
 * Runs compiled mini-program code as the logic layer does: `require` resolved over the compiled files,
 * `App`, `Page`, `Component`, `Behavior`, `getApp` and `getCurrentPages` supplied, in a realm without anything else
 * (wx-realm.mjs). Nothing is drawn: templates are not read.
 *
 *   const { app, openPage, requireModule, showApp, hideApp, pages } = loadApp({ files, wx, globals, query })
 *   const page = openPage('pages/chat/chat', { room: '1' })   // onLoad, onShow, onReady
 *   page.call('onSend', { detail: { value: 'hello' } })       // a handler, as a tap would call it
 *   page.instance.data                                        // what setData has made of it
 *   page.component('socket-status').data                      // one of the components that were asked for
 *   page.hide(); page.show(); page.unload()
 *
 * `files` is what compile.mjs returns. `wx` is the host, for example the one of `createFakeWx`; its own hide
 * and show events are the fake's business, `hideApp` and `showApp` run the hooks of `App` only. `globals` adds or
 * replaces globals of the realm: `console` (Node's by default), timers, `Date`, `Promise`. `components` names the tags
 * that pages are opened with, where app.json or the page's own JSON says what they are; every other one is left out.
 * App.onLaunch and App.onShow have run when loadApp returns. What a hook or a handler throws reaches the caller.
 */
import { posix } from 'node:path'
import { createAppRegistry } from './app-registry.mjs'
import { createBehaviors } from './behaviors.mjs'
import { createComponents } from './components.mjs'
import { createPages } from './pages.mjs'
import { createResolver } from './resolve-module.mjs'
import { createWxRealm } from './wx-realm.mjs'

/**
 * @typedef {import('./pages.mjs').OpenPage} OpenPage
 *
 * @typedef {object} LoadedApp
 * @property {any} app the instance that `getApp()` returns
 * @property {(route: string, query?: Record<string, string>) => OpenPage} openPage opens a page on top of the stack
 * @property {(path: string) => any} requireModule the exports of a compiled file, by path or package name
 * @property {() => void} showApp runs `App.onShow`
 * @property {() => void} hideApp runs `App.onHide`
 * @property {() => readonly OpenPage[]} pages the page stack, the visible one last
 */

/**
 * @param {object} options
 * @param {Record<string, string | Buffer>} options.files
 * @param {unknown} options.wx
 * @param {Record<string, unknown>} [options.globals]
 * @param {Record<string, string>} [options.query] the query that the app is launched with
 * @param {readonly string[]} [options.components] tags of the components that pages are opened with
 * @returns {LoadedApp}
 */
export function loadApp({ files, wx, globals = {}, query = {}, components: tags = [] }) {
  const config = readJson(files, 'app.json')
  const routes = routesOf(config)
  const apps = createAppRegistry()
  const behaviors = createBehaviors()
  const components = createComponents(behaviors)
  const stack = createPages(behaviors)
  const realm = createWxRealm({
    wx,
    globals: {
      console,
      ...apps.globals,
      ...behaviors.globals,
      ...components.globals,
      ...stack.globals,
      ...globals,
    },
  })
  const requireModule = createRequire(files, realm)

  requireModule('/app.js')
  apps.launch({ path: routes[0] ?? '', query, scene: 1001 })

  /** @param {string} route */
  const openComponents = (route) => {
    const used = pathsOf(config, '').concat(pathsOf(readJson(files, `${route}.json`), route))
    return new Map(
      used
        .filter(([tag]) => tags.includes(tag))
        .map(([tag, path]) => [tag, components.open(path, () => requireModule(`/${path}.js`))]),
    )
  }

  return {
    app: apps.instance(),
    requireModule,
    showApp: apps.show,
    hideApp: apps.hide,
    pages: stack.opened,
    openPage(route, query = {}) {
      if (!routes.includes(route)) throw new Error(`app.json lists no page '${route}'`)
      return stack.open({
        route,
        query,
        evaluate: () => requireModule(`/${route}.js`),
        openComponents: () => openComponents(route),
      })
    },
  }
}

/** @type {(files: Record<string, string | Buffer>, path: string) => any} */
const readJson = (files, path) => JSON.parse(String(files[path] ?? '{}'))

/**
 * The pages of the main package and of the sub-packages, as routes.
 *
 * @param {{ pages?: string[], subPackages?: { root: string, pages: string[] }[] }} config
 */
const routesOf = ({ pages = [], subPackages = [] }) => [
  ...pages,
  ...subPackages.flatMap(({ root, pages }) => pages.map((page) => posix.join(root, page))),
]

/**
 * What the tags of a JSON file stand for; the compiler has resolved packages to paths.
 *
 * @param {{ usingComponents?: Record<string, string> }} json
 * @param {string} from the file that it belongs to
 * @returns {[string, string][]}
 */
const pathsOf = ({ usingComponents = {} }, from) =>
  Object.entries(usingComponents).map(([tag, path]) => [
    tag,
    path.startsWith('/') ? path.slice(1) : posix.join(posix.dirname(from), path),
  ])

/**
 * @param {Record<string, string | Buffer>} files
 * @param {ReturnType<typeof createWxRealm>} realm
 * @returns {(id: string) => any}
 */
function createRequire(files, realm) {
  const resolveModule = createResolver(files)
  /** @type {Map<string, { exports: any }>} */
  const modules = new Map()

  /** @param {string} path */
  const load = (path) => {
    const known = modules.get(path)
    if (known) return known.exports
    const module = { exports: {} }
    modules.set(path, module)
    const body = realm.run(`(function (require, module, exports) {${files[path]}\n})`, path)
    body((/** @type {string} */ id) => load(resolveModule(id, path)), module, module.exports)
    return module.exports
  }
  return (id) => load(resolveModule(id, 'app.js'))
}
