/** One hash over the names and contents of files and folders: equal when, and only when, nothing in them differs. */
import { createHash } from 'node:crypto'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'

/** Folders that hold what others made. */
const MADE_ELSEWHERE = new Set(['node_modules', 'miniprogram_npm', '.git', '.cache'])

/**
 * @param {readonly string[]} paths files and folders; one that is missing counts as such
 * @param {{ isAll?: boolean }} [options] `isAll`: folders named `node_modules` and `miniprogram_npm` too
 * @returns {Promise<string>}
 */
export async function hashFiles(paths, { isAll = false } = {}) {
  const hash = createHash('sha256')
  for (const path of paths) {
    const root = resolve(path)
    const files = await filesUnder(root, isAll)
    hash.update(`${files === null ? 'missing' : files.length}\n`)
    const contents = await Promise.all(
      (files ?? []).map((file) => readFile(file).catch(ifGone(''))),
    )
    for (const [index, content] of contents.entries()) {
      const name = relative(root, /** @type {string[]} */ (files)[index] ?? '')
      hash.update(`${name.replaceAll('\\', '/')} ${content.length}\n`).update(content)
    }
  }
  return hash.digest('hex')
}

/**
 * What was there a moment ago may be gone, where somebody builds: that is another hash, and no failure.
 *
 * @type {<Value>(value: Value) => (error: Error) => Value}
 */
const ifGone = (value) => (error) => {
  if (Reflect.get(error, 'code') === 'ENOENT') return value
  throw error
}

/** @type {(text: string | Buffer) => string} */
export const hashText = (text) => createHash('sha256').update(text).digest('hex')

/** @type {(path: string, isAll: boolean) => Promise<string[] | null>} in the order of their names; null: missing */
async function filesUnder(path, isAll) {
  const found = await stat(path).catch(() => null)
  if (found === null) return null
  if (!found.isDirectory()) return [path]
  const entries = await readdir(path, { withFileTypes: true }).catch(ifGone([]))
  const lists = await Promise.all(
    entries
      .filter(({ name }) => isAll || !MADE_ELSEWHERE.has(name))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => {
        const below = join(path, entry.name)
        return entry.isDirectory() || entry.isSymbolicLink() ? filesUnder(below, isAll) : [below]
      }),
  )
  return lists.flatMap((list) => list ?? [])
}
