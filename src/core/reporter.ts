/** Where errors go: to `error` listeners, else to the logger, and a listener's own to the host (rules E1, E8). */
import { type Emitter, createEmitter } from './emitter'
import { SocketError, describe } from './errors'
import type { Clock, Logger } from './ports'

/** Calls a callback of the app; when it throws or answers nonsense, says so and gives the fallback (E8). */
export type Guard = <T>(
  option: string,
  callback: () => T,
  fallback: T,
  isOk?: (value: T) => boolean,
) => T

export interface Reporter<Events> {
  readonly emitter: Emitter<Events>
  readonly guard: Guard
  /** Emits an error, or logs it where nobody listens. */
  report(error: SocketError): void
  /** Writes a line to the app's logger, whatever that does. */
  log(level: 'info' | 'warn', text: string): void
}

/** `later` runs what must not interrupt the work under way. */
export function createReporter<Events extends { error: SocketError }>(
  logger: Logger,
  clock: Clock,
  later: (work: () => void) => void,
): Reporter<Events> {
  const emitter = createEmitter<Events>((event, thrown) => {
    const error = new SocketError('E_LISTENER', `a listener of '${String(event)}' threw`, thrown)
    if (event === 'error') log('warn', error.message)
    else if (emitter.has('error')) reportLater(error)
    // So that it reaches wx.onError and the devtools like any mistake of the app (E1).
    else {
      clock.startTimer(() => {
        throw thrown
      }, 0)
    }
  })

  const report = (error: SocketError): void => {
    if (emitter.has('error')) emitter.emit('error', error)
    else log('warn', `${error.code}: ${error.message}`)
  }
  const reportLater = (error: SocketError): void => later(() => report(error))

  function log(level: 'info' | 'warn', text: string): void {
    try {
      logger[level](`miniprogram-socket: ${text}`)
    } catch (thrown) {
      // Not for `warn`: that is where an error ends that nobody heard, or that its listener threw on.
      if (level === 'info') reportLater(new SocketError('E_CALLBACK', 'logger.info threw', thrown))
    }
  }

  return {
    emitter,
    report,
    log,
    guard(option, callback, fallback, isOk) {
      try {
        const value = callback()
        if (!isOk || isOk(value)) return value
        reportLater(new SocketError('E_CALLBACK', `${option} returned ${describe(value)}`))
      } catch (thrown) {
        reportLater(new SocketError('E_CALLBACK', `${option} threw`, thrown))
      }
      return fallback
    },
  }
}
