/** The panel's and the phone's own code, bundled in memory. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { context } from 'esbuild'

const PLAYGROUND = fileURLToPath(new URL('..', import.meta.url))
const TESTING = fileURLToPath(new URL('../../dist/testing.mjs', import.meta.url))

/** @typedef {Map<string, Buffer>} Served content by the path it is served at */

/**
 * @returns {{ build: () => Promise<Served>, close: () => Promise<void> }} `build` throws what esbuild says of a mistake
 */
export function createBrowserCode() {
  /** @type {Promise<import('esbuild').BuildContext> | undefined} */
  let made

  const make = () =>
    context({
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

  return {
    async build() {
      if (!existsSync(TESTING)) {
        throw new Error(`${TESTING} is missing, and the phones run on it: npm run build`)
      }
      made ??= make()
      const { outputFiles = [] } = await (await made).rebuild()
      return new Map(
        outputFiles.map(({ path, contents }) => [
          path.replaceAll('\\', '/').replace(/^([A-Za-z]:)?\/*/, '/'),
          Buffer.from(contents),
        ]),
      )
    },
    async close() {
      await (await made)?.dispose()
    },
  }
}
