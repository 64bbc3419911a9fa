/** The hub's listeners. */
import { HubError } from './errors'
import type { HubEvents } from './types'

export interface HubEmitter {
  on<Name extends keyof HubEvents>(
    name: Name,
    listener: (event: HubEvents[Name]) => void,
  ): () => void
  /** Calls every listener; one that throws stops nobody. An error that nobody hears is written down. */
  emit<Name extends keyof HubEvents>(name: Name, event: HubEvents[Name]): void
}

const NAMES: readonly (keyof HubEvents)[] = ['online', 'offline', 'closed', 'error']

export function createHubEmitter(warn: (...args: unknown[]) => void): HubEmitter {
  const listeners = new Map<keyof HubEvents, readonly ((event: never) => void)[]>()

  function emit<Name extends keyof HubEvents>(name: Name, event: HubEvents[Name]): void {
    const heard = listeners.get(name) ?? []
    if (name === 'error' && heard.length === 0) warn(event)
    for (const listener of heard) {
      try {
        listener(event as never)
      } catch (thrown) {
        const error = new HubError('E_LISTENER', `a listener of '${name}' threw`, thrown)
        if (name === 'error') warn(error)
        else emit('error', error)
      }
    }
  }

  return {
    emit,
    on(name, listener) {
      if (NAMES.indexOf(name) < 0 || typeof listener !== 'function') {
        const words = NAMES.join(', ')
        throw new HubError('E_ARGUMENT', `on takes one of ${words}, and a function`)
      }
      // Wrapped, so that the same function may listen twice and each stop ends its own.
      const own = (event: HubEvents[typeof name]): void => listener(event)
      listeners.set(name, [...(listeners.get(name) ?? []), own])
      return () => {
        const rest = (listeners.get(name) ?? []).filter((one) => one !== own)
        listeners.set(name, rest)
      }
    },
  }
}
