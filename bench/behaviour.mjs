/** What each library does with its defaults when things go wrong, on virtual time. */
import { findLibraries } from './support/libraries.mjs'
import { LATENCY_MS } from './support/network.mjs'
import {
  FAILURES,
  LIMIT,
  runServerDown,
  runDrop,
  runSilentPeer,
  runBlackHole,
  runOutage,
  runCloseInBackOff,
  runCloseMidRetry,
  runAcceptThenClose,
  runTwentyFailures,
} from './support/scenarios.mjs'
import { formatNumber } from './support/table.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */

const seconds = (/** @type {number} */ ms) => `${formatNumber(ms / 1000, 2)} s`

/** The delays as "3000 3900 …", a repeated one as "5000 ×11". @param {number[]} delaysMs */
function summarize(delaysMs) {
  /** @type {{ delayMs: number, count: number }[]} */
  const runs = []
  for (const delayMs of delaysMs.map(Math.round)) {
    const last = runs[runs.length - 1]
    if (last && last.delayMs === delayMs) last.count += 1
    else runs.push({ delayMs, count: 1 })
  }
  const text = runs.map(({ delayMs, count }) => (count > 1 ? `${delayMs} ×${count}` : `${delayMs}`))
  return text.join(' ') || '–'
}

/** @returns {Promise<Table[]>} */
export async function measureBehaviour() {
  /** @type {(string | number)[][]} */
  const reconnecting = []
  /** @type {(string | number)[][]} */
  const keeping = []
  for (const library of findLibraries()) {
    const down = await runServerDown(library)
    const dropMs = await runDrop(library)
    const silent = await runSilentPeer(library)
    const blackHoleMs = await runBlackHole(library)
    reconnecting.push([
      library.label,
      down.inOneMinute,
      down.inTenMinutes,
      down.ending,
      summarize(down.delaysMs),
      dropMs === undefined ? 'never' : `${dropMs} ms`,
      silent.noticedMs === undefined ? 'never' : seconds(silent.noticedMs),
      silent.replacedMs === undefined ? 'never' : seconds(silent.replacedMs),
      blackHoleMs === undefined ? 'never' : seconds(blackHoleMs),
    ])
    const outage = await runOutage(library)
    const backOff = await runCloseInBackOff(library)
    keeping.push([
      library.label,
      `${outage.delivered}${outage.thrown > 0 ? ` (threw ${outage.thrown})` : ''}`,
      outage.duplicated,
      outage.delivered === 0 ? '–' : outage.isInOrder ? 'yes' : 'no',
      backOff.alive,
      await runCloseMidRetry(library),
      library.hasLimit ? await runAcceptThenClose(library) : 'no limit option',
      await runTwentyFailures(library),
    ])
  }
  return [
    {
      title: 'Reconnecting and dead links, defaults',
      note: `Virtual time, Math.random = 0.5, an attempt is answered after ${LATENCY_MS} ms. Silent peer: the link opens, then nothing arrives for 5 minutes, no close event either.`,
      columns: [
        'library',
        'attempts in 60 s, server down',
        'in 10 min',
        'then',
        'delays in 60 s (ms)',
        'first attempt after a drop',
        'silent peer noticed after',
        'replaced after',
        'unanswered connect replaced after',
      ],
      rows: reconnecting,
    },
    {
      title: 'Messages and leftovers, defaults',
      note: `Ten messages in a 5 s outage; sockets still connecting or open 60 s after close(); sockets made against a server that accepts and drops, limit ${LIMIT}; most sockets connecting or open at once through ${FAILURES} failures.`,
      columns: [
        'library',
        'delivered of 10',
        'duplicated',
        'in order',
        'left after close() in back-off',
        'after close() mid-retry',
        'accept-then-close',
        'most at once',
      ],
      rows: keeping,
    },
  ]
}
