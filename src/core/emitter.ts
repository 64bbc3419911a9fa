/**
 * Listeners by event, and where errors go: to `error` listeners, else to the logger, and a listener's own to the
 * host (rules E1, E3, E8).
 */
import { SocketError, describe } from './errors'
import type { Clock, Logger } from './ports'

/** Takes a listener away again; calling it twice does nothing. */
export type Unsubscribe = () => void

/** Calls a callback of the app; when it throws or answers nonsense, says so and gives the fallback (E8). */
export type Guard = <T>(
  option: string,
  callback: () => T,
  fallback: T,
  isOk?: (value: T) => boolean,
) => T

export interface Emitter<Events> {
  /** Adding and removing takes effect after the emit under way. */
  on<Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void): Unsubscribe
  /** Calls every listener; one that throws stops nobody. An error that nobody hears is logged. */
  emit<Name extends keyof Events>(name: Name, payload: Events[Name]): void
  /** Writes a line to the app's logger, whatever that does. */
  log(level: 'info' | 'warn', text: string): void
  readonly guard: Guard
}

type Report = (code: 'E_LISTENER' | 'E_CALLBACK', text: string, thrown?: unknown) => void

const createGuard =
  (report: Report): Guard =>
  (option, callback, fallback, isOk) => {
    try {
      const value = callback()
      if (!isOk || isOk(value)) return value
      report('E_CALLBACK', `${option} returned ${describe(value)}`)
    } catch (thrown) {
      report('E_CALLBACK', `${option} threw`, thrown)
    }
    return fallback
  }

/** `later` runs what must not interrupt the work under way. */
export function createEmitter<Events extends { error: SocketError }>(
  logger: Logger,
  clock: Clock,
  later: <T>(work: (argument: T) => void, argument: T) => void,
): Emitter<Events> {
  // Boxed, so that one function subscribed twice is two listeners.
  type Entry = readonly [(payload: never) => void]
  const lists: { [Name in keyof Events]?: readonly Entry[] } = {}
  const listOf = (name: keyof Events): readonly Entry[] => lists[name] || []

  const emit: Emitter<Events>['emit'] = (name, payload) => {
    const list = lists[name]
    if (list && list.length > 0) {
      for (let i = 0; i < list.length; i += 1) {
        try {
          ;(list[i] as Entry)[0](payload as never)
        } catch (thrown) {
          threw(name, thrown)
        }
      }
    } else if (name === 'error') {
      const { code, message } = payload as SocketError
      log('warn', `${code}: ${message}`)
    }
  }

  const threw = (name: keyof Events, thrown: unknown): void => {
    const text = `a listener of '${String(name)}' threw`
    if (name === 'error') log('warn', text)
    else if (listOf('error').length > 0) report('E_LISTENER', text, thrown)
    // So that it reaches wx.onError and the devtools like any mistake of the app (E1).
    else {
      clock.startTimer(() => {
        throw thrown
      }, 0)
    }
  }

  /** An error that must not interrupt what is under way. */
  const report: Report = (code, text, thrown) =>
    later((error) => emit('error', error), new SocketError(code, text, thrown))

  const log = (level: 'info' | 'warn', text: string): void => {
    try {
      logger[level](`miniprogram-socket: ${text}`)
    } catch (thrown) {
      // Not for `warn`: that is where an error ends that nobody heard, or that its listener threw on.
      if (level === 'info') report('E_CALLBACK', 'logger.info threw', thrown)
    }
  }

  return {
    on(name, listener) {
      const entry: Entry = [listener]
      lists[name] = [...listOf(name), entry]
      return () => {
        lists[name] = listOf(name).filter((other) => other !== entry)
      }
    },
    emit,
    log,
    guard: createGuard(report),
  }
}
