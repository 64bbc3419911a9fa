/**
 * `npm start`: builds the package, puts it into the demo as the devtools would, and opens the demo in the playground,
 * against its own server.
 *
 *   npm start                     the demo on two phones, in a browser
 *   npm start -- --port 9000      at this port; 8000, or a free one, without it
 *   npm start -- --no-open        opens no browser
 *   npm start -- --no-watch       looks for no changes
 *   npm start -- --terminal       a narrated session in the terminal instead, about three minutes
 *   npm start -- --fast           short timings, in either; the session takes less than a minute then
 *   npm start -- --no-build       takes the build of the package that is there
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createNarrator } from './narrator.mjs'

const rootDir = fileURLToPath(new URL('../..', import.meta.url))
const projectDir = join(rootDir, 'miniprogram-demo')

const narrator = createNarrator({
  write: (line) => console.log(line),
  isColoured: Boolean(process.stdout.isTTY) && !process.env['NO_COLOR'],
})

/** What means nothing in the other of the two. */
const ONLY_IN_PLAYGROUND = /** @type {const} */ (['port', 'no-open', 'no-watch'])

async function main() {
  const { values } = parseArgs({
    options: {
      terminal: { type: 'boolean', default: false },
      fast: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      'no-watch': { type: 'boolean', default: false },
    },
  })
  const shared = {
    rootDir,
    projectDir,
    narrator,
    isFast: values.fast,
    shouldBuild: !values['no-build'],
  }
  if (values.terminal) {
    const stray = ONLY_IN_PLAYGROUND.find((name) => values[name])
    if (stray) throw new Error(`--${stray} is for the playground, and --terminal opens none`)
    const { playSession } = await import('./session.mjs')
    return playSession(shared)
  }
  const { openDemo } = await import('./open-demo.mjs')
  return openDemo({
    ...shared,
    portText: values.port,
    shouldOpen: !values['no-open'],
    shouldWatch: !values['no-watch'],
  })
}

// No process.exit when all went well: that the process ends by itself shows that nothing was left open.
main().catch((error) => {
  narrator.missed(error.message)
  process.exit(1)
})
