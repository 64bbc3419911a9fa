/** Bundles a compiled mini-program for the phone, or takes the bundle that was made of the same files before. */
import { fileURLToPath } from 'node:url'
import { hashFiles, hashText } from './hash-files.mjs'

/** What else decides what comes out. */
const BUNDLER = ['../bundle', '../../scripts/mini-program', '../../package-lock.json'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

const SCRIPT = 'app.js'
const ASSETS = 'assets/'

/** @typedef {Record<string, string | Buffer>} Files */
/** @typedef {{ script: string, assets: Map<string, Buffer> }} Bundle */

/**
 * @param {import('./build-cache.mjs').BuildCache | undefined} cache
 * @returns {(files: Files) => Promise<Bundle>} throws what is wrong with the mini-program
 */
export function createBundler(cache) {
  // The code that runs is the one that was there at the start, whatever is edited later.
  const codeHash = hashFiles(BUNDLER)
  // Loading the compilers takes longer than everything else of a start with nothing new.
  const bundle = async (/** @type {Files} */ files) =>
    (await import('../bundle/create-bundle.mjs')).createBundle({ files })

  return async (files) => {
    if (!cache) return bundle(files)
    const kept = await cache.keepFiles({
      name: 'bundle',
      key: async () => hashText((await codeHash) + hashContents(files)),
      make: async () => toFiles(await bundle(files)),
    })
    return fromFiles(kept.files)
  }
}

/** @type {(files: Files) => string} */
const hashContents = (files) =>
  Object.entries(files)
    .map(([path, content]) => `${path} ${hashText(content)}\n`)
    .join('')

/** @type {(bundle: Bundle) => Files} */
const toFiles = ({ script, assets }) => ({
  [SCRIPT]: script,
  ...Object.fromEntries([...assets].map(([path, content]) => [ASSETS + path, content])),
})

/** @type {(files: Files) => Bundle} */
const fromFiles = ({ [SCRIPT]: script = '', ...assets }) => ({
  script: String(script),
  assets: new Map(
    Object.entries(assets).map(([path, content]) => [
      path.slice(ASSETS.length),
      Buffer.from(content),
    ]),
  ),
})
