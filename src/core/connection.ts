/** Does what the machine decides: the one owner of the state, the epoch, the link and the timer. */
import { createAlarm } from './alarm'
import { type Emitter, createEmitter } from './emitter'
import type { SocketEvents } from './events'
import { createInbox } from './inbox'
import { dueAtMs, transition } from './machine'
import { type Outbox, createOutbox } from './outbox'
import { createRules } from './policy'
import type { Link, Ports, SocketData, UrlSource } from './ports'
import type { Settings } from './settings'
import {
  type Circumstances,
  type Effect,
  INITIAL_STATE,
  type MachineEvent,
  type MachineState,
} from './states'
import { type HistoryEntry, MAX_HISTORY, type SocketStats, createCounters } from './stats'
import { type SteadyClock, createSteadyClock } from './steady-clock'

/** A live socket without its public face. */
export interface Connection<In> {
  readonly emitter: Emitter<SocketEvents<In>>
  readonly outbox: Outbox
  stats(): SocketStats
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

/** Work for later, what it is told, and the epoch that must not be over by then. */
type Job = readonly [work: (told: unknown) => void, told: unknown, epoch: number | undefined]

const noop = (): void => undefined

/** Makes a connection at rest: it takes a `connect-called` to start anything. */
export function createConnection<In, Out>(
  settings: Settings<In, Out>,
  urls: UrlSource,
  ports: Ports,
): Connection<In> {
  const { transport } = ports
  const clock = createSteadyClock(ports.clock)
  const logger = settings.logger || ports.logger
  const emitter = createEmitter<SocketEvents<In>>(logger, ports.clock, run)
  const counters = createCounters()
  const rules = createRules(settings, ports.random, emitter.guard)
  const history: HistoryEntry[] = []
  let state = INITIAL_STATE
  const alarm = createAlarm(clock, (isLate) => {
    alarmedFor = null
    dispatch({ type: 'timer-fired', isLate })
  })
  let alarmedFor: MachineState | null = null
  let link: Link | null = null
  /** A `decision` is part of a turn in which the app's callbacks see the state that is about to end. */
  let activity: 'none' | 'turn' | 'decision' = 'none'
  const waiting: Job[] = []
  let watches: readonly (() => void)[] = []

  const office = { state: () => state, nowMs: clock.nowMs, transmit }
  const inbox = createInbox(settings, counters, emitter, {
    ...office,
    heard: () => apply({ type: 'heard' }),
  })
  const { pings, pulse } = inbox
  const outbox = createOutbox(settings.queue, counters, {
    ...office,
    isDeciding: () => activity === 'decision',
    failed() {
      const event = { type: settings.queue ? 'send-failed' : 'probe-called' } as const
      // Within a turn at once: the flush under way has to stop.
      if (activity === 'turn') apply(event)
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

  const dispatch = (event: MachineEvent): void => run(apply, event)

  /** For what one link tells. */
  const ofLink =
    <T>(epoch: number, work: (told: T) => void): ((told: T) => void) =>
    (told) =>
      run(work, told, epoch)

  /**
   * One thing after the other: runs `work` now, or after what is under way (E7). What a link tells once its epoch is
   * over ends here (S2 and C4 have their own ways). Called for every frame: nothing is allocated while nothing waits.
   */
  function run<T>(work: (told: T) => void, told: T, epoch?: number): void {
    if (activity !== 'none') {
      waiting.push([work, told, epoch] as unknown as Job)
      return
    }
    activity = 'turn'
    try {
      for (;;) {
        if (epoch === undefined || epoch === state.epoch) work(told)
        if (waiting.length === 0) break
        ;[work, told, epoch] = waiting.shift() as unknown as [typeof work, T, number]
      }
    } finally {
      activity = 'none'
      if (alarmedFor !== state) {
        alarmedFor = state
        alarm.set(dueAtMs(state, circumstances()))
      }
    }
  }

  function apply(event: MachineEvent): void {
    activity = 'decision'
    const step = transition(state, event, circumstances())
    activity = 'turn'
    state = step.state
    step.effects.forEach(perform)
  }

  /** Hands data to the platform, past the queue. */
  function transmit(payload: SocketData, failed = noop): void {
    pulse.saidAtMs = clock.nowMs()
    if (link) link.send(payload, failed)
  }

  const actions: Actions = {
    state(change) {
      history.push({ atMs: clock.toWallMs(), ...change })
      if (history.length > MAX_HISTORY) history.shift()
      emitter.log('info', `${change.from} → ${change.to} (${change.reason})`)
    },
    open({ profile }) {
      urls.opened()
      pings.begin()
      counters.links += 1
      counters.openedAtMs = clock.toWallMs()
      counters.profile = profile || null
    },
    close() {
      counters.endedAtMs = clock.toWallMs()
    },
    'ask-url'(isRetry) {
      const { epoch, attempt, retry, lastClose } = state
      const tell = ofLink(epoch, apply)
      counters.attempts += 1
      if (isRetry) counters.retries += 1
      urls.ask(
        { attempt, retry, lastClose },
        (target) => tell({ type: 'url-answered', target }),
        (error) => tell({ type: 'url-failed', error }),
      )
    },
    'open-link'(target) {
      const { epoch } = state
      link = transport.open(
        { ...settings, target },
        ofLink(epoch, apply),
        ofLink(epoch, inbox.receive),
      )
    },
    'close-link'({ code, reason }) {
      if (link) link.close(code, reason)
      link = null
    },
    'send-ping'() {
      const ping = pings.next(clock.nowMs())
      if (ping === undefined) apply({ type: 'ping-skipped' })
      else {
        const { epoch } = state
        transmit(ping, () => {
          if (epoch === state.epoch) pings.forget()
        })
      }
    },
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
    emitter.emit(name as keyof SocketEvents<In>, payload as never)
  }

  return {
    emitter,
    outbox,
    stats: () => ({ ...counters }),
    history,
    clock,
    circumstances,
    state: () => state,
    dispatch,
  }
}
