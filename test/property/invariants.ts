/** What must be true of a socket whatever its app and its host do. Each check names the rule it guards. */
import type { CloseInfo, GiveUpInfo, RetryInfo, StateChange } from '../../src/index'
import { countWatches } from './knowledge'
import type { Seen, World } from './world'

/** Every move that the table of states allows. */
const MOVES: { readonly [from: string]: readonly string[] } = {
  idle: ['connecting'],
  connecting: ['open', 'waiting', 'suspended', 'gave-up', 'closing', 'closed'],
  open: ['connecting', 'waiting', 'suspended', 'gave-up', 'closing', 'closed'],
  waiting: ['connecting', 'suspended', 'closed'],
  suspended: ['connecting', 'closed'],
  'gave-up': ['connecting', 'suspended', 'closed'],
  closing: ['connecting', 'suspended', 'closed'],
  closed: ['connecting'],
}

/** A failure tells its error before its state (E7), and what an `error` listener sends may be dropped at once. */
const TOLD_FIRST: readonly string[] = ['error', 'drop']

/** The one code in the scripts after which nobody comes back. */
const FINAL_CODE = 4501

/** States in which nothing is under way. */
const AT_REST = ['idle', 'gave-up', 'closed']

/** What is wrong with a world between two steps; empty when nothing is. */
export function findFaults(world: World): readonly string[] {
  return [
    ...world.offences,
    ...checkSockets(world),
    ...checkStates(world),
    ...checkCloses(world),
    ...checkRetries(world),
    ...checkCounts(world),
    ...checkEpochs(world),
    ...checkMessages(world),
  ]
}

const failing = (claims: readonly (readonly [boolean, string])[]): readonly string[] =>
  claims.filter(([isTrue]) => !isTrue).map(([, text]) => text)

/** R1, R12, H2: one lock, one timer, and nothing left when nothing is under way. */
function checkSockets({ socket, clock, fake, live }: World): readonly string[] {
  const { state } = socket
  const sockets = live().length
  const isWaitingForBudget = fake.openCount >= fake.profile.maxSockets
  const mostTimers = AT_REST.includes(state) ? 0 : isWaitingForBudget ? 2 : 1
  const listeners = countWatches(fake)
  return failing([
    [sockets <= 1, `R1: ${sockets} live native sockets`],
    [sockets === 0 || ['connecting', 'open'].includes(state), `R1: a live socket in ${state}`],
    [clock.pending <= mostTimers, `H2: ${clock.pending} timers in ${state}`],
    [
      listeners === 0 || !['idle', 'closed'].includes(state),
      `L6: ${listeners} listeners in ${state}`,
    ],
    [fake.listenerCount('socketClose') <= 1, 'R11: the global close is listened to twice'],
  ])
}

/** The moves are legal, make one chain, and agree with what `state` and `status` say. */
function checkStates({ socket, log, known }: World): readonly string[] {
  const faults: string[] = []
  let state = 'idle'
  for (const seen of log) {
    if (seen.event === 'state') {
      const { from, to } = seen.payload as StateChange
      if (from !== state) faults.push(`the chain breaks: ${from} after ${state}`)
      if (!MOVES[from]?.includes(to)) faults.push(`no such move: ${from} → ${to}`)
      state = to
    }
    if (seen.state !== state && !TOLD_FIRST.includes(seen.event))
      faults.push(`E7: ${seen.event} was told in ${seen.state}, not ${state}`)
  }
  const { status } = socket
  const dueAtMs = status.dueAtMs
  return [
    ...faults,
    ...failing([
      [!known.isHidden || state !== 'waiting', 'L1: a retry is due while hidden'],
      [!known.isOffline || state !== 'waiting', 'L3: a retry is due while offline'],
      [socket.state === state, `the state is ${socket.state}, the events say ${state}`],
      [status.state === state, `the status says ${status.state}, the events ${state}`],
      [(status.why !== null) === (state === 'suspended'), `why is ${status.why} in ${state}`],
      [(dueAtMs !== null) === (state === 'waiting'), `dueAtMs is ${dueAtMs} in ${state}`],
    ]),
  ]
}

/** One `close` for each link, which says truly whether the socket goes on (R8: and one for `close()` without a link). */
function checkCloses({ socket, log, links }: World): readonly string[] {
  const faults: string[] = []
  let known = 0
  let isLinked = false
  const begin = (count: number) => {
    if (count > known + (isLinked ? 0 : 1))
      faults.push('a link began before the last one was closed')
    isLinked = isLinked || count > known
    known = count
  }
  for (const { event, payload, state, links: count } of log) {
    begin(count)
    if (event !== 'close') continue
    const { willReconnect, cause, code } = payload as CloseInfo
    const isByCall = cause === 'app' && state === 'closed'
    if (!isLinked && !isByCall) faults.push(`a close (${cause}) of no link, in ${state}`)
    if (willReconnect === (state === 'closed' || state === 'gave-up')) {
      faults.push(`willReconnect is ${willReconnect} in ${state}`)
    }
    if (code === FINAL_CODE && cause !== 'app' && state !== 'closed') {
      faults.push(`R6: ${code} led to ${state}`)
    }
    isLinked = false
  }
  begin(links())
  const { state } = socket
  const last = log.filter(({ event }) => event === 'close').pop()?.payload ?? null
  const mustBeLinked = state === 'open' || state === 'closing'
  return [
    ...faults,
    ...failing([
      [isLinked || !mustBeLinked, `no link in ${state}`],
      [!isLinked || mustBeLinked || state === 'connecting', `a link without a close in ${state}`],
      [sameClose(socket.status.lastClose, last as CloseInfo | null), 'lastClose is another close'],
    ]),
  ]
}

const sameClose = (one: CloseInfo | null, other: CloseInfo | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** R2, R3, R6: a retry is announced when one is due, `giveup` when none is left, and no more than the limit. */
function checkRetries({ socket, log, options }: World): readonly string[] {
  const { reconnect } = options.options
  const limit = reconnect === false ? 0 : (reconnect?.limit ?? 12)
  const told = (event: Seen['event']) => log.filter((seen) => seen.event === event)
  const ended = (state: string) => told('close').filter((seen) => seen.state === state).length
  const retries = told('retry').map(({ payload }) => payload as RetryInfo)
  const giveups = told('giveup').map(({ payload }) => payload as GiveUpInfo)
  return failing([
    [
      retries.length === ended('waiting'),
      `${retries.length} retry events, ${ended('waiting')} waits`,
    ],
    [
      giveups.length === ended('gave-up'),
      `${giveups.length} giveups, ${ended('gave-up')} times at it`,
    ],
    [retries.every(({ retry }) => retry >= 1 && retry <= limit), 'a retry beyond the limit'],
    [giveups.every(({ retries: spent }) => spent === limit), 'giveup before the limit is used up'],
    [reconnect !== false || retries.length + giveups.length === 0, 'R6: a retry without reconnect'],
    [socket.status.retry <= limit, `status.retry is ${socket.status.retry} of ${limit}`],
  ])
}

/** R3, R5: the count goes up by one at a time, and starts again only for a reason. */
function checkCounts({ log, options }: World): readonly string[] {
  const { reconnect } = options.options
  const stableMs = (reconnect === false ? undefined : reconnect?.stableAfterMs) ?? 5_000
  const faults: string[] = []
  let last = 0
  let openAtMs = Infinity
  let known = 0
  let mayRestart = false
  for (const { event, payload, atMs, rounds } of log) {
    mayRestart = mayRestart || rounds > known
    known = rounds
    if (event === 'open') openAtMs = atMs
    if (event === 'close') {
      if (atMs - openAtMs >= stableMs) last = 0
      openAtMs = Infinity
    }
    if (event === 'giveup') last = 0
    if (event !== 'retry') continue
    const { retry } = payload as RetryInfo
    const isNext = retry === last || retry === last + 1 || (mayRestart && retry === 1)
    if (!isNext) faults.push(`R3: retry ${retry} after ${last}`)
    last = retry
    // A call from a listener takes effect after the events under way, which still count the old way (E7).
    if (retry === 1) mayRestart = false
  }
  return faults
}

/** No event of a link that is over. */
function checkEpochs({ log }: World): readonly string[] {
  return log.flatMap(({ event, payload, state, taskId }) => {
    if (event === 'open' || event === 'rtt') return state === 'open' ? [] : [`${event} in ${state}`]
    if (event !== 'message' || payload === 'pong') return []
    const isCurrent = state === 'open' && payload === `from task ${taskId}`
    return isCurrent ? [] : [`"${String(payload)}" in ${state}, the newest task is ${taskId}`]
  })
}

/** S1, S2, S4: once, in order, or reported as dropped; never both, never neither. */
function checkMessages({ socket, fake, sends, log, options }: World): readonly string[] {
  const { queue } = options.options
  const wire = fake.tasks.flatMap(({ sent }) => sent).filter((data) => data !== 'ping') as string[]
  const told = log
    .filter(({ event }) => event === 'drop')
    .map(({ payload }) => payload as { data: string; why: string })
  const drops = told.map(({ data }) => data)
  const gone = [...wire, ...drops]
  const faulty = fake.tasks.flatMap(({ sendCalls }) =>
    sendCalls.filter(({ outcome }) => outcome !== 'sent'),
  )
  const failed = new Set(
    faulty.filter(({ outcome }) => outcome === 'failed').map(({ data }) => data),
  )
  const failures = (message: string) => faulty.filter(({ data }) => data === message).length
  const inOrder = wire
    .filter((data) => !failed.has(data) && sends[numberOf(data)]?.goesFirst === false)
    .map(numberOf)
  const kept = sends.length - gone.length
  const isQueueFull = socket.queued.messages > (queue === false ? 0 : (queue?.maxMessages ?? 100))
  return failing([
    [new Set(gone).size === gone.length, `sent twice, or sent and dropped: ${duplicates(gone)}`],
    [isRising(inOrder), `S1: out of order: ${wire.join(' ')}`],
    [
      told.every(({ data, why }) => why !== 'failed' || queue === false || failures(data) >= 2),
      'S2: given up after one failure',
    ],
    [kept >= socket.queued.messages, 'more is queued than was kept'],
    [
      socket.queued.messages === 0 || !['closing', 'closed'].includes(socket.state),
      `S4: messages are queued in ${socket.state}`,
    ],
    [!isQueueFull, `${socket.queued.messages} messages are queued`],
    [
      sends.every(({ data, result }) => result !== 'dropped' || drops.includes(data)),
      'S4: dropped without an event',
    ],
  ])
}

const numberOf = (data: string): number => Number(data.slice(1))

const isRising = (numbers: readonly number[]): boolean =>
  numbers.every((number, place) => place === 0 || number > (numbers[place - 1] as number))

const duplicates = (list: readonly string[]): string =>
  list.filter((data, place) => list.indexOf(data) !== place).join(' ')

/** What is neither on a wire nor dropped: at the end of all things there is no such message. */
export function findLost({ fake, sends, log }: World): readonly string[] {
  const wire = fake.tasks.flatMap(({ sent }) => sent)
  const drops = log
    .filter(({ event }) => event === 'drop')
    .map(({ payload }) => (payload as { data: string }).data)
  return sends
    .map(({ data }) => data)
    .filter((data) => !wire.includes(data) && !drops.includes(data))
}
