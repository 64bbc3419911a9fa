/** The scripts of a mini-program, and which file each `require` in them means. */
import { createResolver } from '../../scripts/mini-program/resolve-module.mjs'

/**
 * @typedef {object} ModuleSource
 * @property {string} source
 * @property {Readonly<Record<string, string>>} requires what is required, by the words of the script, to the path of the file
 */

/** What a compiled script requires stands there in full; a computed name is not resolved on a phone either. */
const REQUIRE = /\brequire\(\s*(['"])([^'"\n]+)\1\s*\)/g

/**
 * @param {import('./source-files.mjs').Files} files
 * @returns {Record<string, ModuleSource>}
 */
export function collectModules(files) {
  const resolve = createResolver(files)
  /** @param {string} id @param {string} from */
  const find = (id, from) => {
    try {
      return resolve(id, from)
    } catch {
      // It may stand in a comment, or under a condition: who really requires it is told in the phone.
      return undefined
    }
  }
  return Object.fromEntries(
    Object.keys(files)
      .filter((path) => path.endsWith('.js'))
      .map((path) => {
        const source = String(files[path])
        const found = [...source.matchAll(REQUIRE)].map(([, , id]) => [id, find(`${id}`, path)])
        return [
          path,
          { source, requires: Object.fromEntries(found.filter(([, target]) => target)) },
        ]
      }),
  )
}
