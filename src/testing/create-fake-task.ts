import type { FakeTask } from './fake-task'
import { createNativeEvents } from './native-events'
import { createNativeTask } from './native-task'
import type { TaskHost, TaskRecord } from './task-record'

/** Makes the handle by which a test drives a task. */
export function createFakeTask(record: TaskRecord, host: TaskHost): FakeTask {
  const events = createNativeEvents(record, host)
  const { id, options, createdAtMs, sent, sendCalls, closeCalls, listeners, outbound } = record

  return {
    id,
    url: options.url,
    options,
    createdAtMs,
    native: createNativeTask(record, host, events),
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
}
