/** What a task is made of, as its two faces share it: `SocketTask` for the script, the handle for the test. */
import type { Callbacks } from './callbacks'
import type { HostTime } from './clock'
import type { UncaughtListener } from './error-basket'
import type { FakeTask, SendCall, SendFault, TaskEvent } from './fake-task'
import type { HostProfile } from './host-profile'
import { createListeners, type Listeners } from './listeners'
import type { Wire } from './wire'
import type {
  ConnectSocketOptions,
  Failure,
  SocketClose,
  SocketMessage,
  SocketOpen,
  SocketPayload,
} from './wx-types'

/** What each native event carries. */
export interface TaskEvents {
  open: SocketOpen
  message: SocketMessage
  error: Failure
  close: SocketClose
}

/** What all tasks of one fake share. */
export interface TaskHost {
  readonly profile: HostProfile
  readonly time: HostTime
  readonly callbacks: Callbacks
  readonly nowMs: () => number
  readonly onUncaught: UncaughtListener | undefined
  /** A task's own listeners have heard an event: now the legacy API may. */
  readonly delivered: <Event extends TaskEvent>(
    id: number,
    event: Event,
    payload: TaskEvents[Event],
  ) => void
}

export interface TaskRecord {
  readonly id: number
  readonly options: ConnectSocketOptions
  readonly createdAtMs: number
  state: FakeTask['state']
  silent: boolean
  /** Open as soon as somebody listens for it: hosts that call back before `connectSocket` returns. */
  opensOnListen: boolean
  /** `null` in scripted mode. */
  wire: Wire | null
  readonly sent: SocketPayload[]
  readonly sendCalls: SendCall[]
  readonly closeCalls: SocketClose[]
  readonly listeners: { readonly [Event in TaskEvent]: Listeners<TaskEvents[Event]> }
  /** What the test wants to hear of on the wire. */
  readonly outbound: Listeners<SocketPayload>
  sendFault: { readonly fault: SendFault; left: number } | null
  cancelConnectTimeout: () => void
}

export function createTaskRecord(
  id: number,
  options: ConnectSocketOptions,
  { profile, onUncaught, nowMs }: TaskHost,
): TaskRecord {
  return {
    id,
    options,
    createdAtMs: nowMs(),
    state: 'connecting',
    silent: false,
    opensOnListen: false,
    wire: null,
    sent: [],
    sendCalls: [],
    closeCalls: [],
    listeners: {
      open: createListeners(onUncaught, profile.secondListener),
      message: createListeners(onUncaught, profile.secondListener),
      error: createListeners(onUncaught, profile.secondListener),
      close: createListeners(onUncaught, profile.secondListener),
    },
    outbound: createListeners(onUncaught),
    sendFault: null,
    cancelConnectTimeout: () => {},
  }
}

/** The native side is gone, and nobody is told. */
export function endTask(record: TaskRecord): void {
  record.cancelConnectTimeout()
  record.state = 'closed'
  record.wire?.destroy()
}
