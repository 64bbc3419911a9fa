/** `wx.connectSocket`: makes a task, or refuses the way the host does. */
import { takesCallback } from './callbacks'
import type { ConnectCall, ConnectPlan } from './connect-plan'
import { createFakeTask } from './create-fake-task'
import { toFailure } from './failure'
import type { FakeTask } from './fake-task'
import { createListeners } from './listeners'
import { createTaskRecord, endTask, type TaskHost, type TaskRecord } from './task-record'
import type { Wire, WireEvents } from './wire'
import type { ConnectSocketOptions, Failure, SocketTask } from './wx-types'

/** A task as the fake itself knows it. */
export interface OwnedTask {
  readonly task: FakeTask
  /** The same task in the words of wx. */
  readonly wxTask: SocketTask
  readonly record: TaskRecord
}

export interface Connector {
  readonly connectSocket: (options: ConnectSocketOptions) => SocketTask
  /** Every task, oldest first. */
  readonly tasks: readonly FakeTask[]
  /** The same tasks, with what only the fake may do with them. */
  readonly owned: readonly OwnedTask[]
  readonly connectCalls: readonly ConnectCall[]
  /** How many tasks count toward the host's limit. */
  readonly countOpen: () => number
  /** The id of the task that the host's own events follow, once there was one. */
  readonly followedId: () => number
  readonly forgetClosed: () => void
  readonly nextConnect: (plan: ConnectPlan) => void
  readonly onTask: (listener: (task: FakeTask) => void) => () => void
}

export interface ConnectorSetup extends TaskHost {
  /** Why no connect can succeed just now, if so. */
  readonly findRefusal: () => Failure | null
  /** Puts a wire under a new task; `null` in scripted mode. */
  readonly layWire: ((options: ConnectSocketOptions, events: WireEvents) => Wire) | null
}

export function createConnector(setup: ConnectorSetup): Connector {
  const { profile, time } = setup
  const owned: OwnedTask[] = []
  const tasks: FakeTask[] = []
  const connectCalls: ConnectCall[] = []
  const plans: ConnectPlan[] = []
  let made = 0
  let followedId = 0
  const newTasks = createListeners<FakeTask>(setup.onUncaught)

  const countOpen = () => tasks.filter((task) => task.state !== 'closed').length
  const countTaken = () =>
    profile.countsClosing ? countOpen() : tasks.filter(({ state }) => isUsed(state)).length

  function connectSocket(options: ConnectSocketOptions): unknown {
    const plan = plans.shift() ?? {}
    const atMs = setup.nowMs()
    if ('throws' in plan) {
      connectCalls.push({ atMs, task: null })
      throw plan.throws
    }
    const isOneTooMany = countTaken() >= profile.maxSockets
    const failure = plan.fails === undefined ? setup.findRefusal() : toFailure(plan.fails)
    made += 1
    if (profile.globalEvents === 'latest' || options.multiple !== true) followedId = made
    const record = createTaskRecord(made, options, setup)
    const { task, wxTask } = createFakeTask(record, setup)
    const ours = { task, wxTask, record }
    owned.push(ours)
    tasks.push(task)
    connectCalls.push({ atMs, task })

    if (failure !== null) refuseByFail(ours, setup, failure)
    else if (isOneTooMany) refuseAsTooMany(ours, setup)
    else {
      accept(ours, setup, plan)
      time.after(0, () => newTasks.emit(task))
    }
    return handOver(ours, setup, plan)
  }

  return {
    connectSocket: connectSocket as Connector['connectSocket'],
    tasks,
    owned,
    connectCalls,
    countOpen,
    followedId: () => followedId,
    forgetClosed() {
      const isAlive = (task: FakeTask | null) => task !== null && task.state !== 'closed'
      keepOnly(owned, ({ task }) => isAlive(task))
      keepOnly(tasks, isAlive)
      keepOnly(connectCalls, ({ task }) => isAlive(task))
    },
    nextConnect: (plan) => void plans.push(plan),
    onTask(listener) {
      newTasks.add(listener)
      return () => newTasks.remove(listener)
    },
  }
}

const isUsed = (state: FakeTask['state']): boolean => state === 'connecting' || state === 'open'

/** In place: a test may hold the list itself. */
function keepOnly<Item>(list: Item[], isKept: (item: Item) => boolean): void {
  const kept = list.filter(isKept)
  list.length = 0
  for (const item of kept) list.push(item)
}

function refuseByFail({ record }: OwnedTask, { callbacks }: TaskHost, failure: Failure): void {
  endTask(record)
  callbacks.fail(record.options, failure)
}

function refuseAsTooMany(made: OwnedTask, host: TaskHost): void {
  const { report, failure } = host.profile.tooManySockets
  if (report === 'fail') return refuseByFail(made, host, failure)
  endTask(made.record)
  host.callbacks.succeed(made.task.options, { errMsg: 'connectSocket:ok' })
  host.time.after(0, () => made.task.error(failure))
}

function accept({ task, record }: OwnedTask, setup: ConnectorSetup, plan: ConnectPlan): void {
  record.opensOnListen = plan.opensAtOnce ?? false
  record.cancelConnectTimeout = startConnectTimeout(task, setup)
  setup.callbacks.succeed(task.options, { errMsg: 'connectSocket:ok' })
  if (setup.layWire !== null) {
    record.wire = setup.layWire(task.options, createWireEvents(task, setup))
  }
}

/** What the script gets. A promise keeps its promise only after `success`, so a fast open may be missed: that is the quirk. */
function handOver(made: OwnedTask, setup: ConnectorSetup, plan: ConnectPlan): unknown {
  const hasCallback = takesCallback(made.task.options)
  const returns = plan.returns ?? setup.profile.connectReturns
  if (returns === 'nothing') return undefined
  if (returns === 'task' || (returns === 'task-if-callback' && hasCallback)) return made.task.native

  const { time, callbacks } = setup
  const isRefused = made.task.state === 'closed'
  return new callbacks.Promise((resolve, reject) => {
    time.after(0, () =>
      time.post(() => {
        if (isRefused) reject(new Error('connectSocket:fail'))
        else resolve(made.task.native)
      }),
    )
  })
}

function startConnectTimeout(task: FakeTask, { profile, time }: TaskHost): () => void {
  const timeout = profile.connectTimeout
  if (timeout === null) return () => {}
  const afterMs = (timeout.perCall ? task.options.timeout : undefined) ?? timeout.defaultMs
  return time.after(afterMs, () => {
    if (task.state !== 'connecting' || task.silent) return
    if (timeout.failure !== null) task.error(timeout.failure)
    if (timeout.thenClose !== null) task.close(timeout.thenClose.code, timeout.thenClose.reason)
  })
}

/** A wire is real, so unlike a test it cannot say what contradicts the task's state. */
function createWireEvents(task: FakeTask, { profile }: TaskHost): WireEvents {
  return {
    open(header) {
      if (task.state === 'connecting') task.open({ header })
    },
    message(data) {
      if (task.state === 'open') task.message(data)
    },
    failed(errMsg) {
      const then = task.state === 'closing' ? profile.brokenLink : profile.closeAfterConnectError
      if (task.state === 'connecting') task.error(errMsg)
      else if (task.state !== 'closing') return
      if (then !== null) task.close(then.code, then.reason)
    },
    closed(code, reason) {
      if (task.state !== 'closed' && !task.silent) task.close(code, reason)
    },
  }
}
