/** How many sockets there may be, and what the engine's Promise is. */
import type { Inquiry } from '../inquiry/create-inquiry'
import type { ProbeLink } from '../inquiry/probe-link'
import type { Question } from '../inquiry/question'

/** More than any host is known to allow. */
const MAX_TRIED = 8
const DECIDED_MS = 4_000
const CLOSED_MS = 4_000
const SLOT_MS = 5_000
const QUIET_MS = 500

const hasFailed = (link: ProbeLink) =>
  link.has('error') || link.has('fail') || link.has('close') || link.has('threw')
const isDecided = (link: ProbeLink) => link.has('open') || hasFailed(link)

/** Opens links until the host refuses one. */
async function openAll({ connect, until, pause }: Inquiry) {
  const links: ProbeLink[] = []
  for (let tried = 0; tried < MAX_TRIED; tried += 1) {
    const link = connect({ do: 'echo' })
    await until(() => isDecided(link), DECIDED_MS)
    if (!link.has('open')) {
      await pause(QUIET_MS)
      return { links, refusal: [...link.story()] }
    }
    links.push(link)
  }
  return { links, refusal: null }
}

/** When a link that is closed makes room for another. */
async function findWhenFree({ connect, until, pause, port }: Inquiry, links: readonly ProbeLink[]) {
  const [first] = links
  if (first === undefined) return 'never'
  const isFree = async () => {
    const link = connect({ do: 'echo' })
    await until(() => isDecided(link), DECIDED_MS)
    return link.has('open')
  }
  void first.close({ code: 1000 })
  if (await isFree()) return 'at once'
  await until(() => first.has('close'), CLOSED_MS)
  if (await isFree()) return 'after the close'
  const untilMs = port.nowMs() + SLOT_MS
  while (port.nowMs() < untilMs) {
    if (await isFree()) return 'later'
    await pause(QUIET_MS)
  }
  return 'never'
}

const socketLimit: Question = {
  id: 'socket-limit',
  title: 'How many links may be open at once?',
  about: 'Opens up to 8 links, writes down how the first is refused, and closes one for another.',
  needsHands: false,
  timeoutMs: 90_000,
  async ask(inquiry) {
    const { links, refusal } = await openAll(inquiry)
    const slotIsFree = refusal === null ? 'no limit met' : await findWhenFree(inquiry, links)
    return { answer: { opened: links.length, refusal, slotIsFree } }
  },
}

const promiseOrder: Question = {
  id: 'promise-order',
  title: 'Does a promise come before a timer?',
  about: 'Sets a timer of 0 ms, then resolves a promise, and looks which of them is called first.',
  needsHands: false,
  timeoutMs: 5_000,
  async ask({ port, until }) {
    const order: string[] = []
    port.setTimeout(() => order.push('timer'), 0)
    void port.Promise.resolve().then(() => order.push('promise'))
    await until(() => order.length === 2, 2_000)
    return { answer: { order, isPromiseFirst: order[0] === 'promise' } }
  },
}

export const limitQuestions: readonly Question[] = [socketLimit, promiseOrder]
