/**
 * What a client does when things go wrong, by its own defaults, on the scripted fake and the virtual clock: the numbers of
 * a recipe's page. Nothing here is real but the code, so they come out the same everywhere.
 */
import { expect } from '@jest/globals'
import { gzipSync } from 'node:zlib'
import type { FakeTask } from '../../../src/testing'
import type { WebSocket as StandardWebSocket } from '../../../src/websocket'
import type { Table } from '../../docs/markdown'
import { sourceFile } from './app'
import type { RecipePage } from './pages'
import { createScriptedRecipeScene, type RecipeScene } from './scene'

export interface ScriptedRecipe {
  /** The file that the bundler makes, by its path in the project. */
  readonly bundle: string
  /** Connects by the code of the page, with the library's own timings and these options. */
  readonly connect: (scene: RecipeScene, url: string, options: object) => ScriptedClient
  /** The library's options that make it use another class than the page does. */
  readonly use: (WebSocket: Class) => object
  /** Answers the handshake of the protocol on an open task, and says nothing after that. */
  readonly answer: (task: FakeTask) => void
}

type Class = new (url: string, protocols?: readonly string[]) => StandardWebSocket

export interface ScriptedClient {
  readonly isReady: () => boolean
  /** Ends the connection as an app does. Nobody waits for it. */
  readonly close: () => void
}

const URL = 'wss://example.com/ws'
const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const NEVER_MS = 5 * MINUTE_MS

/** What takes no time by the clock still takes turns of the event loop: a library's promises. */
const STEP_MS = 10

const MEASUREMENTS = {
  'attempts in 60 s, server down': countAttempts,
  'silent server: the link is closed after': (recipe: ScriptedRecipe) =>
    measureSilence(recipe, 'closed'),
  'silent server, and the platform reports no close: next attempt after': (
    recipe: ScriptedRecipe,
  ) => measureSilence(recipe, 'replaced'),
  'connect that nobody answers: next attempt after': measureUnanswered,
  'sockets left after close() while connecting': (recipe: ScriptedRecipe) =>
    countLeftovers(recipe, 'connecting'),
  'sockets left after close() while reconnecting': (recipe: ScriptedRecipe) =>
    countLeftovers(recipe, 'reconnecting'),
}

/** Measures a client, as the page has it and on a class without timeouts, and compares the outcome with the page. */
export async function expectNumbers(page: RecipePage, recipe: ScriptedRecipe): Promise<void> {
  const measured = [['bundle, minified', measureBundle(recipe.bundle), '–']]
  for (const [name, measure] of Object.entries(MEASUREMENTS)) {
    measured.push([name, await measure(recipe), await measure(withoutTimeouts(recipe))])
  }
  expect(numbersOf(page)).toEqual(measured)
}

/** The longest that a timer can be set to. */
const ENDLESS_MS = 2_147_483_647

/** The same client on a class that only passes on what the platform says. */
const withoutTimeouts = (recipe: ScriptedRecipe): ScriptedRecipe => ({
  ...recipe,
  connect(scene, url, options) {
    const { WebSocket } = scene.module('miniprogram_npm/miniprogram-socket/websocket')
    class PatientWebSocket extends WebSocket {
      constructor(address: string, protocols?: readonly string[]) {
        super(address, protocols, { connectTimeoutMs: ENDLESS_MS, closeTimeoutMs: ENDLESS_MS })
      }
    }
    return recipe.connect(scene, url, { ...options, ...recipe.use(PatientWebSocket as Class) })
  },
})

function numbersOf({ name, tables }: RecipePage): readonly (readonly string[])[] {
  const table: Table | undefined = tables.find(({ heading }) => heading === 'Numbers')
  if (table === undefined) throw new Error(`docs/recipes/${name}.md has no table "Numbers"`)
  return table.rows
}

function measureBundle(path: string): string {
  const text = sourceFile(path)
  const kilobytes = (size: number) => `${Math.round(size / 1_000)} kB`
  return `${kilobytes(Buffer.byteLength(text))}, ${kilobytes(gzipSync(text, { level: 9 }).length)} gzipped`
}

async function countAttempts(recipe: ScriptedRecipe): Promise<string> {
  const { scene, advance } = begin(recipe)
  scene.fake.onTask((task) => task.error())
  await advance(MINUTE_MS - STEP_MS)
  const [first, second] = scene.fake.connectCalls
  const delayMs = (second?.atMs ?? NaN) - (first?.atMs ?? NaN)
  return `${scene.fake.connectCalls.length}, the second after ${seconds(delayMs)}`
}

/** How long after the server's last word the client does something about it. */
async function measureSilence(
  recipe: ScriptedRecipe,
  what: 'closed' | 'replaced',
): Promise<string> {
  const { scene, client, advance, advanceUntil } = begin(recipe)
  const { fake } = scene
  await advance(0)
  const task = fake.tasks[0] as FakeTask
  recipe.answer(task)
  task.open()
  const lastWordAtMs = await advanceUntil(client.isReady, SECOND_MS)
  if (lastWordAtMs === null) throw new Error('the handshake was not answered')
  // Of the platform neither: no close is ever reported.
  task.silent = true
  const isDone = () => (what === 'closed' ? task.closeCalls.length > 0 : fake.tasks.length > 1)
  return after(lastWordAtMs, await advanceUntil(isDone, NEVER_MS))
}

async function measureUnanswered(recipe: ScriptedRecipe): Promise<string> {
  const { scene, advanceUntil } = begin(recipe)
  const { fake } = scene
  const startedAtMs = fake.clock.nowMs()
  fake.onTask((task) => void (task.silent = true))
  return after(startedAtMs, await advanceUntil(() => fake.tasks.length > 1, NEVER_MS))
}

/** The app closes while a connection is on its way, which then opens all the same. */
async function countLeftovers(
  recipe: ScriptedRecipe,
  when: 'connecting' | 'reconnecting',
): Promise<string> {
  const { scene, client, advance, advanceUntil } = begin(recipe)
  const { fake } = scene
  await advance(0)
  if (when === 'reconnecting') {
    fake.tasks[0]?.open()
    await advance(0)
    fake.tasks[0]?.close()
    await advanceUntil(() => fake.tasks.length > 1, MINUTE_MS)
  }
  if (fake.openCount !== 1) throw new Error(`expected one socket, there are ${fake.openCount}`)
  client.close()
  await advance(SECOND_MS)
  fake.tasks.filter(({ state }) => state === 'connecting').forEach((task) => task.open())
  await advance(30 * SECOND_MS)
  return String(fake.openCount)
}

function begin(recipe: ScriptedRecipe) {
  const scene = createScriptedRecipeScene()
  const { clock } = scene.fake
  const client = recipe.connect(scene, URL, {})

  /** Moves time until something is so, and says when that was. */
  async function advanceUntil(isDone: () => boolean, forMs: number): Promise<number | null> {
    for (let passedMs = 0; passedMs <= forMs; passedMs += STEP_MS) {
      clock.advance(passedMs === 0 ? 0 : STEP_MS)
      await new Promise((resolve) => setImmediate(resolve))
      if (isDone()) return clock.nowMs()
    }
    return null
  }
  const advance = (ms: number) => advanceUntil(() => false, ms)
  return { scene, client, advance, advanceUntil }
}

const after = (sinceMs: number, atMs: number | null): string =>
  atMs === null ? `never (${seconds(NEVER_MS)})` : seconds(atMs - sinceMs)

const seconds = (ms: number): string => `${(ms / SECOND_MS).toFixed(1)} s`
