/** Does what the machine decides: the one owner of the state, the epoch, the link and the timer. */
import { sizeBytes } from './data'
import type { Emitter } from './emitter'
import { SocketError, describe } from './errors'
import type { SocketEvents } from './events'
import { dueAtMs, transition } from './machine'
import { type Outbox, createOutbox } from './outbox'
import { createRules } from './policy'
import type { Link, LinkEvent, Ports, SocketData, UrlSource } from './ports'
import { createPulse } from './pulse'
import { createReporter } from './reporter'
import type { Settings } from './settings'
import {
  type Circumstances,
  type Effect,
  INITIAL_STATE,
  type MachineEvent,
  type MachineState,
} from './states'
import { type Counters, type HistoryEntry, MAX_HISTORY, createCounters } from './stats'
import { type SteadyClock, createSteadyClock } from './steady-clock'
import { createTurns } from './turns'

/** A live socket without its public face. */
export interface Connection<In> {
  readonly emitter: Emitter<SocketEvents<In>>
  readonly outbox: Outbox
  readonly counters: Counters
  readonly history: readonly HistoryEntry[]
  readonly clock: SteadyClock
  /** What a decision would look at now. */
  circumstances(): Circumstances
  state(): MachineState
  /** Feeds the machine; calls made while it is at work take effect after it (E7). */
  dispatch(event: MachineEvent): void
}

/** How each effect is performed; an effect that is an event of the socket is emitted after that. */
type Actions = {
  readonly [Name in Effect[0]]?: (payload: Extract<Effect, readonly [Name, unknown]>[1]) => void
}

/** A timer that fires later than this was frozen with the rest of the app (H5). */
const LATE_MS = 2000

const noop = (): void => undefined

/** Makes a connection at rest: it takes a `connect-called` to start anything. */
export function createConnection<In, Out>(
  settings: Settings<In, Out>,
  urls: UrlSource,
  ports: Ports,
): Connection<In> {
  const { codec } = settings
  const { transport } = ports
  const clock = createSteadyClock(ports.clock)
  const turns = createTurns(arm)
  const { emitter, report, log, guard } = createReporter<SocketEvents<In>>(
    settings.logger || ports.logger,
    ports.clock,
    turns.run,
  )
  const { pulse, ...heart } = createPulse(settings.heartbeat, guard)
  const rules = createRules(settings, ports.random, guard)
  const counters = createCounters()
  const history: HistoryEntry[] = []
  let state = INITIAL_STATE
  let armedFor = state
  let link: Link | null = null
  let timer: { readonly atMs: number; readonly cancel: () => void } | null = null
  let watches: readonly (() => void)[] = []

  const outbox = createOutbox(settings.queue, counters, {
    nowMs: clock.nowMs,
    gate() {
      const { phase } = state
      if (phase.tag === 'closing' || phase.tag === 'closed') return 'over'
      if (phase.tag !== 'open' || phase.failing) return 'held'
      return phase.flow
    },
    transmit,
    failed() {
      const event = { type: settings.queue ? 'send-failed' : 'probe-called' } as const
      // Within a turn at once: the flush under way has to stop.
      if (turns.isBusy()) apply(event)
      else dispatch(event)
    },
    dropped: (data, why) => emitter.emit('drop', { data, why }),
  })

  const circumstances = (): Circumstances => ({
    rules,
    pulse,
    nowMs: clock.nowMs(),
    cutsReported: transport.cutsReported(),
  })

  const dispatch = (event: MachineEvent): void => turns.run(() => apply(event))

  /** For events of one link: those of an old epoch end here (S2 and C4 have their own ways). */
  const tellOf =
    (epoch: number) =>
    (event: MachineEvent | LinkEvent): void =>
      turns.run(() => {
        if (epoch !== state.epoch) return
        if (event.type === 'link-received') receive(event.data)
        else apply(event)
      })

  function apply(event: MachineEvent): void {
    const step = transition(state, event, circumstances())
    state = step.state
    step.effects.forEach(perform)
  }

  /** The one timer; it may be armed for too early, which costs a look, never for too late (H2). */
  function arm(): void {
    if (armedFor === state && timer) return
    armedFor = state
    const atMs = dueAtMs(state, { rules, pulse })
    if (timer && timer.atMs <= atMs && atMs < Infinity) return
    if (timer) timer.cancel()
    timer = atMs < Infinity ? { atMs, cancel: clock.startTimer(fired, atMs) } : null
  }

  function fired(lateMs: number): void {
    timer = null
    dispatch({ type: 'timer-fired', isLate: lateMs > LATE_MS })
  }

  const wallMs = (): number => clock.toWallMs(clock.nowMs())

  const actions: Actions = {
    error: report,
    state(change) {
      history.push({ atMs: wallMs(), ...change })
      if (history.length > MAX_HISTORY) history.shift()
      log('info', `${change.from} → ${change.to} (${change.reason})`)
    },
    open({ profile }) {
      urls.opened()
      counters.links += 1
      counters.openedAtMs = wallMs()
      counters.profile = profile || null
    },
    close() {
      counters.endedAtMs = wallMs()
    },
    'ask-url'(isRetry) {
      const { epoch, attempt, retry, lastClose } = state
      const tell = tellOf(epoch)
      counters.attempts += 1
      if (isRetry) counters.retries += 1
      urls.ask(
        { attempt, retry, lastClose },
        (target) => tell({ type: 'url-answered', target }),
        (error) => tell({ type: 'url-failed', error }),
      )
    },
    'open-link'(target) {
      const { connectTimeoutMs: timeoutMs, closeTimeoutMs: maxWaitMs, host } = settings
      link = transport.open({ target, timeoutMs, maxWaitMs, host }, tellOf(state.epoch))
    },
    'close-link'({ code, reason }) {
      if (link) link.close(code, reason)
      link = null
    },
    'begin-pulse': () => heart.begin(clock.nowMs()),
    'send-ping'() {
      const ping = heart.nextPing(clock.nowMs())
      if (ping === null) apply({ type: 'ping-skipped' })
      else transmit(ping, noop)
    },
    announced: () => apply({ type: 'announced' }),
    'flush-queue': outbox.flush,
    'empty-queue': outbox.empty,
    'watch-host'() {
      const { lifecycle, network } = ports
      const hidden = (): void => dispatch({ type: 'hidden' })
      const shown = (): void => dispatch({ type: 'shown' })
      watches = [
        settings.background === 'run' ? noop : lifecycle.watch(hidden, shown),
        network.watch((isOnline) => dispatch({ type: 'network-changed', isOnline })),
        transport.watchCuts((isInterrupted) => dispatch({ type: 'cut-reported', isInterrupted })),
      ]
    },
    'unwatch-host'() {
      watches.forEach((stop) => stop())
      watches = []
    },
  }

  function perform([name, payload]: Effect): void {
    const action = actions[name] as ((payload: unknown) => void) | undefined
    if (action) action(payload)
    if (name !== 'error') emitter.emit(name as keyof SocketEvents<In>, payload as never)
  }

  /** Hands data to the platform, past the queue. */
  function transmit(payload: SocketData, failed: () => void): void {
    pulse.saidAtMs = clock.nowMs()
    if (link) link.send(payload, failed)
  }

  function receive(data: SocketData): void {
    const { phase } = state
    if (phase.tag !== 'open') return
    const nowMs = clock.nowMs()
    counters.messagesReceived += 1
    counters.bytesReceived += sizeBytes(data)
    pulse.heardAtMs = nowMs
    if (phase.ping || phase.flow === 'held') apply({ type: 'heard' })
    const pingAtMs = heart.takeReply(data)
    if (pingAtMs !== null) {
      counters.rttMs = nowMs - pingAtMs
      return emitter.emit('rtt', { rttMs: counters.rttMs })
    }
    const answer = heart.answerTo(data)
    if (answer !== null) return transmit(answer, noop)
    let message = data as unknown as In
    try {
      if (codec) message = codec.decode(data)
    } catch (thrown) {
      return report(new SocketError('E_DECODE', `codec.decode threw on ${describe(data)}`, thrown))
    }
    emitter.emit('message', message)
  }

  return {
    emitter,
    outbox,
    counters,
    history,
    clock,
    circumstances,
    state: () => state,
    dispatch,
  }
}
