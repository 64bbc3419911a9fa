/** What comes from clients: their messages, one after another, each dealt with once. */
import type { Data } from '../protocol/frames'
import { toBody } from './body'
import { createClaims } from './claims'
import { HubError, isHubError, isRefusal } from './errors'
import type { HubClock } from './host'
import type { Link, Waiting } from './link'
import type { Outbound } from './outbound'
import type { Answer, Outcome, Store, Verdict } from './store'
import type { Message } from './types'
import { isThenable } from './when'

/** How soon a message is claimed again while another of its stream is being dealt with elsewhere. */
const BUSY_MS = 100

/** A claim outlives what `onMessage` may take by this, so that nobody else begins before the outcome is told. */
const LEASE_MARGIN_MS = 10_000

/** The longest reason of a rejection and of a reply that is none. */
const MAX_REASON = 1_024

const INTERNAL_ERROR = 'internal error'

export interface Inbound {
  /** A message came in. */
  take(link: Link, frame: Data, sender: string, body: unknown): void
  /** Messages that came in, and those of them that had been dealt with before. */
  counts(): { readonly received: number; readonly repeated: number }
  /** How many connections, gone ones included, have a message that is being dealt with. */
  busy(): number
  /** Gives up the wait for every `onMessage` that takes too long. */
  patrol(): void
}

export interface InboundParts {
  readonly clock: HubClock
  readonly store: Store
  readonly outbound: Outbound
  readonly onMessage: (message: Message) => unknown
  readonly window: number
  readonly maxFrameBytes: number
  readonly messageTimeoutMs: number
  readonly report: (error: HubError) => void
  /** The store failed this link. */
  readonly storeFailed: (link: Link, error: unknown) => void
}

export function createInbound(parts: InboundParts): Inbound {
  const { clock, store, outbound, window, messageTimeoutMs, storeFailed } = parts
  const waits = createWaits(clock, messageTimeoutMs)
  const deal = createDealing(parts, waits.wait)
  const { claim, finish, release } = createClaims(clock, store, messageTimeoutMs + LEASE_MARGIN_MS)
  let received = 0
  let repeated = 0
  let busy = 0

  function take(link: Link, frame: Data, sender: string, body: unknown): void {
    received += 1
    // A client resends what is not acknowledged yet; what is still in the row will be.
    if (link.current && isInRow(link, frame.seq, sender)) {
      repeated += 1
      return
    }
    link.queue.push({ frame, sender, body })
    if (link.queue.length > window && !link.isPaused) {
      link.isPaused = true
      link.socket.pause()
    }
    if (!link.current) work(link)
  }

  /** Deals with what waits, one after another; each at once if nothing it needs is later. */
  function work(link: Link): void {
    for (;;) {
      link.current = link.queue.shift()
      if (!link.current) return
      if (link.isPaused && link.queue.length <= window / 2) {
        link.isPaused = false
        link.socket.resume()
      }
      const settled = settle(link, link.clientId as string, link.current)
      if (isThenable(settled)) return waitFor(link, settled)
    }
  }

  function waitFor(link: Link, settled: Promise<void>): void {
    const goOn = (): void => {
      busy -= 1
      work(link)
    }
    busy += 1
    settled.then(goOn, (error: unknown) => {
      storeFailed(link, error)
      goOn()
    })
  }

  /** Rejects when the store failed `onMessage`: the message has not been dealt with, and may be claimed again. */
  function dealWith(clientId: string, message: Waiting): Answer<Outcome> {
    const dealt = deal(clientId, message)
    if (!isThenable(dealt)) return dealt
    return dealt.catch((error: unknown) => {
      release(clientId, message.sender, message.frame.seq)
      throw error
    })
  }

  function settle(link: Link, clientId: string, message: Waiting): Answer<void> {
    const { sender } = message
    const { seq, after = 0 } = message.frame
    // Here and below: a closure only where there is something to wait for.
    const verdict = claim(clientId, sender, seq, after)
    return isThenable(verdict)
      ? verdict.then((answer) => obey(link, clientId, message, answer))
      : obey(link, clientId, message, verdict)
  }

  function obey(link: Link, clientId: string, message: Waiting, verdict: Verdict): Answer<void> {
    switch (verdict.is) {
      case 'new': {
        const outcome = dealWith(clientId, message)
        return isThenable(outcome)
          ? outcome.then((answer) => conclude(link, clientId, message, answer))
          : conclude(link, clientId, message, outcome)
      }
      case 'seen':
        repeated += 1
        return tell(link, message, verdict.reason)
      case 'busy':
        return new Promise<void>((resolve) => clock.startTimer(resolve, BUSY_MS)).then(() =>
          // The queue of a link that was closed is gone; so is this message.
          link.state.is === 'closing' ? undefined : settle(link, clientId, message),
        )
      case 'early':
        return
      default:
        verdict satisfies never
    }
  }

  function conclude(
    link: Link,
    clientId: string,
    message: Waiting,
    outcome: Outcome,
  ): Answer<void> {
    const finished = finish(clientId, message.sender, message.frame.seq, outcome)
    return isThenable(finished)
      ? finished.then(() => tell(link, message, outcome.reason))
      : tell(link, message, outcome.reason)
  }

  function tell(link: Link, { sender, frame }: Waiting, reason: string | undefined): void {
    if (reason === undefined) outbound.receipt(link, sender, frame.seq)
    else outbound.rejection(link, sender, frame.seq, reason)
  }

  return { take, counts: () => ({ received, repeated }), busy: () => busy, patrol: waits.patrol }
}

function isInRow({ current, queue }: Link, seq: number, sender: string): boolean {
  const isSame = (one: Waiting | undefined): boolean =>
    one !== undefined && one.frame.seq === seq && one.sender === sender
  return isSame(current) || queue.some(isSame)
}

/** Waits for promises, but not for ever, and with no timer for each. */
function createWaits(clock: HubClock, timeoutMs: number) {
  const waits = new Set<{ readonly sinceAtMs: number; readonly giveUp: () => void }>()

  return {
    wait(answer: PromiseLike<unknown>): Promise<unknown> {
      return new Promise((resolve, reject) => {
        const giveUp = (): void => reject(new Error(`onMessage took longer than ${timeoutMs} ms`))
        const wait = { sinceAtMs: clock.elapsedMs(), giveUp }
        waits.add(wait)
        answer.then(
          (value) => (waits.delete(wait), resolve(value)),
          (error) => (waits.delete(wait), reject(error as Error)),
        )
      })
    },
    patrol(): void {
      const nowMs = clock.elapsedMs()
      for (const wait of waits) {
        if (nowMs - wait.sinceAtMs < timeoutMs) return
        waits.delete(wait)
        wait.giveUp()
      }
    },
  }
}

const isStoreFailure = (thrown: unknown): thrown is HubError =>
  isHubError(thrown) && thrown.code === 'E_STORE'

/** Calls `onMessage` and makes of what it does what is told to the client; rejects only when the store failed it. */
function createDealing(
  { onMessage, maxFrameBytes, report }: InboundParts,
  wait: (answer: PromiseLike<unknown>) => Promise<unknown>,
) {
  const reply = (value: unknown, re: string): Outcome => ({
    reply: { body: toBody(value ?? null, maxFrameBytes), re },
  })

  function fail(thrown: unknown, isRequest: boolean, re: string): Answer<Outcome> {
    if (isStoreFailure(thrown)) return Promise.reject(thrown)
    if (!isRefusal(thrown)) {
      report(new HubError('E_MESSAGE', 'onMessage failed; the message was rejected', thrown))
    }
    const why = isRefusal(thrown) && thrown.message ? thrown.message : INTERNAL_ERROR
    const error = why.slice(0, MAX_REASON)
    return isRequest ? { reply: { body: undefined, re, error } } : { reason: error }
  }

  return (clientId: string, { sender, frame, body }: Waiting): Answer<Outcome> => {
    const id = `${sender}:${frame.seq}`
    const isRequest = frame.ask === true
    const succeed = (value: unknown): Outcome => (isRequest ? reply(value, id) : TAKEN)
    try {
      const answer = onMessage({ clientId, id, body, isRequest })
      if (!isThenable(answer)) return succeed(answer)
      return wait(answer)
        .then(succeed)
        .catch((thrown: unknown) => fail(thrown, isRequest, id))
    } catch (thrown) {
      return fail(thrown, isRequest, id)
    }
  }
}

const TAKEN: Readonly<Outcome> = {}
