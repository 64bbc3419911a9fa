/**
 * Remembers what was made from what, so that a start with nothing new makes nothing. Nothing in it is believed: what is
 * kept carries its own hash, and what lies on the disk is hashed again. Whatever does not fit is made anew.
 */
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashFiles, hashText } from './hash-files.mjs'

/** How many values of one name are kept: going back to what was there a moment ago is common. */
const KEPT_PER_NAME = 4

/** @typedef {Record<string, string | Buffer>} Files */
/** @typedef {ReturnType<typeof createBuildCache>} BuildCache */

/** @param {string} cacheDir made when it is missing; may be deleted at any time */
export function createBuildCache(cacheDir) {
  /** @type {(name: string, content: string) => Promise<void>} a reader sees all of it or nothing */
  async function write(name, content) {
    await mkdir(cacheDir, { recursive: true })
    const scratch = join(cacheDir, `${name}.${process.pid}.tmp`)
    await writeFile(scratch, content)
    await rename(scratch, join(cacheDir, name))
  }

  return {
    /**
     * Makes files on the disk, unless they are there as they were made from the same inputs.
     *
     * @param {object} options
     * @param {string} options.name
     * @param {readonly string[]} options.inputs files and folders
     * @param {readonly string[]} options.outputs files and folders
     * @param {() => Promise<unknown>} options.make
     * @returns {Promise<{ isMade: boolean, key: string }>} whether it made them; the key stands for what they are
     */
    async keepOnDisk({ name, inputs, outputs, make }) {
      const inputHash = await hashFiles(inputs)
      const stamp = await readStamp(join(cacheDir, `${name}.json`))
      const outputHash = await hashFiles(outputs, { isAll: true })
      if (stamp?.inputs === inputHash && stamp.outputs === outputHash) {
        return { isMade: false, key: outputHash }
      }
      await make()
      const key = await hashFiles(outputs, { isAll: true })
      // Unless something was edited while it was made: then the next start makes it again.
      if ((await hashFiles(inputs)) === inputHash) {
        await write(`${name}.json`, JSON.stringify({ inputs: inputHash, outputs: key }))
      }
      return { isMade: true, key }
    },

    /**
     * Files by the key of what they are made from.
     *
     * @param {{ name: string, key: () => Promise<string>, make: () => Promise<Files> }} options
     * @returns {Promise<{ isMade: boolean, files: Files }>}
     */
    async keepFiles({ name, key, make }) {
      const keyBefore = await key()
      const entry = `${name}-${keyBefore.slice(0, 32)}.txt`
      const kept = await readFiles(join(cacheDir, entry))
      if (kept) return { isMade: false, files: kept }
      const files = await make()
      // Something was edited while they were made: nobody knows whether they hold the old or the new.
      if ((await key()) !== keyBefore) return { isMade: true, files }
      const text = stringify(files)
      // A second start may tidy up at the same time. What could not be kept is made again; that is all.
      await write(entry, `${hashText(text)}\n${text}`)
        .then(() => forgetOld(cacheDir, name))
        .catch(() => {})
      return { isMade: true, files }
    },
  }
}

/** @type {(path: string) => Promise<{ inputs: string, outputs: string } | null>} */
async function readStamp(path) {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}

/** @type {(path: string) => Promise<Files | null>} */
async function readFiles(path) {
  const text = await readFile(path, 'utf8').catch(() => '')
  const end = text.indexOf('\n')
  const content = text.slice(end + 1)
  return end > 0 && text.slice(0, end) === hashText(content) ? parse(content) : null
}

/** @type {(files: Files) => string} */
const stringify = (files) =>
  JSON.stringify(
    Object.entries(files).map(([path, content]) =>
      typeof content === 'string' ? [path, content] : [path, content.toString('base64'), 'base64'],
    ),
  )

/** @type {(text: string) => Files} */
const parse = (text) =>
  Object.fromEntries(
    JSON.parse(text).map((/** @type {[string, string, 'base64'?]} */ [path, content, encoding]) => [
      path,
      encoding ? Buffer.from(content, encoding) : content,
    ]),
  )

/** @type {(cacheDir: string, name: string) => Promise<void>} */
async function forgetOld(cacheDir, name) {
  const names = (await readdir(cacheDir)).filter((entry) => entry.startsWith(`${name}-`))
  const entries = await Promise.all(
    names.map(async (entry) => ({ entry, atMs: (await stat(join(cacheDir, entry))).mtimeMs })),
  )
  const old = entries.sort((a, b) => b.atMs - a.atMs).slice(KEPT_PER_NAME)
  for (const { entry } of old) await rm(join(cacheDir, entry), { force: true })
}
