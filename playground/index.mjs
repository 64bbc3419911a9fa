/**
 * Shows any mini-program in the playground.
 *
 *   node playground/index.mjs --project DIR    DIR holds project.config.json
 *     --query name=value&…  what the app is launched with
 *     --port N              8000, or a free one if that is taken
 *     --no-open             opens no browser
 *     --no-watch            looks for no changes
 */
import { resolve } from 'node:path'
import { URLSearchParams, fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createBuildCache } from './build/build-cache.mjs'
import { createProjectBuild } from './build/build-project.mjs'
import { run } from './run.mjs'
import { readPort } from './server/open-at-port.mjs'

const CACHE_DIR = fileURLToPath(new URL('../.cache/start', import.meta.url))

async function main() {
  const { values } = parseArgs({
    options: {
      project: { type: 'string' },
      query: { type: 'string', default: '' },
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      'no-watch': { type: 'boolean', default: false },
    },
  })
  if (values.project === undefined) {
    throw new Error('expected --project and the folder of a mini-program')
  }
  const projectDir = resolve(values.project)
  const print = (/** @type {string} */ line) => console.log(line)
  const cache = createBuildCache(CACHE_DIR)
  const build = await createProjectBuild({ projectDir, cache, say: print })
  const query = Object.fromEntries(new URLSearchParams(values.query))
  await run({
    playground: {
      title: projectDir.split(/[\\/]/).at(-1) ?? projectDir,
      build,
      cache,
      query: () => query,
      watch: values['no-watch'] ? [] : [projectDir],
    },
    port: readPort(values.port),
    shouldOpen: !values['no-open'],
    print,
  })
}

main().catch((error) => {
  console.error(error.message)
  process.exitCode = 1
})
