/** docs/recipes/signalr.md, run: @microsoft/signalr in the mini-program against a small hub of its protocol. */
import { test } from '@jest/globals'
import type { HubConnection } from '@microsoft/signalr'
import { join } from 'node:path'
import { describeRecipe, type RecipeClient } from '../harness/cases'
import { startNodeServer } from '../harness/node-server'
import { expectNumbers, type ScriptedRecipe } from '../harness/numbers'
import { readPage } from '../harness/pages'
import type { RecipeScene } from '../harness/scene'

type KeepStarted = (connection: HubConnection, delayMs?: number) => () => Promise<void>

const keepStarted = (scene: RecipeScene): KeepStarted => scene.module('utils/signalr').keepStarted

const create = (scene: RecipeScene, url: string, options: object = {}): HubConnection =>
  scene.module('utils/signalr').createHubConnection(url, options)

/** The connection of the page, with timings for a test. */
function connect(scene: RecipeScene, url: string): RecipeClient {
  const heard: string[] = []
  const connection = create(scene, url)
  connection.serverTimeoutInMilliseconds = 500
  connection.on('said', (text: string) => void heard.push(text))
  const stop = keepStarted(scene)(connection, 100)
  return {
    heard,
    isReady: () => String(connection.state) === 'Connected',
    say: (text) => void connection.send('say', text).catch(() => undefined),
    close: stop,
  }
}

const scripted: ScriptedRecipe = {
  bundle: 'miniprogram/vendor/signalr.js',
  connect(scene, url, options) {
    const connection = create(scene, url, options)
    const stop = keepStarted(scene)(connection)
    return { isReady: () => String(connection.state) === 'Connected', close: () => void stop() }
  },
  use: (WebSocket) => ({ WebSocket }),
  answer: (task) =>
    task.onSent((message) => {
      if (String(message).includes('"protocol":"json"')) task.message('{}\u001e')
    }),
}

describeRecipe('SignalR against its protocol', {
  startServer: () => startNodeServer(join(__dirname, 'server.mjs')),
  route: 'pages/signalr/signalr',
  connect,
})

test('the numbers of the page are those of the client', async () => {
  await expectNumbers(readPage('signalr'), scripted)
})
