/** What was sent and what was seen, and whether that is what the guarantee says. */

/** A payload of a client: which device of which client, and its how-manieth message. */
export interface Up {
  readonly client: string
  readonly device: string
  readonly n: number
  /** Is found in a text, however that text is escaped. */
  readonly tag: string
}

/** A payload of the server: for whom, and its how-manieth message. */
export interface Down {
  readonly client: string
  readonly n: number
}

type Outcome = 'acknowledged' | 'expired' | 'other' | 'lost with its process'

interface Sent extends Up {
  outcome: Outcome | null
  /** In which lives of the server's memory it was dealt with. */
  readonly memories: number[]
}

/** One event that a device was told, in order. */
type Seen =
  | { readonly type: 'message'; readonly id: string; readonly body: Down }
  | { readonly type: 'gap'; readonly reason: string }
  /** A new process of the device. */
  | { readonly type: 'restart' }

export interface Ledger {
  /** The device hands a message to delivery. */
  sent(up: Up): void
  settled(up: Up, outcome: Outcome): void
  /** The hub's app dealt with a message. */
  handled(clientId: string, up: Up): void
  /** The server lost its memory. */
  memoryLost(): void
  /** The hub took a message for a client. */
  appended(down: Down): void
  /** A device was told something. */
  saw(client: string, device: string, seen: Seen): void
  /** Something that must not happen happened. */
  fault(text: string): void
  /** What is wrong, in words; empty when nothing is. */
  faults(): string[]
  counts(): { up: number; down: number; gaps: number; memories: number }
}

export function createLedger(): Ledger {
  const sents = new Map<string, Sent>()
  const lastHandled = new Map<string, number>()
  const faults: string[] = []
  const appends = new Map<string, { memory: number; index: number }>()
  const appendCounts = new Map<string, number>()
  const devices = new Map<string, { client: string; seen: Seen[] }>()
  let memory = 0
  let gaps = 0
  let downs = 0

  const fault = (text: string): void => {
    if (faults.length < 20) faults.push(text)
  }
  const keyOf = ({ client, device, n }: Up): string => `${client}/${device}/${n}`

  return {
    fault,
    sent(up) {
      sents.set(keyOf(up), { ...up, outcome: null, memories: [] })
    },
    settled(up, outcome) {
      const sent = sents.get(keyOf(up))
      if (!sent) return fault(`${keyOf(up)} was settled and never sent`)
      if (sent.outcome === 'acknowledged' && outcome !== 'acknowledged') return
      sent.outcome = outcome
      if (outcome === 'acknowledged' && sent.memories.length === 0) {
        fault(`${keyOf(up)} was acknowledged and never arrived`)
      }
    },
    handled(clientId, up) {
      const sent = sents.get(keyOf(up))
      if (!sent) return fault(`${keyOf(up)} arrived and was never sent`)
      if (clientId !== up.client) fault(`${keyOf(up)} arrived as ${clientId}'s`)
      if (sent.memories.includes(memory)) fault(`${keyOf(up)} was dealt with twice`)
      sent.memories.push(memory)
      const stream = `${memory}/${up.client}/${up.device}`
      const last = lastHandled.get(stream) ?? 0
      if (up.n <= last) fault(`${keyOf(up)} was dealt with after ${last}`)
      lastHandled.set(stream, up.n)
    },
    memoryLost() {
      memory += 1
    },
    appended({ client, n }) {
      const stream = `${memory}/${client}`
      const index = (appendCounts.get(stream) ?? 0) + 1
      appendCounts.set(stream, index)
      appends.set(`${client}/${n}`, { memory, index })
      downs += 1
    },
    saw(client, device, seen) {
      const key = `${client}/${device}`
      const known = devices.get(key) ?? { client, seen: [] }
      devices.set(key, known)
      known.seen.push(seen)
      if (seen.type === 'gap') gaps += 1
    },
    faults() {
      for (const [key, { outcome, memories }] of sents) {
        if (outcome === null) fault(`${key} was never settled`)
        if (outcome === 'other') fault(`${key} was given up on`)
        if (outcome === 'acknowledged' && memories.length === 0) fault(`${key} is missing`)
      }
      for (const [key, { client, seen }] of devices) {
        checkDevice(key, client, seen, appends, appendCounts, memory, fault)
      }
      return faults
    },
    counts: () => ({ up: sents.size, down: downs, gaps, memories: memory }),
  }
}

/** In order, once, nothing missing without a gap, no gap without something missing. */
function checkDevice(
  key: string,
  client: string,
  seen: readonly Seen[],
  appends: ReadonlyMap<string, { memory: number; index: number }>,
  appendCounts: ReadonlyMap<string, number>,
  memory: number,
  fault: (text: string) => void,
): void {
  const ids = new Set<string>()
  let last: { memory: number; index: number } | null = null
  let hasGap = false
  let wasRestarted = false
  for (const event of seen) {
    if (event.type === 'gap') hasGap = true
    else if (event.type === 'restart') wasRestarted = true
    else {
      const { id, body } = event
      if (body.client !== client) fault(`${key} saw ${body.client}'s ${body.n}`)
      const at = appends.get(`${body.client}/${body.n}`)
      if (!at) {
        fault(`${key} saw ${body.n}, which nobody sent`)
        continue
      }
      if (ids.has(id)) {
        // The last batch before a kill may be shown again, with its ids.
        if (!wasRestarted) fault(`${key} saw ${id} twice`)
        continue
      }
      ids.add(id)
      if (last && at.memory === last.memory) {
        if (at.index <= last.index) fault(`${key} saw ${body.n} out of order`)
        const isMissing = at.index > last.index + 1
        if (isMissing && !hasGap)
          fault(`${key}: before ${body.n} something is missing, without a gap`)
        // A killed app may have shown what it could not save: that it misses these is all it can say.
        if (!isMissing && hasGap && !wasRestarted)
          fault(`${key}: a gap before ${body.n}, and nothing is missing`)
      }
      if (last && at.memory !== last.memory && !hasGap) {
        fault(`${key}: the server lost its memory before ${body.n}, and no gap was told`)
      }
      last = at
      hasGap = false
      wasRestarted = false
    }
  }
  const total = appendCounts.get(`${memory}/${client}`) ?? 0
  if (total > 0 && (last?.memory !== memory || last.index !== total)) {
    const told = last ? `${last.index} of memory ${last.memory}` : 'nothing'
    fault(`${key} stopped at ${told}, and there are ${total} in memory ${memory}`)
  }
}
