/** The panel's and the phone's own code, bundled in memory. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashFiles } from './hash-files.mjs'

const PLAYGROUND = fileURLToPath(new URL('..', import.meta.url))
const DIST = fileURLToPath(new URL('../../dist', import.meta.url))
const TESTING = join(DIST, 'testing.mjs')

/** Whatever is bundled, and what bundles it. */
const INPUTS = [PLAYGROUND, DIST, join(PLAYGROUND, '../package-lock.json')]

/** @typedef {Map<string, string | Buffer>} Served content by the path it is served at */

/**
 * @param {import('./build-cache.mjs').BuildCache | undefined} cache
 * @returns {{ build: () => Promise<Served>, close: () => Promise<void> }} `build` throws what esbuild says of a mistake
 */
export function createBrowserCode(cache) {
  /** @type {Promise<import('esbuild').BuildContext> | undefined} */
  let made

  const make = async () => {
    const { context } = await import('esbuild')
    return context({
      absWorkingDir: PLAYGROUND,
      entryPoints: [
        { in: join(PLAYGROUND, 'panel/main.ts'), out: 'panel' },
        { in: join(PLAYGROUND, 'panel/styles/panel.css'), out: 'panel' },
        { in: join(PLAYGROUND, 'phone/main.ts'), out: 'phone/main' },
      ],
      outdir: '/',
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      sourcemap: 'inline',
      logLevel: 'silent',
      // The fake `wx` as built: the package is not installed in its own repository.
      alias: { 'miniprogram-socket/testing': TESTING },
      loader: { '.svg': 'dataurl', '.png': 'dataurl' },
    })
  }

  /** @returns {Promise<Record<string, string>>} */
  async function bundle() {
    made ??= make()
    const { outputFiles = [] } = await (await made).rebuild()
    return Object.fromEntries(outputFiles.map(({ path, text }) => [pathOf(path), text]))
  }

  return {
    async build() {
      if (!existsSync(TESTING)) {
        throw new Error(`${TESTING} is missing, and the phones run on it: npm run build`)
      }
      if (!cache) return new Map(Object.entries(await bundle()))
      const key = () => hashFiles(INPUTS)
      const { files } = await cache.keepFiles({ name: 'browser', key, make: bundle })
      return new Map(Object.entries(files))
    },
    async close() {
      await (await made)?.dispose()
    },
  }
}

/** @type {(path: string) => string} where it is served; Windows writes a drive before it */
const pathOf = (path) => path.replaceAll('\\', '/').replace(/^([A-Za-z]:)?\/*/, '/')
