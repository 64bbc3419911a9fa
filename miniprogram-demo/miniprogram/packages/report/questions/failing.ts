/** What a host says of a link that cannot open: fail, error, close, and in which order. */
import type { Question } from '../inquiry/question'
import type { ProbeLink } from '../inquiry/probe-link'
import type { Inquiry } from '../inquiry/create-inquiry'

/** Hosts have 60 s for it of their own. */
const REFUSAL_MS = 12_000
/** What comes late, comes within so long. */
const AFTERWARDS_MS = 1_500
const TIMEOUT_MS = 2_000
/** Well beyond the timeout, and well under what hosts wait for by themselves. */
const UNHEEDED_MS = 8_000

const hasFailed = (link: ProbeLink) => link.has('fail') || link.has('error') || link.has('close')

/** Everything that the host says of a connect that fails. */
async function storyOfFailure({ until, pause, port }: Inquiry, link: ProbeLink) {
  const startedAtMs = port.nowMs()
  await until(() => hasFailed(link), REFUSAL_MS)
  const failedMs = hasFailed(link) ? port.nowMs() - startedAtMs : null
  await pause(AFTERWARDS_MS)
  return { answer: { events: [...link.story()] }, measured: { failedMs } }
}

const refused: Question = {
  id: 'refused',
  title: 'What does it say when nobody listens?',
  about: 'Connects to a port of the server’s computer that is closed.',
  needsHands: false,
  timeoutMs: 30_000,
  async ask(inquiry) {
    const { server } = inquiry.port
    const closed = server.replace(/(:\d+)?$/, `:${await inquiry.closedPort()}`)
    return storyOfFailure(inquiry, inquiry.connect({}, {}, closed))
  },
}

const badStatus: Question = {
  id: 'bad-status',
  title: 'What does it say when the server answers 404?',
  about: 'Connects to an address that the server answers with 404 instead of a link.',
  needsHands: false,
  timeoutMs: 20_000,
  ask: (inquiry) => storyOfFailure(inquiry, inquiry.connect({ do: 'status', status: 404 })),
}

const unknownHost: Question = {
  id: 'unknown-host',
  title: 'What does it say of a computer that does not exist?',
  about: 'Connects to a name that the domain name system does not know.',
  needsHands: false,
  timeoutMs: 20_000,
  ask: (inquiry) => storyOfFailure(inquiry, inquiry.connect({}, {}, 'ws://nobody.invalid')),
}

const unanswered: Question = {
  id: 'unanswered',
  title: 'Does it heed the timeout of a connect?',
  about: 'Connects with a timeout of 2 s to an address that never answers, and waits for 8 s.',
  needsHands: false,
  timeoutMs: 30_000,
  async ask({ connect, until, pause, port }) {
    const startedAtMs = port.nowMs()
    const link = connect({ do: 'hang' }, { timeout: TIMEOUT_MS })
    const isHeeded = await until(() => hasFailed(link), UNHEEDED_MS)
    const failedMs = isHeeded ? port.nowMs() - startedAtMs : null
    if (isHeeded) await pause(AFTERWARDS_MS)
    return { answer: { isHeeded, events: [...link.story()] }, measured: { failedMs } }
  },
}

export const failingQuestions: readonly Question[] = [refused, badStatus, unknownHost, unanswered]
