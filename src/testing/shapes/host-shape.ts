/** What a script sees of a fake host. The insides of the fake speak the words of wx; a shape says them in the host's. */
import type { FakeTask, TaskEvent } from '../fake-task'
import type { FakeHost, SocketTask } from '../wx-types'

/** What a shape may know of a task, beside its `SocketTask`. */
export interface TaskInsides {
  readonly id: number
  readonly state: () => FakeTask['state']
  /** Takes a listener off again that was added through the `SocketTask`. */
  readonly remove: (event: TaskEvent, listener: (payload: never) => void) => void
  /** The `Promise` of this host. */
  readonly Promise: PromiseConstructor
}

/** What a shape may know of the host, beside its `FakeHost`. */
export interface HostInsides {
  readonly tasks: readonly FakeTask[]
  readonly Promise: PromiseConstructor
}

export interface HostShape {
  /** The task that the script holds. Its type is that of wx, whatever it is like. */
  task(task: SocketTask, insides: TaskInsides): SocketTask
  /** The host object. Its type is that of wx, whatever it is like. */
  host(host: FakeHost, insides: HostInsides): FakeHost
}
