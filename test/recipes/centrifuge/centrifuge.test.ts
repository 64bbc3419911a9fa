/** docs/recipes/centrifuge.md, run: centrifuge in the mini-program against a small server of its protocol. */
import { expect, test } from '@jest/globals'
import type { Centrifuge } from 'centrifuge'
import { join } from 'node:path'
import type { NetworkEvents } from '../../../src/websocket'
import { describeRecipe, type RecipeClient } from '../harness/cases'
import { startNodeServer } from '../harness/node-server'
import { expectNumbers, type ScriptedRecipe } from '../harness/numbers'
import { readPage } from '../harness/pages'
import { createScriptedRecipeScene, type RecipeScene } from '../harness/scene'

interface Made {
  readonly client: Centrifuge
  readonly network: NetworkEvents
}

const create = (scene: RecipeScene, url: string, options: object): Made =>
  scene.module('utils/centrifuge').createCentrifuge(url, options)

/** The client of the page, with timings for a test. */
function connect(scene: RecipeScene, url: string): RecipeClient {
  const heard: string[] = []
  const { client, network } = create(scene, url, {
    minReconnectDelay: 50,
    maxReconnectDelay: 200,
    maxServerPingDelay: 300,
  })
  const room = client.newSubscription('room')
  room.on('publication', ({ data }) => void heard.push(data as string))
  room.subscribe()
  client.connect()
  return {
    heard,
    isReady: () => client.state === 'connected' && room.state === 'subscribed',
    say: (text) => void room.publish(text).catch(() => undefined),
    async close() {
      client.disconnect()
      network.stop()
    },
  }
}

const CONNECTED = { id: 1, connect: { client: 'one', version: '1.0.0', ping: 25, pong: true } }

const scripted: ScriptedRecipe = {
  bundle: 'miniprogram/vendor/centrifuge.js',
  connect(scene, url, options) {
    const { client } = create(scene, url, options)
    client.connect()
    return { isReady: () => client.state === 'connected', close: () => client.disconnect() }
  },
  use: (WebSocket) => ({ websocket: WebSocket }),
  answer: (task) =>
    task.onSent((command) => {
      if (String(command).includes('"connect"')) task.message(JSON.stringify(CONNECTED))
    }),
}

describeRecipe('centrifuge against its protocol', {
  startServer: () => startNodeServer(join(__dirname, 'server.mjs')),
  route: 'pages/centrifuge/centrifuge',
  connect,
})

test('the numbers of the page are those of the client', async () => {
  await expectNumbers(readPage('centrifuge'), scripted)
})

test('hears of the network by networkEvents(), and comes back with it at once', async () => {
  const scene = createScriptedRecipeScene()
  const { fake } = scene
  const settle = async () => {
    await new Promise(setImmediate)
    fake.clock.advance(0)
    await new Promise(setImmediate)
  }
  fake.onTask(scripted.answer)
  const { client, network } = create(scene, 'wss://example.com/ws', {})
  client.connect()
  await settle()
  fake.tasks[0]?.open()
  await settle()
  const before = client.state
  fake.network({ isConnected: false })
  await settle()
  const without = client.state
  fake.network({ isConnected: true })
  await settle()
  expect([before, without, fake.tasks.length]).toEqual(['connected', 'connecting', 2])
  client.disconnect()
  network.stop()
  expect(fake.listenerCount('networkStatusChange')).toBe(0)
})
