/** The built app in a realm of its own, on a fake `wx`: a live one for real servers, a scripted one for numbers. */
import WebSocket from 'ws'
import { loadApp } from '../../../scripts/mini-program/load-app.mjs'
import {
  createFakeWx,
  hostProfiles,
  type FakeClock,
  type FakeWx,
  type HostProfile,
} from '../../../src/testing'
import { listTimeGlobals } from '../../../src/testing/globals'
import { cleanUp, until } from '../../integration/live-scene'
import { builtApp } from './app'

export interface RecipeScene<Clock extends FakeClock = FakeClock> {
  readonly fake: FakeWx<Clock>
  /** The exports of a module of the app, by its path in `miniprogram/`: `utils/stomp`. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the app is plain JavaScript
  readonly module: (path: string) => any
  /** Opens a page of the app, with its query. */
  readonly openPage: ReturnType<typeof loadApp>['openPage']
}

/** A phone whose background cut comes after milliseconds instead of seconds. */
const HASTY: HostProfile = {
  ...hostProfiles.android,
  suspendAfterMs: 30,
  backgroundCut: { afterMs: 45, report: 'task', close: { code: 1000, reason: 'interrupted' } },
}

/** Bytes really travel, and time is real. */
export function createLiveRecipeScene(): RecipeScene {
  return startApp(createFakeWx({ profile: HASTY, live: { WebSocket } }))
}

/** The test plays the server, time stands still until it is moved, and every jitter is at its middle. */
export function createScriptedRecipeScene() {
  return startApp(createFakeWx(), { Math: EVEN_MATH })
}

const EVEN_MATH: typeof Math = Object.create(Math, { random: { value: () => 0.5 } })

function startApp<Clock extends FakeClock>(
  fake: FakeWx<Clock>,
  globals: object = {},
): RecipeScene<Clock> {
  cleanUp(fake.dispose)
  const { requireModule, openPage } = loadApp({
    files: builtApp(),
    wx: fake.wx,
    // E5: not even a console.
    globals: { ...listTimeGlobals(fake.clock), console: undefined, ...globals },
  })
  return { fake, openPage, module: (path) => requireModule(`/${path}`) }
}

export { cleanUp, until }
