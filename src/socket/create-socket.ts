/** The socket that users touch, over any platform. */
import { type Connection, createConnection } from '../core/connection'
import { sizeBytes, toSocketData } from '../core/data'
import { SocketError, describe, isSocketError } from '../core/errors'
import { isFunction, refuse, refuseWord } from '../core/options'
import { isStable } from '../core/outage'
import type { Ports } from '../core/ports'
import type { Codec } from '../core/settings'
import { readOptions } from './read-options'
import { createUrlSource } from './target'
import type { Socket, SocketOptions, SocketStatus } from './types'
import { whenOpen } from './when-open'

const EVENTS = 'state, open, message, close, retry, giveup, error, drop, rtt'

const MAX_REASON_BYTES = 123

/**
 * Makes a socket; nothing starts before `connect()`.
 *
 * @throws {@link SocketError} E_OPTION when an option is unknown, missing or out of range.
 */
export function createSocketOn<In, Out>(
  platform: Ports,
  options: SocketOptions<In, Out>,
): Socket<In, Out> {
  const settings = readOptions(options)
  const connection = createConnection(settings, createUrlSource(settings), platform)
  const { dispatch, emitter, outbox } = connection

  const on: Socket<In, Out>['on'] = (event, listener) => {
    checkListener(event, listener)
    return emitter.on(event, listener)
  }

  const call = (type: 'connect-called' | 'reconnect-called'): void => {
    platform.transport.assertAvailable()
    dispatch({ type })
  }

  return {
    get state() {
      return connection.state().phase.tag
    },
    get status() {
      return statusOf(connection)
    },
    get queued() {
      return outbox.queued()
    },
    connect: () => call('connect-called'),
    reconnect: () => call('reconnect-called'),
    close(code = 1000, reason = '') {
      checkClose(code, reason)
      dispatch({ type: 'close-called', code, reason })
    },
    send: (data) => outbox.send(data, encode(settings.codec, data), true),
    sendNow: (data) => outbox.send(data, encode(settings.codec, data), false) === 'sent',
    probe: () => dispatch({ type: 'probe-called' }),
    on,
    once(event, listener) {
      checkListener(event, listener)
      const off = emitter.on(event, (payload) => {
        off()
        listener(payload)
      })
      return off
    },
    whenOpen: () => whenOpen(connection),
    stats: connection.stats,
    history: () => connection.history.slice(),
  }
}

function statusOf<In>({ state, circumstances, clock }: Connection<In>): SocketStatus {
  const { phase, retry, hiddenAtMs, isOnline, lastClose } = state()
  const at = circumstances()
  const isWaiting = phase.tag === 'waiting'
  const away = hiddenAtMs === null ? 'offline' : 'background'
  return {
    state: phase.tag,
    why: phase.tag === 'suspended' ? away : null,
    retry: isStable(phase, at) ? 0 : retry + (isWaiting ? 1 : 0),
    limit: at.rules.reconnect.limit,
    dueAtMs: isWaiting ? clock.toWallMs(phase.dueAtMs) : null,
    online: isOnline,
    lastClose,
  }
}

function encode<In, Out>(codec: Codec<In, Out> | undefined, data: Out): string | ArrayBuffer {
  try {
    return toSocketData(codec ? codec.encode(data) : data)
  } catch (thrown) {
    if (isSocketError(thrown)) throw thrown
    throw new SocketError('E_DATA', `codec.encode threw on ${describe(data)}`, thrown)
  }
}

function checkListener(event: string, listener: unknown): void {
  if (EVENTS.split(', ').indexOf(event) < 0) refuseWord('event', EVENTS, event)
  if (!isFunction(listener)) refuse('listener', 'a function', listener)
}

/** What hosts and browsers accept; the wire allows no more. */
function checkClose(code: number, reason: string): void {
  // Equal to its floor: a whole number, and no string that looks like one.
  const isOwn = code >= 3000 && code <= 4999 && Math.floor(code) === code
  if (!isOwn && code !== 1000) refuse('code', '1000 or 3000–4999', code, 'E_CLOSE_CODE')
  if (typeof reason !== 'string' || sizeBytes(reason) > MAX_REASON_BYTES) {
    refuse('reason', `a string of at most ${MAX_REASON_BYTES} bytes`, reason, 'E_CLOSE_CODE')
  }
}
