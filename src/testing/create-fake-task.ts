import type { FakeTask } from './fake-task'
import { createNativeEvents } from './native-events'
import { createNativeTask } from './native-task'
import { shapeOf } from './shapes/shapes'
import type { TaskHost, TaskRecord } from './task-record'
import type { SocketTask } from './wx-types'

/** Makes the handle by which a test drives a task, and the task itself in the words of wx, whatever the script holds. */
export function createFakeTask(
  record: TaskRecord,
  host: TaskHost,
): { readonly task: FakeTask; readonly wxTask: SocketTask } {
  const events = createNativeEvents(record, host)
  const { id, options, createdAtMs, sent, sendCalls, closeCalls, listeners, outbound } = record
  const wxTask = createNativeTask(record, host, events)

  const task: FakeTask = {
    id,
    url: options.url,
    options,
    createdAtMs,
    native: shapeOf(host.profile).task(wxTask, {
      id,
      state: () => record.state,
      remove: (event, listener) => listeners[event].remove(listener),
      Promise: host.callbacks.Promise,
    }),
    sent,
    sendCalls,
    closeCalls,
    get state() {
      return record.state
    },
    get silent() {
      return record.silent
    },
    set silent(isSilent) {
      record.silent = isSilent
    },
    listenerCount(event) {
      const { open, message, error, close } = listeners
      const lists = event === undefined ? [open, message, error, close] : [listeners[event]]
      return lists.reduce((count, list) => count + list.count, 0)
    },
    failSends(fault = {}) {
      record.sendFault = { fault, left: fault.times ?? 1 }
    },
    onSent(listener) {
      outbound.add(listener)
      return () => outbound.remove(listener)
    },
    ...events,
  }
  return { task, wxTask }
}
