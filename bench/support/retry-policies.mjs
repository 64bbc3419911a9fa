/**
 * The delays of every library's default retry policy, taken from the library's own code where it has a
 * function for them, else from its default value. `checkPolicy` holds each against a real run of the library.
 */
import { createWorld } from './world.mjs'

/**
 * @typedef {object} Policy
 * @property {string} id
 * @property {string} label
 * @property {string} source       where the delays come from
 * @property {(random: () => number) => number} [drawClient]   what is drawn once per client
 * @property {(retry: number, random: () => number, drawn: number) => number | undefined} delayMs
 *   the delay before retry 1, 2, …; undefined when the library gives up
 * @property {(exports: any) => any} [reconnect]   ours: the options this policy stands for
 *
 * @typedef {import('./libraries.mjs').Library} Library
 */

/** The defaults written in 1-product: what `reconnect` starts from. */
const OUR_LIMIT = 12
const OUR_JITTER = 0.2

/** @param {number} baseMs @param {() => number} random @param {number} jitter */
function jittered(baseMs, random, jitter) {
  return baseMs * (1 + jitter * (2 * random() - 1))
}

/** Never seen by anything: only there to look at the exports. */
function exportsOf(/** @type {Library} */ library) {
  return library.load(createWorld(library).host)
}

/** The defaults of the two. */
const EXPONENTIAL = { initialMs: 1000, factor: 2, maxMs: 30_000 }
/** What the README recommends to whoever restarts servers with many clients. */
const SPREAD = { initialMs: 5000, factor: 2, maxMs: 30_000 }
const LINEAR = { initialMs: 1000, stepMs: 1000, maxMs: 30_000 }

/** @param {Library} library @returns {Policy[]} */
function policiesOfOurs(library) {
  const exports = exportsOf(library)
  const exponential = exports.exponentialBackoff(EXPONENTIAL)
  const linear = exports.linearBackoff(LINEAR)
  const spread = exports.exponentialBackoff(SPREAD)
  const limited = (/** @type {(retry: number) => number} */ baseMs, jitter = OUR_JITTER) =>
    /** @type {Policy['delayMs']} */ (
      (retry, random) => (retry > OUR_LIMIT ? undefined : jittered(baseMs(retry), random, jitter))
    )
  const { label } = library
  return [
    {
      id: 'ours',
      label: `${label}, defaults`,
      source: 'delayMs 5000, jitter 0.2, limit 12',
      delayMs: limited(() => 5000),
    },
    {
      id: 'ours-exponential',
      label: `${label}, exponentialBackoff`,
      source: `exponentialBackoff(${describe(EXPONENTIAL)})`,
      delayMs: limited(exponential),
      reconnect: (own) => ({ delayMs: own.exponentialBackoff(EXPONENTIAL) }),
    },
    {
      id: 'ours-linear',
      label: `${label}, linearBackoff`,
      source: `linearBackoff(${describe(LINEAR)})`,
      delayMs: limited(linear),
      reconnect: (own) => ({ delayMs: own.linearBackoff(LINEAR) }),
    },
    {
      id: 'ours-spread',
      label: `${label}, exponentialBackoff, jitter 1`,
      source: `exponentialBackoff(${describe(SPREAD)}), jitter 1`,
      delayMs: limited(spread, 1),
      reconnect: (own) => ({ delayMs: own.exponentialBackoff(SPREAD), jitter: 1 }),
    },
  ]
}

const describe = (/** @type {Record<string, number>} */ options) =>
  Object.entries(options)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

/** What reconnecting-websocket and partysocket share. @param {Library} library */
function growing(library) {
  const exports = exportsOf(library)
  const { _getNextDelay: getNextDelay } = (exports.default || exports).prototype
  return (/** @type {number} */ retry, /** @type {Record<string, number>} */ options) =>
    /** @type {number} */ (
      getNextDelay.call({ _retryCount: retry, _options: options, _debug() {} })
    )
}

/** @param {number} delayMs */
const constant = (delayMs) => () => delayMs

/** @type {Record<string, (library: Library) => Policy[]>} */
const POLICIES_BY_ID = {
  ours: policiesOfOurs,
  'websocket-heartbeat-miniprogram': ({ id, label }) => [
    { id, label, source: 'default reconnectTimeout 2000', delayMs: constant(2000) },
  ],
  'websocket-heartbeat-js': ({ id, label }) => [
    { id, label, source: 'default reconnectTimeout 2000', delayMs: constant(2000) },
  ],
  'reconnecting-websocket': (library) => {
    const nextDelayMs = growing(library)
    return [
      {
        id: library.id,
        label: library.label,
        source:
          '_getNextDelay(); its first delay, 1000 + random × 4000, is drawn once per page load',
        drawClient: (random) => 1000 + random() * 4000,
        delayMs: (retry, _, drawn) => nextDelayMs(retry, { minReconnectionDelay: drawn }),
      },
    ]
  },
  partysocket: (library) => {
    const nextDelayMs = growing(library)
    /** @type {Record<string, number>} */
    const options = {}
    return [
      {
        id: library.id,
        label: library.label,
        source: '_getNextDelay()',
        delayMs: (retry) => nextDelayMs(retry, options),
      },
    ]
  },
  'websocket-ts': (library) => {
    const backoff = new (exportsOf(library).ConstantBackoff)(1000)
    return [
      {
        id: library.id,
        label: library.label,
        source: 'ConstantBackoff(1000).next()',
        delayMs: () => backoff.next(),
      },
    ]
  },
  sockette: ({ id, label }) => [
    { id, label, source: 'default timeout 1000', delayMs: constant(1000) },
  ],
  'robust-websocket': (library) => {
    const { shouldReconnect } = exportsOf(library).defaultOptions
    const event = { code: 1006 }
    return [
      {
        id: library.id,
        label: library.label,
        source: 'defaultOptions.shouldReconnect()',
        delayMs: (retry) => shouldReconnect(event, { attempts: retry - 1 }),
      },
    ]
  },
}

/** @param {Library} library @returns {Policy[]} */
export function policiesOf(library) {
  return POLICIES_BY_ID[library.id]?.(library) ?? []
}

/**
 * The instants at which one client tries, from the moment it notices that its link is gone.
 * @param {Policy} policy
 * @param {{ noticedAtMs: number, backAtMs: number, latencyMs: number, random: () => number }} world
 * @param {(atMs: number, isAccepted: boolean) => void} onAttempt
 */
export function followClient(policy, { noticedAtMs, backAtMs, latencyMs, random }, onAttempt) {
  const drawn = policy.drawClient ? policy.drawClient(random) : 0
  let atMs = noticedAtMs
  for (let retry = 1; ; retry += 1) {
    const delayMs = policy.delayMs(retry, random, drawn)
    if (delayMs === undefined) return
    atMs += delayMs
    const isAccepted = atMs + latencyMs >= backAtMs
    onAttempt(atMs, isAccepted)
    if (isAccepted) return
    atMs += latencyMs
  }
}

/**
 * Runs the real library through a restart on virtual time and compares every attempt with the policy.
 * @param {Library} library @param {Policy} policy
 * @returns {Promise<number>} how many attempts were compared
 */
export async function checkPolicy(library, policy) {
  const downMs = 30_000
  const latencyMs = 50
  let compared = 0
  for (const value of [0.1, 0.5, 0.9]) {
    const random = () => value
    const { clock, network, start } = createWorld(library, { random })
    await start(policy.reconnect ? { reconnect: policy.reconnect } : {})
    await clock.advance(10_000)
    const before = network.log.attemptAtMs.length
    const droppedAtMs = clock.now()
    network.server.mode = 'down'
    network.dropAll()
    await clock.advance(downMs)
    network.server.mode = 'up'
    await clock.advance(90_000)
    const real = network.log.attemptAtMs.slice(before).map((atMs) => atMs - droppedAtMs)
    /** @type {number[]} */
    const model = []
    const world = { noticedAtMs: 0, backAtMs: downMs, latencyMs, random }
    followClient(policy, world, (atMs) => void model.push(atMs))
    const isSame =
      real.length === model.length && real.every((atMs, i) => Math.abs(atMs - (model[i] ?? 0)) <= 1)
    if (!isSame) {
      throw new Error(
        `${policy.label}: the model of its delays is wrong. Real attempts at ${real.join(' ')} ms, model ${model.join(' ')} ms`,
      )
    }
    compared += real.length
  }
  return compared
}
