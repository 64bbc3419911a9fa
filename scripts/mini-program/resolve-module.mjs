/** `require` as a mini-program resolves it: relative paths, paths from the root, and miniprogram_npm upwards. */
import { posix } from 'node:path'

/**
 * @param {Record<string, unknown>} files
 * @returns {(id: string, from: string) => string} the path of the required file; throws when there is none
 */
export function createResolver(files) {
  /** @param {string} path */
  const asFile = (path) =>
    [path, `${path}.js`, `${path}/index.js`].find((name) => name.endsWith('.js') && name in files)

  return (id, from) => {
    for (const path of candidates(id, from)) {
      const found = asFile(path)
      if (found !== undefined) return found
    }
    throw new Error(`module '${id}' is not defined, require args is '${id}' (in ${from})`)
  }
}

/**
 * @param {string} id
 * @param {string} from
 * @returns {string[]}
 */
function candidates(id, from) {
  if (id.startsWith('/')) return [posix.normalize(id.slice(1))]
  const folder = posix.dirname(from)
  if (id.startsWith('.')) return [posix.join(folder, id)]
  const folders = [folder]
  for (let up = folder; up !== '.'; up = posix.dirname(up)) folders.push(posix.dirname(up))
  // The compiler's own helpers (@babel/runtime/…) lie at the root, outside miniprogram_npm.
  return [...folders.map((at) => posix.join(at, 'miniprogram_npm', id)), id]
}
