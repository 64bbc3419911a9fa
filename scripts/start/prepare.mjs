/** From the sources to the demo as the devtools would run it: build, pack, npm build, compile. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundleVendor } from '../../miniprogram-demo/vendor/bundle.mjs'
import { compile } from '../mini-program/compile.mjs'
import { packNpm } from '../mini-program/pack-npm.mjs'

const STEP_TIMEOUT_MS = 120_000
const run = promisify(execFile)

/**
 * @param {object} options
 * @param {string} options.rootDir the repository
 * @param {string} options.projectDir the demo in it
 * @param {boolean} options.shouldBuild false: takes the build that is there
 * @param {import('./narrator.mjs').Narrator} options.narrator
 * @returns {Promise<Record<string, string | Buffer>>} the compiled demo, by path
 */
export async function prepare({ rootDir, projectDir, shouldBuild, narrator }) {
  const scratchDir = await mkdtemp(join(tmpdir(), 'miniprogram-socket-'))
  /** @type {(...args: string[]) => Promise<string>} */
  const npm = async (...args) => {
    const command = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const options = { cwd: rootDir, timeout: STEP_TIMEOUT_MS, shell: process.platform === 'win32' }
    return (await run(command, args, options)).stdout
  }
  try {
    if (shouldBuild) {
      await npm('run', 'build')
      narrator.seen('built the package: miniprogram_dist/ for the app, dist/ for bundlers and Node')
    }
    const answer = await npm('pack', '--json', '--ignore-scripts', '--pack-destination', scratchDir)
    const [{ filename, size }] = JSON.parse(answer)
    narrator.seen(`packed it as npm would publish it: ${filename}, ${kilobytes(size)}`)

    const tarball = join(scratchDir, filename)
    const { packages, warnings } = await packNpm({ projectDir, tarball })
    if (packages !== 1) throw new Error(`the npm build made ${packages} packages: ${warnings}`)
    narrator.seen('ran the real npm build into miniprogram-demo/miniprogram/miniprogram_npm')

    await bundleVendor(projectDir)
    const files = await compile({ projectDir })
    narrator.seen(`compiled the demo with the real compiler: ${Object.keys(files).length} files`)
    return files
  } finally {
    await rm(scratchDir, { recursive: true, force: true })
  }
}

/** @type {(bytes: number) => string} */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
