/** How links end: by our close(), by the server, by nobody. */
import type { Inquiry, ProbeQuery } from '../inquiry/create-inquiry'
import type { Question } from '../inquiry/question'

/** The server answers a slow connect after so long; the close comes well before. */
const SLOW_OPEN_MS = 1_500
const BEFORE_OPEN_MS = 300
const END_MS = 4_000
const QUIET_MS = 500

/** 1000 and 3000–4999 are a browser's rule; the others are on either side of its borders. */
const CODES: readonly (number | null)[] = [null, 1000, 1001, 2999, 3000, 4999, 5000]
const REASON = '再见, bye'

/** With a code and without, with a reason and without, and without a word. */
const SERVER_ENDS: readonly ProbeQuery[] = [
  { do: 'close' },
  { do: 'close', code: 1000 },
  { do: 'close', code: 1001 },
  { do: 'close', code: 1011 },
  { do: 'close', code: 1012, reason: 'retry' },
  { do: 'close', code: 4001, reason: 'kicked' },
  { do: 'cut' },
]

const closeWhileConnecting: Question = {
  id: 'close-while-connecting',
  title: 'Does close() work before the link is open?',
  about: 'Closes a link while it is being opened, and looks whether it opens all the same.',
  needsHands: false,
  timeoutMs: 20_000,
  async ask({ connect, pause, until, sightingOf }) {
    const link = connect({ do: 'slow', afterMs: SLOW_OPEN_MS })
    await pause(BEFORE_OPEN_MS)
    const close = await link.close({ code: 1000, reason: 'early' })
    await until(() => link.has('open'), SLOW_OPEN_MS + END_MS)
    await pause(QUIET_MS)
    const events = [...link.story()]
    const seen = await sightingOf(link)
    return { answer: { close, events, isOpenForServer: seen !== null && seen.closed === null } }
  },
}

/** Closes a link of its own with this code, and tells it from both ends. */
async function closeWith({ open, until, sightingOf }: Inquiry, code: number | null) {
  const link = await open()
  const close = await link.close(code === null ? {} : { code, reason: REASON })
  const isOver = close.outcome === 'success' && (await until(() => link.has('close'), END_MS))
  const told = link.events.find(({ event }) => event === 'close') ?? null
  const seen = isOver ? ((await sightingOf(link))?.closed ?? null) : null
  link.abandon()
  return {
    code,
    call: close,
    told: told?.event === 'close' ? { code: told.code, reason: told.reason } : null,
    server: seen === null ? null : { code: seen.code, reason: seen.reason },
  }
}

const closeCodes: Question = {
  id: 'close-codes',
  title: 'Which close codes does it take?',
  about: 'Closes links with codes on both sides of the borders, and asks the server what came.',
  needsHands: false,
  timeoutMs: 90_000,
  async ask(inquiry) {
    const closes: unknown[] = []
    let closeMs: number | null = null
    for (const code of CODES) {
      const startedAtMs = inquiry.port.nowMs()
      closes.push(await closeWith(inquiry, code))
      closeMs = closeMs ?? inquiry.port.nowMs() - startedAtMs
    }
    return { answer: { closes }, measured: { firstCloseMs: closeMs } }
  },
}

/** What the host says of an end that the server makes. */
async function endedByServer({ open, until, pause }: Inquiry, how: ProbeQuery) {
  const link = await open({ afterMs: 100, ...how })
  await until(() => link.has('close') || link.has('error'), END_MS)
  await pause(QUIET_MS)
  return { how, events: link.story().filter(({ event }) => event === 'close' || event === 'error') }
}

const serverCloses: Question = {
  id: 'server-closes',
  title: 'What does it say when the server ends the link?',
  about: 'The server closes with and without code and reason, and once breaks the link off.',
  needsHands: false,
  timeoutMs: 60_000,
  async ask(inquiry) {
    const ends: unknown[] = []
    for (const how of SERVER_ENDS) ends.push(await endedByServer(inquiry, how))
    return { answer: { ends } }
  },
}

export const closingQuestions: readonly Question[] = [
  closeWhileConnecting,
  closeCodes,
  serverCloses,
]
