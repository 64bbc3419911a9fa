/** The files that a mini-program was compiled to, read by their paths. */
import { BundleError } from './bundle-error.mjs'

/** @typedef {Readonly<Record<string, string | Buffer>>} Files by paths relative to the mini-program's root */

/**
 * @param {Files} files
 * @param {string} path
 * @returns {string | undefined} undefined when there is no such file
 */
export function readText(files, path) {
  const content = files[path]
  return content === undefined ? undefined : String(content)
}

/**
 * @param {Files} files
 * @param {string} path
 * @returns {any} undefined when there is no such file
 */
export function readJson(files, path) {
  const text = readText(files, path)
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new BundleError(path, `is not JSON: ${/** @type {Error} */ (error).message}`)
  }
}
