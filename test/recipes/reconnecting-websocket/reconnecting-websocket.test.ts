/** docs/recipes/reconnecting-websocket.md, run: reconnecting-websocket in the mini-program against ws. */
import { test } from '@jest/globals'
import { join } from 'node:path'
import type ReconnectingWebSocket from 'reconnecting-websocket'
import { describeRecipe, type RecipeClient } from '../harness/cases'
import { startNodeServer } from '../harness/node-server'
import { expectNumbers, type ScriptedRecipe } from '../harness/numbers'
import { readPage } from '../harness/pages'
import type { RecipeScene } from '../harness/scene'

const OPEN = 1

const create = (
  scene: RecipeScene,
  url: string,
  options: object,
  silenceMs?: number,
): ReconnectingWebSocket =>
  scene.module('utils/reconnecting-websocket').createReconnecting(url, options, silenceMs)

/** The class as the page has it, with timings for a test. */
function connect(scene: RecipeScene, url: string): RecipeClient {
  const heard: string[] = []
  const socket = create(scene, url, { minReconnectionDelay: 100, maxReconnectionDelay: 200 }, 200)
  socket.addEventListener('message', ({ data }) => {
    if (data !== 'pong') heard.push(data as string)
  })
  return {
    heard,
    isReady: () => socket.readyState === OPEN,
    say: (text) => socket.send(text),
    close: async () => socket.close(),
  }
}

const scripted: ScriptedRecipe = {
  bundle: 'miniprogram/vendor/reconnecting-websocket.js',
  connect(scene, url, options) {
    const socket = create(scene, url, options)
    return { isReady: () => socket.readyState === OPEN, close: () => socket.close() }
  },
  use: (WebSocket) => ({ WebSocket }),
  // It has no handshake.
  answer: () => undefined,
}

describeRecipe('reconnecting-websocket against ws', {
  startServer: () => startNodeServer(join(__dirname, 'server.mjs')),
  route: 'pages/reconnecting-websocket/reconnecting-websocket',
  connect,
})

test('the numbers of the page are those of the class', async () => {
  await expectNumbers(readPage('reconnecting-websocket'), scripted)
})
