/**
 * Tells when something below some folders changed. It watches each folder and not each file, so that editors that write
 * a new file and rename it are noticed too, on every system.
 */
import { watch } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** An editor that saves all, or a checkout, is one change. */
const DEBOUNCE_MS = 80

/** What builds write, and what no build reads. */
const IGNORED = /^(node_modules|miniprogram_npm|\..*|.*~)$/

/**
 * @param {object} options
 * @param {readonly string[]} options.paths files and folders; what is missing is left out
 * @param {() => void} options.onChange
 * @returns {Promise<{ close: () => void }>}
 */
export async function watchFolders({ paths, onChange }) {
  /** @type {Map<string, import('node:fs').FSWatcher>} */
  const watchers = new Map()
  let isClosed = false
  /** @type {NodeJS.Timeout | undefined} */
  let timer

  /** @type {(name: string | null) => void} */
  function changed(name) {
    if (isClosed || (name !== null && IGNORED.test(name))) return
    clearTimeout(timer)
    timer = setTimeout(() => void lookForNewFolders().finally(onChange), DEBOUNCE_MS)
  }

  /** @type {(path: string, only?: string) => void} */
  function watchOne(path, only) {
    if (isClosed || watchers.has(path)) return
    const watcher = watch(path, { persistent: false }, (_, name) => {
      if (only === undefined || name === only) changed(name)
    })
    watchers.set(path, watcher)
    // The folder was deleted, which its parent has told already.
    watcher.on('error', () => forget(path))
  }

  /** @type {(path: string) => void} */
  function forget(path) {
    watchers.get(path)?.close()
    watchers.delete(path)
  }

  /** @type {(path: string) => Promise<void>} */
  async function watchBelow(path) {
    const found = await stat(path).catch(() => null)
    if (!found) return forget(path)
    if (!found.isDirectory())
      return watchOne(join(path, '..'), path.slice(join(path, '..').length + 1))
    watchOne(path)
    const entries = await readdir(path, { withFileTypes: true }).catch(() => [])
    await Promise.all(
      entries
        .filter((entry) => entry.isDirectory() && !IGNORED.test(entry.name))
        .map(({ name }) => watchBelow(join(path, name))),
    )
  }

  const lookForNewFolders = async () => {
    for (const path of paths) await watchBelow(path)
  }

  await lookForNewFolders()
  return {
    close() {
      isClosed = true
      clearTimeout(timer)
      for (const path of [...watchers.keys()]) forget(path)
    },
  }
}
