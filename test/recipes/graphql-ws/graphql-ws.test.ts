/** docs/recipes/graphql-ws.md, run: graphql-ws in the mini-program against its own server. */
import { expect, test } from '@jest/globals'
import type { Client } from 'graphql-ws'
import { join } from 'node:path'
import { describeRecipe, type RecipeClient } from '../harness/cases'
import { startNodeServer } from '../harness/node-server'
import { expectNumbers, type ScriptedRecipe } from '../harness/numbers'
import { readPage } from '../harness/pages'
import { createScriptedRecipeScene, type RecipeScene } from '../harness/scene'

const ROOM = 'subscription { said }'
const SAY = 'mutation ($text: String!) { say(text: $text) }'

const ignore = () => undefined

/** As the page does: it rejects when the connection that it waits for does not come about. */
const dispose = async (client: Client) => client.dispose()?.catch(ignore)

/** The client of the page, subscribed; what it could not do is what some of the tests are about. */
function subscribe(scene: RecipeScene, url: string, options: object, heard: string[] = []) {
  const client: Client = scene.module('utils/graphql').createGraphqlClient(url, options)
  let isConnected = false
  client.on('connected', () => (isConnected = true))
  client.on('closed', () => (isConnected = false))
  client.subscribe<{ said: string }>(
    { query: ROOM },
    { next: ({ data }) => void heard.push(data?.said ?? ''), error: ignore, complete: ignore },
  )
  return { client, isReady: () => isConnected }
}

/** With timings for a test. */
function connect(scene: RecipeScene, url: string): RecipeClient {
  const heard: string[] = []
  const retryWait = () => new Promise<void>((resolve) => void setTimeout(resolve, 100))
  const { client, isReady } = subscribe(scene, url, { keepAlive: 200, retryWait }, heard)
  return {
    heard,
    isReady,
    say: (text) =>
      void client.subscribe(
        { query: SAY, variables: { text } },
        { next: ignore, error: ignore, complete: ignore },
      ),
    close: () => dispose(client),
  }
}

const scripted: ScriptedRecipe = {
  bundle: 'miniprogram/vendor/graphql-ws.js',
  connect(scene, url, options) {
    const { client, isReady } = subscribe(scene, url, options)
    return { isReady, close: () => void dispose(client) }
  },
  use: (WebSocket) => ({ webSocketImpl: WebSocket }),
  answer: (task) =>
    task.onSent((message) => {
      if (message === '{"type":"connection_init"}') task.message('{"type":"connection_ack"}')
    }),
}

describeRecipe('graphql-ws against its own server', {
  startServer: () => startNodeServer(join(__dirname, 'server.mjs')),
  route: 'pages/graphql/graphql',
  connect,
})

test('the numbers of the page are those of the client', async () => {
  await expectNumbers(readPage('graphql-ws'), scripted)
})

test.each([
  { what: 'as it comes', own: { shouldRetry: undefined }, attempts: 1 },
  { what: 'told that everything is worth a retry', own: {}, attempts: 6 },
])('C-36: $what, it makes $attempts attempts in 60 s', async ({ own, attempts }) => {
  const scene = createScriptedRecipeScene()
  const { clock } = scene.fake
  scene.fake.onTask((task) => task.error())
  const defaults = { retryAttempts: undefined, retryWait: undefined }
  const { client } = subscribe(scene, 'wss://example.com/ws', { ...defaults, ...own })
  for (let passedMs = 0; passedMs < 60_000; passedMs += 10) {
    clock.advance(passedMs === 0 ? 0 : 10)
    await new Promise(setImmediate)
  }
  expect(scene.fake.connectCalls).toHaveLength(attempts)
  await dispose(client)
})

test('a mutation under way when the connection is lost is sent again after it', async () => {
  const scene = createScriptedRecipeScene()
  const { fake } = scene
  fake.onTask(scripted.answer)
  const client: Client = scene
    .module('utils/graphql')
    .createGraphqlClient('wss://example.com/ws', { generateID: () => 'one' })
  client.subscribe(
    { query: SAY, variables: { text: 'hello' } },
    { next: ignore, error: ignore, complete: ignore },
  )
  const pass = async (ms: number) => {
    await new Promise(setImmediate)
    fake.clock.advance(ms)
    await new Promise(setImmediate)
  }
  await pass(0)
  for (const nth of [0, 1]) {
    const task = fake.tasks[nth]
    task?.open()
    await pass(0)
    expect(task?.sent.filter((text) => String(text).includes('hello'))).toHaveLength(1)
    task?.close()
    await pass(2_000)
  }
  void dispose(client)
})
