/** What becomes of a link, of timers and of events while the app is in the background. It needs a person's hands. */
import type { Inquiry } from '../inquiry/create-inquiry'
import { createLogbook } from '../inquiry/logbook'
import type { ProbeLink } from '../inquiry/probe-link'
import type { Finding, Question } from '../inquiry/question'

const TICK_MS = 200
/** When the single timer is due: soon after a script is stopped, and before the return. */
const MAX_DUE_MS = 7_000
const DUE_SHARE = 0.8
/** What comes late after the return, that timer for example, comes within so long. */
const AFTERWARDS_MS = 4_000
const ANSWER_MS = 4_000
/** How much too short or too long a person may stay away. */
const SHORTEST_SHARE = 0.8
const LONGEST_SHARE = 2
/** A person needs a while to read, to act and to return. */
const PATIENCE_MS = 240_000

interface Stay {
  readonly seconds: number
  readonly instruction: string
}

/** Waits until the person was away for about as long as it takes; asks again when it was not. */
async function stayAway(inquiry: Inquiry, { seconds, instruction }: Stay) {
  const wantedMs = seconds * 1_000
  let guide = instruction
  for (;;) {
    const link = await inquiry.open({ do: 'echo' })
    const book = createLogbook(inquiry, link, {
      tickMs: TICK_MS,
      dueMs: Math.min(MAX_DUE_MS, wantedMs * DUE_SHARE),
    })
    inquiry.port.guide(guide)
    await inquiry.until(book.isBack, PATIENCE_MS)
    const awayMs = book.awayMs()
    const isLongEnough = awayMs >= wantedMs * SHORTEST_SHARE
    if (isLongEnough && awayMs <= wantedMs * LONGEST_SHARE) {
      inquiry.port.guide('')
      return { link, book }
    }
    link.abandon()
    book.stop()
    const came = `${(awayMs / 1_000).toFixed(1)} s`
    guide = `That was ${came}, it takes about ${seconds} s. ${instruction}`
  }
}

/** Whether the link still carries something. */
async function lifeOf({ until }: Inquiry, link: ProbeLink) {
  const known = link.messages.length
  const sent = await link.send('still there?')
  if (sent.outcome === 'fail' || sent.outcome === 'threw') return 'send fails'
  return (await until(() => link.messages.length > known, ANSWER_MS)) ? 'echoes' : 'silent'
}

async function ask(inquiry: Inquiry, stay: Stay): Promise<Finding> {
  const { link, book } = await stayAway(inquiry, stay)
  await inquiry.pause(AFTERWARDS_MS)
  const account = book.account()
  const linkAfter = await lifeOf(inquiry, link)
  const seen = await inquiry.sightingOf(link)
  return {
    answer: { ...account.answer, linkAfter },
    measured: {
      ...account.measured,
      // Only where it was told that the app is hidden, and the link could still carry that, is it counted from there.
      serverSawEndAfterMs: seen?.closed?.afterMs ?? null,
    },
  }
}

const createQuestion = (id: string, title: string, stay: Stay): Question => ({
  id,
  title,
  about:
    'Writes down what is called in the background and after it, in which order, and what the server saw.',
  needsHands: true,
  timeoutMs: PATIENCE_MS,
  ask: (inquiry) => ask(inquiry, stay),
})

const leave = (seconds: number) =>
  `Leave WeChat for ${seconds} seconds (home button or gesture), then come back.`

export const backgroundQuestions: readonly Question[] = [
  createQuestion('background-3s', 'What happens in 3 seconds of background?', {
    seconds: 3,
    instruction: leave(3),
  }),
  createQuestion('background-8s', 'What happens in 8 seconds of background?', {
    seconds: 8,
    instruction: leave(8),
  }),
  createQuestion('lock-10s', 'What happens while the phone is locked for 10 seconds?', {
    seconds: 10,
    instruction: 'Lock the phone for 10 seconds, then unlock it.',
  }),
  createQuestion('background-40s', 'What happens in 40 seconds of background?', {
    seconds: 40,
    instruction: leave(40),
  }),
]
