/** The demo in the playground, against the demo's server in this process. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createBuildCache } from '../../playground/build/build-cache.mjs'
import { run } from '../../playground/run.mjs'
import { readPort } from '../../playground/server/open-at-port.mjs'
import { createDemoBuild } from './build-demo.mjs'
import { createControls } from './controls.mjs'

const require = createRequire(import.meta.url)

/** Whatever the compiled demo is made of. */
const WATCHED = ['src', 'rollup.config.js', 'miniprogram-demo/miniprogram']

/**
 * @param {object} options
 * @param {string} options.rootDir the repository
 * @param {string} options.projectDir the demo in it
 * @param {boolean} options.isFast
 * @param {boolean} options.shouldBuild
 * @param {boolean} options.shouldOpen
 * @param {boolean} options.shouldWatch
 * @param {string | undefined} options.portText
 * @param {import('./narrator.mjs').Narrator} options.narrator
 */
export async function openDemo(options) {
  const { rootDir, projectDir, isFast, shouldBuild, shouldOpen, shouldWatch, narrator } = options
  const port = readPort(options.portText)
  const cache = createBuildCache(join(rootDir, '.cache', 'start'))
  const demo = createDemoBuild({
    rootDir,
    projectDir,
    shouldBuild,
    cache,
    say: narrator.act,
  })
  await demo.preparePackage()
  // Only now: it requires the package by its name, and that was put in its place a moment ago.
  const { startServer } = require(join(projectDir, 'server.js'))
  /** @type {import('../../miniprogram-demo/server.js').DemoServer} */
  const server = await startServer()
  try {
    await run({
      playground: {
        title: 'miniprogram-socket demo',
        build: demo.files,
        cache,
        controls: createControls(server),
        query: () => ({ server: server.url, ...(isFast ? { timings: 'fast' } : {}) }),
        watch: shouldWatch ? WATCHED.map((path) => join(rootDir, path)) : [],
      },
      port,
      shouldOpen,
      print: narrator.plain,
      close: server.close,
    })
  } catch (error) {
    await server.close()
    throw error
  }
  narrator.plain(`The demo's server: ${server.url}`)
}
