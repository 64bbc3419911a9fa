/** How often each library calls setTimeout or clearTimeout for a message that arrives. */
import { findLibraries } from './support/libraries.mjs'
import { formatNumber } from './support/table.mjs'
import { createWorld } from './support/world.mjs'

const BURST = 10_000
const STREAM_SECONDS = 1000
const PER_SECOND = 10
const OPENING_MS = 6000

/** @param {import('./support/libraries.mjs').Library} library */
export async function countTimerCalls(library) {
  const { clock, network, start, state, timerCalls } = createWorld(library)
  await start()
  await clock.advance(OPENING_MS)
  const [link] = [...network.alive]
  if (!link) throw new Error(`${library.label} did not connect`)

  const beforeBurst = timerCalls()
  for (let i = 0; i < BURST; i += 1) link.events.message('{"type":"tick"}')
  const inBurst = timerCalls() - beforeBurst

  const beforeStream = timerCalls()
  for (let i = 0; i < STREAM_SECONDS * PER_SECOND; i += 1) {
    link.events.message('{"type":"tick"}')
    await clock.advance(1000 / PER_SECOND)
  }
  const inStream = timerCalls() - beforeStream
  if (state.received !== BURST + STREAM_SECONDS * PER_SECOND) {
    throw new Error(`${library.label} delivered ${state.received} messages`)
  }
  return { inBurst, inStream }
}

/** @returns {Promise<import('./support/table.mjs').Table>} */
export async function measureTimerCalls() {
  const rows = []
  for (const library of findLibraries()) {
    const { inBurst, inStream } = await countTimerCalls(library)
    rows.push([
      library.label,
      library.hasHeartbeat ? 'yes' : 'no',
      formatNumber(inBurst / BURST, 3),
      formatNumber(inStream),
    ])
  }
  return {
    title: 'Timer calls caused by inbound messages',
    note: `setTimeout and clearTimeout together, on virtual time: per message in a burst of ${formatNumber(BURST)}, and in all while ${PER_SECOND} messages a second arrive for ${formatNumber(STREAM_SECONDS)} s.`,
    columns: [
      'library',
      'heartbeat',
      'calls per message',
      `calls in ${formatNumber(STREAM_SECONDS)} s`,
    ],
    rows,
  }
}
