/** The compiled demo, made again only as far as something changed since it was made last. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { hashFiles, hashText } from '../../playground/build/hash-files.mjs'

const STEP_TIMEOUT_MS = 120_000

/** @typedef {ReturnType<typeof createDemoBuild>} DemoBuild */

/**
 * @param {object} options
 * @param {string} options.rootDir the repository
 * @param {string} options.projectDir the demo
 * @param {boolean} options.shouldBuild false: takes the build of the package that is there
 * @param {import('../../playground/build/build-cache.mjs').BuildCache} options.cache
 * @param {(line: string) => void} options.say hears what is made, when it begins
 */
export function createDemoBuild({ rootDir, projectDir, shouldBuild, cache, say }) {
  /** @type {(...paths: string[]) => string[]} */
  const inRoot = (...paths) => paths.map((path) => join(rootDir, path))
  const manifest = inRoot('package.json', 'package-lock.json')
  const compiler = inRoot('scripts/mini-program')
  const built = inRoot('dist', 'miniprogram_dist')
  const installed = ['node_modules/miniprogram-socket', 'miniprogram/miniprogram_npm'].map((path) =>
    join(projectDir, path),
  )

  async function buildPackage() {
    await cache.keepOnDisk({
      name: 'package',
      inputs: [
        ...inRoot('src', 'rollup.config.js', 'scripts/rollup', 'tsconfig.json'),
        ...manifest,
      ],
      outputs: built,
      make: () => {
        say('building the package')
        const rollup = join(rootDir, 'node_modules/rollup/dist/bin/rollup')
        const args = [rollup, '--config', 'rollup.config.js', '--silent']
        return promisify(execFile)(process.execPath, args, {
          cwd: rootDir,
          timeout: STEP_TIMEOUT_MS,
        })
      },
    })
  }

  /** Puts the package into the demo; what comes back stands for what lies there now. */
  async function install() {
    const { key } = await cache.keepOnDisk({
      name: 'installed',
      inputs: [...built, ...compiler, ...manifest, join(projectDir, 'package.json')],
      outputs: installed,
      make: async () => {
        say('running the npm build')
        const { packNpm } = await import('../mini-program/pack-npm.mjs')
        const { packTarball } = await import('../mini-program/pack-tarball.mjs')
        const scratchDir = await mkdtemp(join(tmpdir(), 'miniprogram-socket-'))
        try {
          await packNpm({ projectDir, tarball: await packTarball({ into: scratchDir }) })
        } finally {
          await rm(scratchDir, { recursive: true, force: true })
        }
      },
    })
    return key
  }

  /** What the demo uses and npm build cannot read. */
  async function bundleForDemo() {
    await cache.keepOnDisk({
      name: 'vendor',
      inputs: [join(projectDir, 'vendor'), ...manifest],
      outputs: [join(projectDir, 'miniprogram/packages/protocols/vendor/mqtt.js')],
      make: async () => {
        say('bundling MQTT.js')
        const { bundleVendor } = await import('../../miniprogram-demo/vendor/bundle.mjs')
        await bundleVendor(projectDir)
      },
    })
  }

  /** @type {Promise<string> | null} what was prepared a moment ago need not be looked at again */
  let prepared = null

  async function prepare() {
    if (shouldBuild) await buildPackage()
    return install()
  }

  return {
    /** Builds the package and puts it into the demo, so that its server can be required. */
    preparePackage() {
      prepared = prepare()
      return prepared
    },
    /** @returns {Promise<Record<string, string | Buffer>>} the compiled demo by path */
    async files() {
      const installedKey = await (prepared ?? prepare())
      prepared = null
      await bundleForDemo()
      const { files } = await cache.keepFiles({
        name: 'demo',
        key: async () =>
          hashText(installedKey + (await hashFiles([projectDir, ...compiler, ...manifest]))),
        make: async () => {
          say('compiling the demo')
          const { compile } = await import('../mini-program/compile.mjs')
          return compile({ projectDir })
        },
      })
      return files
    },
  }
}
