/**
 * Opens a mini-program in the playground: a page with two phones and a control panel, served on this computer alone.
 *
 *   const { url, close } = await openPlayground({ title, build, watch: ['my-app'], query: () => ({ server }) })
 */
import { fileURLToPath } from 'node:url'
import { createCurrentBuild } from './build/current-build.mjs'
import { watchFolders } from './build/watch-folders.mjs'
import { createEventStream } from './server/event-stream.mjs'
import { createServer } from './server/create-server.mjs'

/** What is read again at each build; the rest of this folder is Node's and needs a new start. */
const OWN_SOURCES = ['panel', 'phone', 'built-ins'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
)

/** The phones of every playground. */
const PHONES = [
  { id: 'left', name: 'ann' },
  { id: 'right', name: 'bob' },
]

/**
 * @typedef {object} Control a button of the panel's group "Server"
 * @property {string} id
 * @property {string} label
 * @property {string} about one sentence: what it does
 * @property {() => Promise<string> | string} act does it, and says what it did
 * @property {() => boolean} [isOn] of a switch: whether it is on
 */

/**
 * @typedef {object} PlaygroundOptions
 * @property {() => Promise<Record<string, string | Buffer>>} build the compiled mini-program by path, as often as it is asked for
 * @property {import('./build/build-cache.mjs').BuildCache} [cache] keeps what is made of the compiled files, too
 * @property {string} [title] what the page is called
 * @property {readonly string[]} [watch] files and folders; a change in one builds again. None: nothing is watched
 * @property {readonly Control[]} [controls]
 * @property {(phone: { id: string, name: string }) => Record<string, string>} [query] what a phone launches the app with, beside its name
 * @property {number} [port] 0, the default, takes a free one
 * @property {(line: string) => void} [say] hears what happens to the build
 */

/**
 * Resolves when the first build is there, or has failed: then the panel shows why, and a change builds again.
 *
 * @param {PlaygroundOptions} options
 * @returns {Promise<{ url: string, failure: () => string | null, close: () => Promise<void> }>}
 */
export async function openPlayground({
  build,
  cache,
  title = 'Playground',
  watch = [],
  controls = [],
  query = () => ({}),
  port = 0,
  say = () => {},
}) {
  const current = createCurrentBuild({ build, cache })
  const events = createEventStream(() => ({
    type: 'hello',
    failure: current.failure,
    isBuilding: refresh.isRunning(),
  }))
  const refresh = createRefresh({ current, tell: events.tell, say })
  const startedAtMs = Date.now()

  const config = () => ({
    title,
    startedAtMs,
    isBuilt: current.isBuilt,
    pages: current.pages,
    phones: PHONES.map((phone) => ({ ...phone, query: { ...query(phone), name: phone.name } })),
    controls: controls.map(({ id, label, about, isOn }) => ({ id, label, about, isOn: isOn?.() })),
  })

  const server = await createServer({
    port,
    routes: {
      file: (path) => current.file(path),
      config,
      events: events.add,
      async control(id) {
        const control = controls.find((one) => one.id === id)
        return control ? { text: await control.act(), controls: config().controls } : null
      },
    },
  })
  // Only now: a port that is taken should not cost a build.
  await refresh()
  const watcher =
    watch.length > 0
      ? await watchFolders({ paths: [...watch, ...OWN_SOURCES], onChange: refresh })
      : null

  return {
    url: `http://127.0.0.1:${server.port}`,
    failure: () => current.failure,
    async close() {
      watcher?.close()
      events.close()
      await server.close()
      await current.close()
    },
  }
}

/**
 * One build at a time; what changes during one is built after it.
 *
 * @param {object} options
 * @param {import('./build/current-build.mjs').CurrentBuild} options.current
 * @param {(event: object) => void} options.tell
 * @param {(line: string) => void} options.say
 * @returns {(() => Promise<void>) & { isRunning: () => boolean }}
 */
function createRefresh({ current, tell, say }) {
  /** @type {Promise<void> | null} */
  let running = null
  let isStale = false

  async function run() {
    do {
      isStale = false
      const before = current.failure
      tell({ type: 'building' })
      const change = await current.refresh()
      tell({ type: 'built', failure: current.failure, change })
      if (current.failure !== null && current.failure !== before) say(current.failure)
      else if (change !== 'nothing') say('built')
    } while (isStale)
  }

  const refresh = () => {
    isStale = true
    running ??= run().finally(() => (running = null))
    return running
  }
  return Object.assign(refresh, { isRunning: () => running !== null })
}
