/** One WXSS file, with what it imports, to the CSS that the phone adds. */
import { posix } from 'node:path'
import postcss from 'postcss'
import { BundleError } from '../bundle-error.mjs'
import { readText } from '../source-files.mjs'
import { scopeKeyframes } from './keyframes.mjs'
import { createSelectorRewrite } from './selectors.mjs'
import { convertUnits } from './units.mjs'

/**
 * @param {import('../source-files.mjs').Files} files
 * @param {import('./selectors.mjs').SelectorPlace} place `path` is that of the file, without `.wxss`
 * @returns {string} empty when there is no such file
 */
export function compileStyleSheet(files, place) {
  const file = `${place.path}.wxss`
  if (!(file in files)) return ''
  const root = parseWithImports(files, file, [])
  const rewrite = createSelectorRewrite(place)
  root.walkRules((rule) => {
    if (isKeyframe(rule)) return
    try {
      rule.selector = rewrite(rule.selector)
    } catch (error) {
      throw new BundleError(
        file,
        `"${rule.selector}" is no selector: ${/** @type {Error} */ (error).message}`,
      )
    }
  })
  root.walkDecls((declaration) => {
    declaration.value = convertUnits(declaration.value)
  })
  if (place.role !== 'app') scopeKeyframes(root, place.scope)
  return root.toString()
}

/**
 * @param {import('../source-files.mjs').Files} files
 * @param {string} file
 * @param {readonly string[]} importers which files led here; one that comes again is left out
 * @returns {import('postcss').Root}
 */
function parseWithImports(files, file, importers) {
  const root = parse(file, `${readText(files, file)}`)
  root.walkAtRules('import', (rule) => {
    const target = /^(?:url\()?\s*(['"]?)(.+?)\1\s*\)?$/.exec(rule.params)?.[2] ?? ''
    const path = target.startsWith('/')
      ? posix.normalize(target.slice(1))
      : posix.join(posix.dirname(file), target)
    if (!(path in files)) {
      throw new BundleError(file, `imports "${target}", which is not there`, rule.source?.start)
    }
    const chain = [...importers, file]
    rule.replaceWith(chain.includes(path) ? [] : parseWithImports(files, path, chain).nodes)
  })
  return root
}

/**
 * @param {string} file
 * @param {string} text
 */
function parse(file, text) {
  try {
    return postcss.parse(text)
  } catch (error) {
    const { reason, line, column } = /** @type {import('postcss').CssSyntaxError} */ (error)
    if (reason === undefined) throw error
    throw new BundleError(file, reason, { line: line ?? 1, column: column ?? 1 })
  }
}

/** @param {import('postcss').Rule} rule */
function isKeyframe(rule) {
  const { parent } = rule
  return parent?.type === 'atrule' && /keyframes$/i.test(/** @type {any} */ (parent).name)
}
