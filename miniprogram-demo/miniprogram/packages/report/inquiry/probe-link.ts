/** One native socket to the probe of the demo's server, and a log of all that the host said of it. */
import type { ConnectOptions, HostFailure, HostTask, ReportPort } from './port'

/** What the host said, in order. */
export type LinkEvent =
  | { readonly event: 'returned'; readonly what: 'task' | 'promise' | 'nothing' }
  | { readonly event: 'threw'; readonly errMsg: string }
  | { readonly event: 'success' }
  | { readonly event: 'open' }
  | { readonly event: 'message' }
  | Told<'fail'>
  | Told<'error'>
  | { readonly event: 'close'; readonly code: number | null; readonly reason: string | null }

/** A failure in the host's words. */
export interface Told<Event extends 'fail' | 'error'> {
  readonly event: Event
  readonly errMsg: string
  readonly errno?: number
  readonly errCode?: number
}

/** How a call of `send` or `close` came out. */
export type CallOutcome =
  | { readonly outcome: 'success' }
  | { readonly outcome: 'fail'; readonly errMsg: string }
  | { readonly outcome: 'threw'; readonly errMsg: string }
  | { readonly outcome: 'silent' }

export interface ProbeLink {
  /** What the probe knows it by. */
  readonly id: string
  readonly events: readonly LinkEvent[]
  readonly messages: readonly (string | ArrayBuffer)[]
  /** What `onOpen` was called with. */
  readonly handshake: { readonly header: object; readonly profile: object }
  /** The native task, as soon as there is one. */
  task(): HostTask
  /** Whether the host said this of it. */
  has(event: LinkEvent['event']): boolean
  /** What of it is in the report: everything but messages and what was returned. */
  story(): readonly Exclude<LinkEvent, { event: 'returned' | 'message' }>[]
  send(data: string | ArrayBuffer): Promise<CallOutcome>
  close(options?: { code?: number; reason?: string }): Promise<CallOutcome>
  /** Calls back with each event from now on. */
  watch(listener: (event: LinkEvent) => void): void
  /** Ends it for good, whatever state it is in, now or as soon as that can be done. */
  abandon(): void
  /** Whether the host has said that it is over. */
  isOver(): boolean
}

const NO_ANSWER_MS = 1_000

export function createProbeLink(
  port: ReportPort,
  address: { readonly id: string; readonly url: string },
  options: ConnectOptions,
): ProbeLink {
  const events: LinkEvent[] = []
  const listeners: Array<(event: LinkEvent) => void> = []
  const messages: (string | ArrayBuffer)[] = []
  let handshake: { header: object; profile: object } = { header: {}, profile: {} }
  let held: HostTask | null = null
  let isAbandoned = false
  const toText = (failure: HostFailure) => textOf(port, failure)

  function write(event: LinkEvent): void {
    events.push(event)
    listeners.forEach((listener) => listener(event))
  }

  const told = <Event extends 'fail' | 'error'>(event: Event, failure: HostFailure) =>
    write({ event, errMsg: toText(failure), ...numbersOf(failure) } as LinkEvent)

  function hold(task: HostTask): void {
    held = task
    task.onOpen((open) => {
      write({ event: 'open' })
      handshake = { header: open.header ?? {}, profile: open.profile ?? {} }
      if (isAbandoned) link.abandon()
    })
    task.onMessage(({ data }) => {
      messages.push(data)
      write({ event: 'message' })
    })
    task.onError((failure) => told('error', failure))
    task.onClose(({ code, reason }) =>
      write({ event: 'close', code: code ?? null, reason: reason ?? null }),
    )
  }

  function call(act: (callbacks: Callbacks) => unknown): Promise<CallOutcome> {
    return new Promise((resolve) => {
      const timer = port.setTimeout(() => resolve({ outcome: 'silent' }), NO_ANSWER_MS)
      const end = (outcome: CallOutcome) => {
        port.clearTimeout(timer)
        resolve(outcome)
      }
      try {
        act({
          success: () => end({ outcome: 'success' }),
          fail: (failure) => end({ outcome: 'fail', errMsg: toText(failure) }),
        })
      } catch (error) {
        end({ outcome: 'threw', errMsg: toText(asFailure(error)) })
      }
    })
  }

  const link: ProbeLink = {
    id: address.id,
    events,
    messages,
    get handshake() {
      return handshake
    },
    task() {
      if (held === null) throw new Error('connectSocket has given no task')
      return held
    },
    has: (event) => events.some((one) => one.event === event),
    story: () => events.filter(isStory),
    send: (data) => call((callbacks) => link.task().send({ data, ...callbacks })),
    close: (how = {}) => call((callbacks) => link.task().close({ ...how, ...callbacks })),
    watch: (listener) => void listeners.push(listener),
    isOver: () => (['close', 'error', 'fail', 'threw'] as const).some(link.has),
    abandon() {
      isAbandoned = true
      if (held !== null) void call((callbacks) => held?.close({ ...callbacks }))
    },
  }

  try {
    const returned = port.connectSocket({
      url: address.url,
      ...options,
      success: () => write({ event: 'success' }),
      fail: (failure) => told('fail', failure),
    })
    const what = kindOf(returned)
    write({ event: 'returned', what })
    if (what === 'task') hold(returned as HostTask)
    if (what === 'promise') {
      ;(returned as Promise<HostTask>).then(hold, (error: unknown) =>
        told('fail', asFailure(error)),
      )
    }
  } catch (error) {
    write({ event: 'threw', errMsg: toText(asFailure(error)) })
  }
  return link
}

interface Callbacks {
  success: () => void
  fail: (failure: HostFailure) => void
}

const isStory = (
  event: LinkEvent,
): event is Exclude<LinkEvent, { event: 'returned' | 'message' }> =>
  event.event !== 'returned' && event.event !== 'message'

function kindOf(returned: unknown): 'task' | 'promise' | 'nothing' {
  if (typeof returned !== 'object' || returned === null) return 'nothing'
  if ('onOpen' in returned) return 'task'
  return 'then' in returned ? 'promise' : 'nothing'
}

const asFailure = (error: unknown): HostFailure => {
  const { errMsg, message } = (error ?? {}) as { errMsg?: string; message?: string }
  return { errMsg: errMsg ?? message ?? String(error) }
}

function numbersOf({ errno, errCode }: HostFailure) {
  return {
    ...(errno === undefined ? {} : { errno }),
    ...(errCode === undefined ? {} : { errCode }),
  }
}

/** What the host says, without the address of anybody's computer. */
function textOf({ server }: ReportPort, { errMsg = '' }: HostFailure): string {
  const host = server.replace(/^\w+:\/\//, '').replace(/[:/].*$/, '')
  return errMsg.split(host).join('<server>')
}
