/**
 * Bundles MQTT.js for the protocols page, as docs/recipes/mqtt.md says:
 *
 *   node vendor/bundle.mjs
 *
 * Its npm package cannot be built by the developer tools, which cannot read its syntax; so it is bundled here, and what
 * comes out is not checked in.
 */
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildSync } from 'esbuild'

const HERE = fileURLToPath(new URL('.', import.meta.url))

/**
 * Writes `miniprogram/packages/protocols/vendor/mqtt.js` of a demo; the sources lie beside this file.
 *
 * @param {string} [projectDir] the demo, or a copy of it
 * @returns {string} the file that was written
 */
export function bundleVendor(projectDir = join(HERE, '..')) {
  const outfile = join(projectDir, 'miniprogram/packages/protocols/vendor/mqtt.js')
  // Not `build`: its helper process stays, and who calls this from a test never ends.
  buildSync({
    entryPoints: [join(HERE, 'mqtt.mjs')],
    inject: [join(HERE, 'mqtt-globals.mjs')],
    outfile,
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'browser',
    target: 'es2015',
    legalComments: 'none',
    logLevel: 'error',
  })
  return outfile
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  bundleVendor()
}
