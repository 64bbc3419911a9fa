/**
 * The narrated session: the demo's own compiled pages on phones in this process, against the demo's server. Ends well
 * only when every step of it was seen.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { prepare } from './prepare.mjs'
import { scenes } from './scenes.mjs'
import { openStage } from './stage.mjs'

const require = createRequire(import.meta.url)

/**
 * @param {object} options
 * @param {string} options.rootDir the repository
 * @param {string} options.projectDir the demo in it
 * @param {boolean} options.isFast
 * @param {boolean} options.shouldBuild
 * @param {import('./narrator.mjs').Narrator} options.narrator
 */
export async function playSession({ rootDir, projectDir, isFast, shouldBuild, narrator }) {
  narrator.heading(
    'Preparing',
    'What you publish is what plays: the packed package, built and compiled.',
  )
  const files = await prepare({ rootDir, projectDir, shouldBuild, narrator })
  const testing = require(join(rootDir, 'dist', 'testing.js'))
  // Only now: it requires the package by its name, and that was put in its place a moment ago.
  const { startServer } = require(join(projectDir, 'server.js'))
  const stage = await openStage({ files, testing, startServer, WebSocket, isFast, narrator })
  try {
    narrator.plain('')
    narrator.plain(`The demo's server listens on ${stage.server.url}.`)
    if (isFast)
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
  'The same on a screen: npm start. In the WeChat devtools:',
  '  1. node miniprogram-demo/server.js           the server, on ws://127.0.0.1:8080',
  '  2. WeChat devtools: import the folder        miniprogram-demo (no appid needed: tourist)',
  '  The package is built into it already. miniprogram-demo/README.md tells the rest.',
]
