/**
 * `wx.onSocket*`, `wx.sendSocketMessage` and `wx.closeSocket`: they follow the socket that was created last, or, on a
 * host that has a kind of its own for that, the one of that kind.
 * developers.weixin.qq.com/community/minigame/doc/00042e40374cc09da5975ec8051800
 */
import { takesCallback, type Callbacks } from './callbacks'
import type { UncaughtListener } from './error-basket'
import type { OwnedTask } from './connect-socket'
import type { TaskEvent } from './fake-task'
import type { HostProfile } from './host-profile'
import { createListeners } from './listeners'
import type { TaskEvents } from './task-record'
import type { CallbackOptions, FakeHost, SocketTask } from './wx-types'

export interface LegacySockets {
  readonly api: Pick<
    FakeHost,
    | 'onSocketOpen'
    | 'onSocketMessage'
    | 'onSocketError'
    | 'onSocketClose'
    | 'sendSocketMessage'
    | 'closeSocket'
  >
  /** Calls the listeners of an event. */
  readonly emit: <Event extends TaskEvent>(event: Event, payload: TaskEvents[Event]) => void
  /** How many listeners an event has. */
  readonly count: (event: TaskEvent) => number
}

export function createLegacySockets(
  currentTask: () => OwnedTask | undefined,
  profile: HostProfile,
  callbacks: Callbacks,
  onUncaught: UncaughtListener | undefined,
): LegacySockets {
  const listeners = {
    open: createListeners<TaskEvents['open']>(onUncaught, profile.secondListener),
    message: createListeners<TaskEvents['message']>(onUncaught, profile.secondListener),
    error: createListeners<TaskEvents['error']>(onUncaught, profile.secondListener),
    close: createListeners<TaskEvents['close']>(onUncaught, profile.secondListener),
  }

  /** Calls the current task, and turns its callbacks into a promise when none is passed. */
  function onCurrent<Options extends CallbackOptions>(
    options: Options,
    notOpen: string,
    call: (task: SocketTask, options: Options) => void,
  ): unknown {
    const current = currentTask()
    const run = (withCallbacks: Options) => {
      if (current?.task.state === 'open') call(current.wxTask, withCallbacks)
      else callbacks.fail(withCallbacks, { errMsg: notOpen })
    }
    if (takesCallback(options)) return run(options)
    return new callbacks.Promise((resolve, reject) => {
      run(Object.assign({}, options, { success: resolve, fail: reject }))
    })
  }

  return {
    api: {
      onSocketOpen: (listener) => listeners.open.add(({ header }) => listener({ header })),
      onSocketMessage: (listener) => listeners.message.add(listener),
      onSocketError: (listener) => listeners.error.add(listener),
      onSocketClose: (listener) => listeners.close.add(listener),
      sendSocketMessage: (options) =>
        onCurrent(options, profile.texts.sendNotOpen, (task, withCallbacks) =>
          task.send(withCallbacks),
        ) as never,
      closeSocket: (options) =>
        onCurrent(options ?? {}, profile.texts.closeNotOpen, (task, withCallbacks) =>
          task.close(withCallbacks),
        ) as never,
    },
    emit: (event, payload) => listeners[event].emit(payload as never),
    count: (event) => listeners[event].count,
  }
}
