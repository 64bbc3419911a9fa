/**
 * Packs the built package as `npm publish` would. Needs `npm run build` first.
 *
 *   await packTarball({ into }) → the path of the tarball
 */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @param {{ into: string }} options an existing folder
 * @returns {Promise<string>}
 */
export async function packTarball({ into }) {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', into],
    // On Windows npm is a script, which only a shell can run.
    { cwd: ROOT, shell: process.platform === 'win32' },
  )
  // npm 9 to 11 print a list; later ones print an object by name.
  const [{ filename }] = Object.values(JSON.parse(stdout))
  return join(into, filename)
}
