/** Somebody to listen to: the same shape as a socket's, so that `socketBehavior` can subscribe a page to it. */
export interface Events<Payloads> {
  /** Calls back on every event of a name, until the returned function is called. */
  on<Name extends keyof Payloads>(
    name: Name,
    listener: (payload: Payloads[Name]) => void,
  ): () => void
}

/** Makes something that can be listened to, and the function that tells the listeners. */
export function createEvents<Payloads>() {
  type Listener = (payload: never) => void
  const listeners = new Map<keyof Payloads, ReadonlyArray<Listener>>()

  const on: Events<Payloads>['on'] = (name, listener) => {
    listeners.set(name, [...(listeners.get(name) ?? []), listener])
    return () => {
      listeners.set(
        name,
        (listeners.get(name) ?? []).filter((other) => other !== listener),
      )
    }
  }

  function emit<Name extends keyof Payloads>(name: Name, payload: Payloads[Name]) {
    listeners.get(name)?.forEach((listener) => {
      try {
        listener(payload as never)
      } catch (thrown) {
        // One page's mistake is not another's: it reaches wx.onError, and the rest goes on.
        setTimeout(() => {
          throw thrown
        }, 0)
      }
    })
  }

  return { on, emit }
}
