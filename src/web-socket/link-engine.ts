/** One link as a standard `WebSocket` sees it: it opens once, ends once, and never comes back (rules W2–W4). */
import { type Failure, readEnd } from '../core/close'
import type { SocketError } from '../core/errors'
import type { LinkEvent, LinkRequest, Ports, SocketData } from '../core/ports'
import { createBacklog } from './backlog'
import { Event } from './event-target'
import { CloseEvent, ErrorEvent, MessageEvent } from './events'
import { CLOSED, CLOSING, CONNECTING, type Engine, OPEN } from './socket-face'
import type { ReadyState } from './types'

/** After an error or a cut, how long the host may take to say how the link ended (R10, H9). */
const GRACE_MS = 200
/** The code of an end without a code. */
const ABNORMAL = 1006

export interface LinkEngine extends Engine {
  /** Hands data over; what comes too late only counts. */
  send(data: SocketData): void
  /** Takes code and reason as they are. */
  close(code: number, reason: string): void
}

const noop = (): void => undefined

/** Starts connecting. What it tells comes later, never before this returns. */
export function openLinkEngine(
  { clock, transport }: Ports,
  request: LinkRequest,
  origin: string,
  tell: (event: Event) => void,
): LinkEngine {
  const { target, connectTimeoutMs, closeTimeoutMs } = request
  let readyState: ReadyState = CONNECTING
  let header: object | null = null
  const [hold, measureAll] = createBacklog()
  let failure: SocketError | undefined
  /** Of the app's own `close()` on an open link. */
  let askedCode = ABNORMAL
  let stopTimer = noop
  let stopWatch = noop

  const within = (delayMs: number, act: () => void): void => {
    stopTimer()
    stopTimer = clock.startTimer(act, delayMs)
  }

  const end = (code = ABNORMAL, reason = ''): void => {
    if (readyState === CLOSED) return
    readyState = CLOSED
    stopTimer()
    stopWatch()
    link.close(1000, '')
    if (failure) tell(new ErrorEvent('error', { error: failure }))
    tell(new CloseEvent('close', { code, reason, wasClean: code !== ABNORMAL }))
  }

  /** The standard's "fail the connection"; the host may still say how it ended. */
  const fail = (cause: Failure): void => {
    if (readyState > OPEN) return
    readyState = CLOSING
    failure = readEnd(!!header, cause).error
    within(header ? GRACE_MS : 0, end)
  }

  const watchCut = (isInterrupted: boolean): void => {
    const before = transport.cutsReported()
    if (!isInterrupted || readyState !== OPEN) return
    within(GRACE_MS, () => {
      if (transport.cutsReported() === before) end(ABNORMAL, 'interrupted')
    })
  }

  const heard = (event: LinkEvent): void => {
    if (event.type === 'link-opened') {
      if (readyState !== CONNECTING) return
      readyState = OPEN
      header = event.header || {}
      stopTimer()
      stopWatch = transport.watchCuts(watchCut)
      tell(new Event('open'))
    } else if ('failure' in event) {
      if (askedCode === ABNORMAL) fail(event.failure)
      else end()
    } else if (event.type === 'link-closed') {
      const reason = String(event.reason || '')
      // A background cut says 1000, which nobody asked for (R9).
      const isCut = askedCode === ABNORMAL && /interrupted/i.test(reason)
      if (header) end(isCut ? ABNORMAL : +(event.code || askedCode), reason)
      else fail({ text: `closed while connecting ${reason}` })
    }
  }

  const received = (data: SocketData): void => {
    // A host that reports a frame without data has nothing to say.
    const isData = data || data === ''
    if (isData && readyState === OPEN) tell(new MessageEvent('message', { data, origin }))
  }

  /** What the host says while nobody can listen yet. */
  let early: (() => void)[] | null = []
  const listening =
    <T>(act: (told: T) => void): ((told: T) => void) =>
    (told) => {
      if (early) early.push(() => act(told))
      else act(told)
    }
  const link = transport.open(request, listening(heard), listening(received))
  clock.startTimer(() => {
    for (const act of early as (() => void)[]) act()
    early = null
  }, 0)
  within(connectTimeoutMs, () => fail({ text: `timeout of ${connectTimeoutMs} ms` }))

  return {
    url: target.url,
    asked: target.protocols || [],
    get readyState() {
      return readyState
    },
    get header() {
      return header
    },
    get bufferedAmount() {
      return measureAll()
    },
    send(data) {
      const settle = hold(data)
      if (readyState !== OPEN) return
      const failed = (): void => {
        settle()
        // A stream with a hole in it lies: the standard ends the connection where data cannot be kept.
        fail({ text: 'a send failed' })
      }
      link.send(data, failed, settle)
    },
    close(code, reason) {
      if (readyState > OPEN) return
      if (readyState === CONNECTING) fail({ text: 'closed while connecting' })
      else {
        readyState = CLOSING
        askedCode = code
        within(closeTimeoutMs, end)
      }
      link.close(code, reason)
    },
  }
}
