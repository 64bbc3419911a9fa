/** `app.json`: the pages, those of sub-packages too, the components that every page knows, and the themes. */
import { posix } from 'node:path'
import { BundleError } from './bundle-error.mjs'
import { readJson } from './source-files.mjs'

/**
 * @typedef {object} AppConfig
 * @property {readonly string[]} pages every route, those of sub-packages last
 * @property {string} home the route that a launch without a path opens
 * @property {Readonly<Record<string, string>>} usingComponents
 * @property {Readonly<Record<string, unknown>>} window
 * @property {any} tabBar undefined without one
 * @property {boolean} isThemed whether the app follows the system's theme: `darkmode`
 * @property {Readonly<Record<'light' | 'dark', Readonly<Record<string, string>>>>} themes what `@name` stands for
 */

/**
 * @param {import('./source-files.mjs').Files} files
 * @returns {AppConfig}
 */
export function readAppConfig(files) {
  const config = readJson(files, 'app.json')
  if (!config) throw new BundleError('app.json', 'is missing: these are no mini-program files')
  const pages = [...(config.pages ?? []), ...subPackagePages(config)]
  if (pages.length === 0) throw new BundleError('app.json', '"pages" lists no page')
  const home = config.entryPagePath ?? pages[0]
  if (!pages.includes(home)) {
    throw new BundleError(
      'app.json',
      `"entryPagePath" names "${home}", which "pages" does not list`,
    )
  }
  return {
    pages,
    home,
    usingComponents: config.usingComponents ?? {},
    window: config.window ?? {},
    tabBar: config.tabBar,
    isThemed: config.darkmode === true,
    themes: readThemes(files, config.themeLocation),
  }
}

/**
 * Both spellings are accepted: https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages/basic.html
 *
 * @param {any} config
 * @returns {string[]}
 */
function subPackagePages(config) {
  const packages = [...(config.subPackages ?? []), ...(config.subpackages ?? [])]
  return packages.flatMap(({ root, pages = [] }) =>
    pages.map((/** @type {string} */ page) => posix.join(root, page)),
  )
}

/**
 * @param {import('./source-files.mjs').Files} files
 * @param {string | undefined} location
 * @returns {AppConfig['themes']}
 */
function readThemes(files, location) {
  if (location === undefined) return { light: {}, dark: {} }
  const themes = readJson(files, posix.normalize(location))
  if (!themes)
    throw new BundleError('app.json', `"themeLocation" names "${location}", which is not there`)
  return { light: themes.light ?? {}, dark: themes.dark ?? {} }
}
