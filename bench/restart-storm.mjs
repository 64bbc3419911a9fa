/**
 * `node bench/restart-storm.mjs [--write] [--json]`: a server with a million clients is restarted; how the
 * clients come back under each library's default policy. `--write` draws docs/restart-storm.svg.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT, findLibraries, requireBuild } from './support/libraries.mjs'
import { checkPolicy, followClient, policiesOf } from './support/retry-policies.mjs'
import { drawStorm } from './support/storm-chart.mjs'
import { formatNumber, renderText } from './support/table.mjs'

const CLIENTS = 1_000_000
const NOTICE_MS = 1000
const LATENCY_MS = 50
const OUTAGES_MS = [3000, 30_000]
const BIN_MS = 100
const BINS_PER_SECOND = 1000 / BIN_MS
const HORIZON_MS = 120_000
const CHART_SECONDS = 40
/** The span over which a mean is the same yardstick for every policy. */
const MEAN_SECONDS = 60
const SEED = 20_261_120

/** mulberry32: small, seeded, good enough to spread delays. @param {number} seed */
function createRandom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The most in any one second, window moved by a bin. @param {Float64Array} bins @param {number} from @param {number} to */
function peakPerSecond(bins, from, to) {
  let peak = 0
  let sum = 0
  for (let i = from; i < to; i += 1) {
    sum += bins[i] ?? 0
    if (i >= from + BINS_PER_SECOND) sum -= bins[i - BINS_PER_SECOND] ?? 0
    peak = Math.max(peak, sum)
  }
  return peak
}

/**
 * @param {import('./support/retry-policies.mjs').Policy} policy
 * @param {number} downMs
 */
export function simulateRestart(policy, downMs) {
  const random = createRandom(SEED)
  const bins = Math.ceil((downMs + HORIZON_MS) / BIN_MS)
  const accepted = new Float64Array(bins)
  const refused = new Float64Array(bins)
  let back = 0
  for (let client = 0; client < CLIENTS; client += 1) {
    const world = {
      noticedAtMs: random() * NOTICE_MS,
      backAtMs: downMs,
      latencyMs: LATENCY_MS,
      random,
    }
    followClient(policy, world, (atMs, isAccepted) => {
      const bin = Math.min(bins - 1, Math.floor(atMs / BIN_MS))
      if (isAccepted) {
        accepted[bin] = (accepted[bin] ?? 0) + 1
        back += 1
      } else {
        refused[bin] = (refused[bin] ?? 0) + 1
      }
    })
  }
  return summarize(accepted, refused, back, downMs)
}

/** @param {Float64Array} accepted @param {Float64Array} refused @param {number} back @param {number} downMs */
function summarize(accepted, refused, back, downMs) {
  // An attempt on its way when the server returns is accepted: it counts into the first second.
  const first = Math.floor((downMs - LATENCY_MS) / BIN_MS)
  const secondsUntil = (/** @type {number} */ share) => {
    let sum = 0
    for (let i = first; i < accepted.length; i += 1) {
      sum += accepted[i] ?? 0
      if (sum >= share * CLIENTS) return ((i + 1 - first) * BIN_MS) / 1000
    }
    return undefined
  }
  const peak = peakPerSecond(accepted, first, accepted.length)
  const until99 = secondsUntil(0.99)
  const mean = until99 === undefined ? undefined : (0.99 * CLIENTS) / Math.max(1, until99)
  const perSecond = []
  for (let step = 0; step <= CHART_SECONDS * BINS_PER_SECOND; step += 2) {
    let sum = 0
    for (let i = Math.max(0, step - BINS_PER_SECOND); i < step; i += 1)
      sum += accepted[first + i] ?? 0
    perSecond.push(sum)
  }
  return {
    peak,
    ratio: peak === 0 ? undefined : peak / (CLIENTS / MEAN_SECONDS),
    ratioUntil99: mean === undefined ? undefined : peak / mean,
    until50: secondsUntil(0.5),
    until99,
    neverBack: CLIENTS - back,
    refusedPeak: peakPerSecond(refused, 0, refused.length),
    perSecond,
  }
}

export async function measureRestartStorm() {
  const policies = []
  for (const library of findLibraries()) {
    for (const policy of policiesOf(library)) {
      const compared = await checkPolicy(library, policy)
      const outages = OUTAGES_MS.map((downMs) => ({ downMs, ...simulateRestart(policy, downMs) }))
      policies.push({ ...policy, compared, outages })
    }
  }
  return policies
}

/** @typedef {Awaited<ReturnType<typeof measureRestartStorm>>} Storm */

/** @param {Storm} storm @returns {import('./support/table.mjs').Table[]} */
export function toStormTables(storm) {
  const compared = storm.reduce((sum, policy) => sum + policy.compared, 0)
  const optional = (/** @type {number | undefined} */ value, digits = 0) =>
    value === undefined ? '–' : formatNumber(value, digits)
  return OUTAGES_MS.map((downMs, index) => ({
    title: `Restart of a server with ${formatNumber(CLIENTS)} clients, down ${downMs / 1000} s`,
    note: `Model: every link is cut at 0 s, each client notices within ${NOTICE_MS / 1000} s (evenly), a refused attempt is answered after ${LATENCY_MS} ms, the server is back after ${downMs / 1000} s and accepts without limit; seed ${SEED}. Per second: the fullest second, window moved by ${BIN_MS} ms. The delays were compared with ${formatNumber(compared)} attempts of the real libraries in this run, no difference.`,
    columns: [
      'policy',
      'connections/s at the peak',
      `÷ mean of ${MEAN_SECONDS} s`,
      '÷ mean until 99 % are back',
      '50 % back after (s)',
      '99 % back after (s)',
      'never back',
      'refused/s at the peak',
      'delays from',
    ],
    rows: storm.map(({ label, source, outages }) => {
      const outage = /** @type {typeof outages[number]} */ (outages[index])
      return [
        label,
        formatNumber(outage.peak),
        optional(outage.ratio, 1),
        optional(outage.ratioUntil99, 1),
        optional(outage.until50, 1),
        optional(outage.until99, 1),
        formatNumber(outage.neverBack),
        formatNumber(outage.refusedPeak),
        source,
      ]
    }),
  }))
}

/** @param {Storm} storm */
export function toStormSvg(storm) {
  // The same delays as a library above it: drawn once.
  const shown = storm.filter(({ id }) => !['websocket-heartbeat-js', 'websocket-ts'].includes(id))
  return drawStorm(
    shown.map(({ label, outages }) => ({
      label,
      columns: outages.map(({ peak, perSecond, neverBack, ratio, until99 }) => ({
        perSecond,
        peak,
        text:
          neverBack === CLIENTS
            ? 'nobody comes back'
            : `peak ${formatNumber(Math.round(peak / 1000))} k/s = ${formatNumber(ratio ?? NaN, 1)} × mean\n99 % back after ${formatNumber(until99 ?? NaN, 1)} s`,
      })),
    })),
    {
      title: `A server with ${formatNumber(CLIENTS)} clients restarts: connections per second`,
      subtitle: `Simulated with each library's own delays, defaults. Clients notice within ${NOTICE_MS / 1000} s; the server accepts without limit. Mean: over the ${MEAN_SECONDS} s after it is back.`,
      columnTitles: OUTAGES_MS.map((downMs) => `down ${downMs / 1000} s`),
      seconds: CHART_SECONDS,
      most: CLIENTS,
    },
  )
}

/** @param {Storm} storm */
export function writeStormSvg(storm) {
  mkdirSync(path.join(ROOT, 'docs'), { recursive: true })
  writeFileSync(path.join(ROOT, 'docs/restart-storm.svg'), toStormSvg(storm))
}

async function main() {
  requireBuild()
  const storm = await measureRestartStorm()
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify(toStormTables(storm), null, 2)}\n`)
  } else {
    process.stdout.write(`${toStormTables(storm).map(renderText).join('\n')}\n`)
  }
  if (process.argv.includes('--write')) writeStormSvg(storm)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
