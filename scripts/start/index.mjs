/**
 * `npm start`: builds the package, puts it into the demo as the devtools would, and plays a narrated session through
 * the demo's own compiled pages. Ends with 0 only when every step of it was seen.
 *
 *   npm start               the real default timings, about three minutes
 *   npm start -- --fast     short timings, less than a minute
 *   npm start -- --no-build takes the build that is there
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { WebSocket } from 'ws'
import { createNarrator } from './narrator.mjs'
import { prepare } from './prepare.mjs'
import { scenes } from './scenes.mjs'
import { openStage } from './stage.mjs'

const require = createRequire(import.meta.url)

const rootDir = fileURLToPath(new URL('../..', import.meta.url))
const projectDir = join(rootDir, 'miniprogram-demo')

const narrator = createNarrator({
  write: (line) => console.log(line),
  isColoured: Boolean(process.stdout.isTTY) && !process.env['NO_COLOR'],
})

async function main() {
  const { values } = parseArgs({
    options: {
      fast: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
    },
  })
  narrator.heading(
    'Preparing',
    'What you publish is what plays: the packed package, built and compiled.',
  )
  const files = await prepare({ rootDir, projectDir, shouldBuild: !values['no-build'], narrator })
  const testing = require(join(rootDir, 'dist', 'testing.js'))
  // Only now: it requires the package by its name, and that was put in its place a moment ago.
  const { startServer } = require(join(projectDir, 'server.js'))
  const stage = await openStage({
    files,
    testing,
    startServer,
    WebSocket,
    isFast: values.fast,
    narrator,
  })
  try {
    narrator.plain('')
    narrator.plain(`The demo's server listens on ${stage.server.url}.`)
    if (values.fast)
      narrator.plain('--fast: the heartbeat and the retries run at a tenth of the default times.')
    for (const [index, { title, about, play }] of scenes.entries()) {
      narrator.heading(`${index + 1}. ${title}`, about(stage))
      await play(stage)
    }
    narrator.heading('In sum, since the app was last opened', sum(stage.me.socket.stats()))
  } finally {
    await stage.close()
  }
  narrator.heading(`Every step was seen, ${scenes.length} scenes of ${scenes.length}.`)
  for (const line of howToOpen()) narrator.plain(line)
}

/** @type {(stats: import('../../dist/index.js').SocketStats) => string} */
const sum = ({ attempts, links, retries, messagesSent, messagesReceived, drops }) =>
  `${attempts} attempts, ${links} links, ${retries} retries, ${messagesSent} messages out, ` +
  `${messagesReceived} in, ${drops} dropped.`

const howToOpen = () => [
  '',
  'The same on a screen:',
  '  1. node miniprogram-demo/server.js           the server, on ws://127.0.0.1:8080',
  '  2. WeChat devtools: import the folder        miniprogram-demo (no appid needed: tourist)',
  '  The package is built into it already. miniprogram-demo/README.md tells the rest.',
]

// No process.exit when all went well: that the process ends by itself shows that nothing was left open.
main().catch((error) => {
  narrator.missed(error.message)
  process.exit(1)
})
