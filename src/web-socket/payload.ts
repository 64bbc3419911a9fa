/** What the standard makes of the arguments of `send()` and `close()`. */
import { isSendable, sizeBytes } from '../core/data'
import { isFunction } from '../core/options'
import type { Sendable } from '../core/ports'
import { domError, syntaxError } from './dom-error'

const MAX_REASON_BYTES = 123

/**
 * Text as UTF-8 can carry it: a surrogate without its other half becomes U+FFFD. Where the engine can say that there is
 * none (iOS from 16.4 on), a replacement would be half of what `send()` costs without a JIT.
 */
export const toWellFormed = (text: string & { isWellFormed?(): boolean }): string =>
  text.isWellFormed && text.isWellFormed() ? text : text.replace(/[\ud800-\udfff]/gu, '\ufffd')

/**
 * Bytes as they are, and of anything else its text, as the standard has it.
 *
 * @throws NotSupportedError for a `Blob`, whose bytes nothing in a mini-program can read.
 */
export function toPayload(data: unknown): Sendable {
  if (typeof data === 'string') return toWellFormed(data)
  if (isSendable(data)) return data
  if (isFunction((Object(data) as Partial<Record<string, unknown>>).arrayBuffer)) {
    throw domError('NotSupportedError', 9, 'no Blob')
  }
  return toWellFormed(`${data as string}`)
}

/**
 * Checks what `close()` was given; no code is 1000, as with the host's own `close`.
 *
 * @throws InvalidAccessError for another code than 1000 and 3000–4999, SyntaxError for a reason above 123 bytes.
 */
export function toClose(code?: unknown, reason: unknown = ''): [code: number, reason: string] {
  const number = code === undefined ? 1000 : Math.round(code as number)
  if (number !== 1000 && !(number >= 3000 && number <= 4999)) {
    throw domError('InvalidAccessError', 15, 'the code must be 1000 or 3000 to 4999')
  }
  const text = toWellFormed(`${reason as string}`)
  if (sizeBytes(text) > MAX_REASON_BYTES) {
    throw syntaxError(`the reason is above ${MAX_REASON_BYTES} bytes`)
  }
  return [number, text]
}

/** @throws TypeError where the standard asks for an argument and none is given, not even `undefined`. */
export function needArgument(given: ArrayLike<unknown>): void {
  if (given.length === 0) throw new TypeError('no argument')
}

/** What the wire takes as the name of a sub-protocol. https://datatracker.ietf.org/doc/html/rfc6455#section-4.1 */
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/

/**
 * The sub-protocols: one, or several of them.
 *
 * @throws SyntaxError when one is no token or occurs twice.
 */
export function toProtocols(protocols: unknown): string[] {
  // Anything else is a string, options in the wrong place too: those are no token.
  const isList = typeof protocols !== 'string' && Symbol.iterator in Object(protocols)
  const names = Array.from((isList ? protocols : [protocols]) as string[], (name) => `${name}`)
  if (names.some((name, i) => !TOKEN.test(name) || names.indexOf(name) < i)) {
    throw syntaxError('no different tokens')
  }
  return names
}
