/** What send() takes, what it answers, and what arrives. */
import type { Inquiry } from '../inquiry/create-inquiry'
import type { ProbeLink } from '../inquiry/probe-link'
import type { Question } from '../inquiry/question'

const KILOBYTE = 1024
const SIZES_BYTES = [64 * KILOBYTE, 1024 * KILOBYTE, 4096 * KILOBYTE, 10_240 * KILOBYTE]
const ECHO_MS = 20_000
const ANSWER_MS = 4_000
const QUIET_MS = 500
/** Of a big message so many bytes are compared: all of them would take a phone seconds. */
const MAX_COMPARED = 1_000

type Kind = 'text' | 'binary'

const kindOf = (data: unknown): string => {
  if (typeof data === 'string') return 'text'
  // By its tag: a host may hand over a buffer of another realm.
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]' ? 'binary' : typeof data
}

const byteAt = (index: number) => (index * 31) & 0xff

function makeMessage(kind: Kind, bytes: number): string | ArrayBuffer {
  if (kind === 'text') return 'x'.repeat(bytes)
  const view = new Uint8Array(bytes)
  for (let index = 0; index < bytes; index += 1) view[index] = byteAt(index)
  return view.buffer
}

function isWhole(kind: Kind, bytes: number, data: string | ArrayBuffer): boolean {
  if (kindOf(data) !== kind) return false
  if (typeof data === 'string') return data === makeMessage('text', bytes)
  const view = new Uint8Array(data)
  const step = Math.max(1, Math.floor(bytes / MAX_COMPARED))
  for (let index = 0; index < bytes; index += step) {
    if (view[index] !== byteAt(index)) return false
  }
  return view.length === bytes
}

/** Sends one message of this size and says what became of it. */
async function echoOf({ open, until }: Inquiry, kind: Kind, bytes: number) {
  const link = await open()
  const sent = await link.send(makeMessage(kind, bytes))
  const isOver = () => link.messages.length > 0 || link.has('close') || link.has('error')
  if (sent.outcome === 'success' || sent.outcome === 'silent') await until(isOver, ECHO_MS)
  const [back] = link.messages
  const came = back === undefined ? 'nothing' : isWhole(kind, bytes, back) ? 'the same' : 'another'
  const ends = link.story().filter(({ event }) => event === 'close' || event === 'error')
  link.abandon()
  return { kind, bytes, send: sent, came, ends }
}

const messageSize: Question = {
  id: 'message-size',
  title: 'How big may a message be?',
  about: 'Sends 64 kB, 1 MB, 4 MB and 10 MB, as text and as bytes, and lets the server echo them.',
  needsHands: false,
  timeoutMs: 200_000,
  async ask(inquiry) {
    const echoes: unknown[] = []
    for (const kind of ['text', 'binary'] as const) {
      for (const bytes of SIZES_BYTES) {
        const echo = await echoOf(inquiry, kind, bytes)
        echoes.push(echo)
        if (echo.came !== 'the same') break
      }
    }
    return { answer: { echoes } }
  },
}

const views: Question = {
  id: 'views',
  title: 'Does send() take a view of a buffer?',
  about: 'Sends 4 bytes out of the middle of a buffer of 16, as a Uint8Array.',
  needsHands: false,
  timeoutMs: 20_000,
  async ask({ open, until, sightingOf }) {
    const link = await open()
    const view = new Uint8Array(new ArrayBuffer(16), 4, 4)
    view.set([1, 2, 3, 4])
    const send = await link.send(view as unknown as ArrayBuffer)
    if (send.outcome !== 'fail') await until(() => link.messages.length > 0, ANSWER_MS)
    return { answer: { send, arrived: [...((await sightingOf(link))?.received ?? [])] } }
  },
}

const notOpen: Question = {
  id: 'not-open',
  title: 'What do send() and close() say when there is no link?',
  about: 'Calls send() before the link is open, and both after it was closed.',
  needsHands: false,
  timeoutMs: 20_000,
  async ask({ connect, open, until }) {
    const early = connect({ do: 'slow', afterMs: 1_000 })
    const sendEarly = await early.send('too early')
    const link = await open()
    await link.close()
    await until(() => link.has('close'), ANSWER_MS)
    return {
      answer: {
        sendWhileConnecting: sendEarly,
        sendAfterClose: await link.send('too late'),
        closeAfterClose: await link.close(),
      },
    }
  },
}

/** Calls `send` without callbacks: where does its failure go? Its words are those of `not-open`, and come with a stack. */
async function sendUnheard({ watchUncaught, pause }: Inquiry, link: ProbeLink) {
  let outcome: 'silent' | 'uncaught' | 'rejected' | 'threw' = 'silent'
  let returns = 'nothing'
  watchUncaught(() => {
    if (outcome === 'silent') outcome = 'uncaught'
  })
  try {
    const returned = link.task().send({ data: 'unheard' }) as Promise<unknown> | undefined
    if (typeof returned?.then === 'function') {
      returns = 'promise'
      returned.then(undefined, () => (outcome = 'rejected'))
    }
  } catch (_) {
    outcome = 'threw'
  }
  await pause(QUIET_MS)
  return { returns, outcome }
}

const unheard: Question = {
  id: 'unheard',
  title: 'Where does a failure go that nobody listens for?',
  about:
    'Calls send() without callbacks, on an open link and on a closed one. An error may be shown: it is meant.',
  needsHands: false,
  timeoutMs: 20_000,
  async ask(inquiry) {
    const link = await inquiry.open()
    const whenOpen = await sendUnheard(inquiry, link)
    await link.close()
    await inquiry.until(() => link.has('close'), ANSWER_MS)
    return { answer: { whenOpen, whenClosed: await sendUnheard(inquiry, link) } }
  },
}

export const sendingQuestions: readonly Question[] = [messageSize, views, notOpen, unheard]
