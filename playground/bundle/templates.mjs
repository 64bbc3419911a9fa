/** WXML to JavaScript, by the component framework's own compiler. */
import { posix } from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import { BundleError } from './bundle-error.mjs'

/**
 * Handlers are called through this name, which the phone gives to what is compiled here: a page expects events in
 * WeChat's shape, not in the framework's.
 */
const CALL_HANDLER = 'callHandler'

/**
 * All templates together: they may import and include each other, and share WXS modules.
 *
 * @param {import('./source-files.mjs').Files} files
 * @returns {string} a JavaScript expression: template by path; it reads one free name, `callHandler`
 */
export function compileTemplates(files) {
  const group = new TmplGroup()
  try {
    group.setExtraRuntimeScript(`Q.C=${CALL_HANDLER};`)
    for (const [file, content] of Object.entries(files)) {
      const path = file.slice(0, -posix.extname(file).length)
      if (file.endsWith('.wxml')) refuseErrors(file, group.addTmpl(path, String(content)))
      if (file.endsWith('.wxs')) group.addScript(path, String(content))
    }
    refuseMissing(files, group)
    return group.getTmplGenObjectGroups()
  } finally {
    group.free()
  }
}

/**
 * @param {string} file
 * @param {readonly any[]} problems lines and columns are counted from 0
 */
function refuseErrors(file, problems) {
  const problem = problems.find(({ isError }) => isError)
  if (!problem) return
  const at = { line: problem.startLine + 1, column: problem.startColumn + 1 }
  throw new BundleError(file, problem.message, at)
}

/**
 * @param {import('./source-files.mjs').Files} files
 * @param {TmplGroup} group
 */
function refuseMissing(files, group) {
  for (const file of Object.keys(files).filter((name) => name.endsWith('.wxml'))) {
    const path = file.slice(0, -'.wxml'.length)
    const wanted = [
      ...group.getDirectDependencies(path).map((name) => `${name}.wxml`),
      ...group.getScriptDependencies(path).map((name) => `${name}.wxs`),
    ]
    const missing = wanted.find((name) => !(name in files))
    if (missing !== undefined) throw new BundleError(file, `needs ${missing}, which is not there`)
  }
}
