/**
 * What a compiled mini-program becomes for the phone.
 *
 *   createBundle({ files }) → { script, assets }
 *
 * `files` is what scripts/mini-program/compile.mjs returns. `script` is loaded by the phone's page as `/app.js` and
 * only says what there is (`globalThis.miniProgram`, see phone/mini-program/mini-program.ts); the phone runs it.
 * `assets` are images and the like, which the phone looks for under `/app/<path>`.
 */
import { posix } from 'node:path'
import { readAppConfig } from './app-config.mjs'
import { collectModules } from './modules.mjs'
import { compileTemplates } from './templates.mjs'
import { collectUnits } from './units.mjs'
import { compileStyleSheet } from './wxss/compile-style-sheet.mjs'
import { SCOPE_MARK } from './wxss/selectors.mjs'

/** What is code, style or setting and so not served as a file. */
const SOURCES = ['.js', '.json', '.wxml', '.wxss', '.wxs', '.map', '.ts']

/**
 * @param {{ files: import('./source-files.mjs').Files }} options
 * @returns {{ script: string, assets: Map<string, Buffer> }}
 * @throws {import('./bundle-error.mjs').BundleError} that names the file and what is wrong with it
 */
export function createBundle({ files }) {
  const app = readAppConfig(files)
  const units = collectUnits(files, app)
  const miniProgram = {
    app,
    units: Object.fromEntries(units.map(({ path, ...unit }) => [path, unit])),
    templates: compileTemplates(files),
    styles: compileStyles(files, units),
    scopeMark: SCOPE_MARK,
    modules: collectModules(files),
  }
  return {
    script: `globalThis.miniProgram = ${JSON.stringify(miniProgram)}\n`,
    assets: collectAssets(files),
  }
}

/**
 * @param {import('./source-files.mjs').Files} files
 * @param {readonly import('./units.mjs').Unit[]} units
 * @returns {Record<string, string>} CSS by path; the app's own is `app`
 */
function compileStyles(files, units) {
  return Object.fromEntries([
    ['app', compileStyleSheet(files, { role: 'app', path: 'app', scope: '' })],
    ...units.map(({ path, isPage, scope }) => [
      path,
      compileStyleSheet(files, { role: isPage ? 'page' : 'component', path, scope }),
    ]),
  ])
}

/**
 * @param {import('./source-files.mjs').Files} files
 * @returns {Map<string, Buffer>}
 */
function collectAssets(files) {
  const entries = Object.entries(files).filter(([path]) => !SOURCES.includes(posix.extname(path)))
  return new Map(entries.map(([path, content]) => [path, Buffer.from(content)]))
}
