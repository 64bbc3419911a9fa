/** What one question works with: links to the probe and time, both of which end when the question ends. */
import type { ConnectOptions, GlobalEvent, ReportPort } from './port'
import { createProbeLink, type ProbeLink } from './probe-link'

/** What the probe saw of one link. */
export interface Sighting {
  /** The path and query that it was asked for, as they came. */
  readonly url: string
  /** The header `x-probe`, if it came. */
  readonly header: string | null
  readonly received: readonly { readonly kind: 'text' | 'binary'; readonly bytes: number }[]
  /** How the link ended, and how long after the message `mark` (after the open, if there was none). */
  readonly closed: {
    readonly code: number
    readonly reason: string
    readonly afterMs: number
  } | null
}

export interface Inquiry {
  readonly port: ReportPort
  /** Asks for a link; `query` says what the probe does with it (server/probe.js). */
  connect(query: ProbeQuery, options?: ConnectOptions, server?: string): ProbeLink
  /** A link that echoes and is open. @throws Error when it does not open. */
  open(query?: ProbeQuery, options?: ConnectOptions): Promise<ProbeLink>
  /** What the probe saw of a link; `null` when it has seen nothing of it. */
  sightingOf(link: ProbeLink): Promise<Sighting | null>
  /** A port of the server's computer where nobody listens. */
  closedPort(): Promise<number>
  pause(ms: number): Promise<void>
  /** Waits until it is so, at most so long; says whether it became so. */
  until(isSo: () => boolean, maxMs: number): Promise<boolean>
  /** As the port's, until the question ends. */
  watchApp(hidden: () => void, shown: () => void): void
  watchGlobals(listener: (event: GlobalEvent) => void): void
  watchUncaught(listener: () => void): void
  every(periodMs: number, run: () => void): void
  after(delayMs: number, run: () => void): void
}

export interface ProbeQuery {
  readonly [name: string]: string | number
}

const OPEN_MS = 8_000
const ANSWER_MS = 4_000
const STEP_MS = 10
const GONE_MS = 3_000

/** Makes an inquiry and the way to end it, after which none of its waits comes back; resolves when its links are gone. */
export function createInquiry(port: ReportPort): { inquiry: Inquiry; end: () => Promise<void> } {
  const links: ProbeLink[] = []
  const ends: Array<() => void> = []
  let isEnded = false
  const run = port.nowMs().toString(36)

  function after(delayMs: number, act: () => void): void {
    const timer = port.setTimeout(act, delayMs)
    ends.push(() => port.clearTimeout(timer))
  }

  function connect(query: ProbeQuery, options: ConnectOptions = {}, server = port.server) {
    if (isEnded) throw new Error('the question is over')
    const id = `${run}-${links.length + 1}`
    const parts = Object.keys({ id, ...query }).map((name) => `${name}=${{ id, ...query }[name]}`)
    const link = createProbeLink(port, { id, url: `${server}/probe?${parts.join('&')}` }, options)
    links.push(link)
    return link
  }

  // One interval for all waits: a host may drop the timers that became due in the background, and an interval goes on.
  const looks = new Set<() => void>()
  const poll = port.setInterval(() => looks.forEach((look) => look()), STEP_MS)
  ends.push(() => port.clearInterval(poll))

  const until: Inquiry['until'] = (isSo, maxMs) =>
    new Promise((resolve) => {
      const endAtMs = port.nowMs() + maxMs
      const look = () => {
        const isNow = isSo()
        if (!isNow && port.nowMs() < endAtMs) return
        looks.delete(look)
        resolve(isNow)
      }
      looks.add(look)
      look()
    })

  async function open(query: ProbeQuery = { do: 'echo' }, options?: ConnectOptions) {
    const link = connect(query, options)
    if (await until(() => link.has('open'), OPEN_MS)) return link
    throw new Error(`no link to the server opened: ${JSON.stringify(link.story())}`)
  }

  /** The probe's answer to a question of its own kind, over a link of its own. */
  async function answerTo(query: ProbeQuery): Promise<unknown> {
    const link = connect(query)
    const isAnswered = await until(() => link.messages.length > 0, OPEN_MS + ANSWER_MS)
    link.abandon()
    // The next socket finds its place free.
    await until(() => link.has('close') || link.has('error'), ANSWER_MS)
    if (!isAnswered) throw new Error(`the server did not answer: ${JSON.stringify(link.story())}`)
    return JSON.parse(String(link.messages[0]))
  }

  const inquiry: Inquiry = {
    port,
    connect,
    open,
    sightingOf: async ({ id }) => (await answerTo({ do: 'tell', of: id })) as Sighting | null,
    closedPort: async () => (await answerTo({ do: 'closed-port' })) as number,
    pause: async (ms) => void (await until(() => false, ms)),
    until,
    watchApp: (hidden, shown) => void ends.push(port.watchApp(hidden, shown)),
    watchGlobals: (listener) => void ends.push(port.watchGlobals(listener)),
    watchUncaught: (listener) => void ends.push(port.watchUncaught(listener)),
    every(periodMs, act) {
      const timer = port.setInterval(act, periodMs)
      ends.push(() => port.clearInterval(timer))
    },
    after,
  }
  return {
    inquiry,
    end() {
      isEnded = true
      ends.splice(0).forEach((stop) => stop())
      links.forEach((link) => link.abandon())
      return waitForAll(port, links)
    },
  }
}

/** The next question finds every place free, if the host says at all that links are over. */
function waitForAll(port: ReportPort, links: readonly ProbeLink[]): Promise<void> {
  const endAtMs = port.nowMs() + GONE_MS
  return new Promise((resolve) => {
    const look = () => {
      const isOver = links.every((link) => link.isOver()) || port.nowMs() >= endAtMs
      if (isOver) resolve()
      else port.setTimeout(look, STEP_MS)
    }
    look()
  })
}
