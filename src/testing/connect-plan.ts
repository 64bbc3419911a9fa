import type { FailureInput } from './failure'
import type { FakeTask } from './fake-task'

/** What one `connectSocket` shall do instead of what the host does. Everything left out is as usual. */
export interface ConnectPlan {
  /** It throws this. No task is made. */
  readonly throws?: unknown
  /** It calls `fail` with this; the task is dead from the start. */
  readonly fails?: FailureInput
  /** It opens in the tick in which `onOpen` is registered, as on hosts that call back before they return. */
  readonly opensAtOnce?: boolean
  /** What it returns. @default what the profile says */
  readonly returns?: 'task' | 'promise' | 'nothing'
}

/** One call of `connectSocket`. */
export interface ConnectCall {
  /** When, on the wall clock. */
  readonly atMs: number
  /** The task it led to; `null` when the call threw. */
  readonly task: FakeTask | null
}
