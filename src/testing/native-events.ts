/** The native events of a task, which happen because somebody says so: a test, a profile, or a real socket. */
import { toFailure } from './failure'
import type { FakeTask, TaskEvent } from './fake-task'
import type { Listeners } from './listeners'
import { endTask, type TaskEvents, type TaskHost, type TaskRecord } from './task-record'
import type { SocketProfile } from './wx-types'

export type NativeEvents = Pick<FakeTask, 'open' | 'message' | 'error' | 'close' | 'fail'>

export function createNativeEvents(record: TaskRecord, host: TaskHost): NativeEvents {
  const { profile, time } = host

  function deliver<Event extends TaskEvent>(event: Event, payload: TaskEvents[Event]): void {
    time.post(() => {
      try {
        const listeners: Listeners<TaskEvents[Event]> = record.listeners[event]
        listeners.emit(payload)
      } finally {
        host.delivered(record.id, event, payload)
      }
    })
  }

  return {
    open(info = {}) {
      record.cancelConnectTimeout()
      if (record.state === 'connecting') record.state = 'open'
      const handshake = describeHandshake(record.createdAtMs, host.nowMs())
      deliver('open', {
        header: info.header ?? {},
        profile: Object.assign(handshake, info.profile),
      })
    },
    message(data) {
      deliver('message', { data })
    },
    error(failure = profile.texts.refused) {
      if (record.state === 'connecting') endTask(record)
      deliver('error', toFailure(failure))
    },
    close(code, reason) {
      const asked = record.closeCalls[record.closeCalls.length - 1] ?? profile.brokenLink
      endTask(record)
      const close = code === undefined ? asked : { code, reason: '' }
      deliver('close', { code: close.code, reason: reason ?? close.reason })
    },
    fail(failure = 'connectSocket:fail') {
      endTask(record)
      const { options } = record
      const result = toFailure(failure)
      time.post(() => {
        options.fail?.(result)
        options.complete?.(result)
      })
    },
  }
}

function describeHandshake(startAtMs: number, endAtMs: number): SocketProfile {
  const costMs = endAtMs - startAtMs
  return {
    fetchStart: startAtMs,
    domainLookUpStart: startAtMs,
    domainLookUpEnd: startAtMs,
    connectStart: startAtMs,
    connectEnd: endAtMs,
    rtt: costMs,
    handshakeCost: costMs,
    cost: costMs,
  }
}
