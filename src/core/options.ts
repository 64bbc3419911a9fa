/** Reads options by tables: each field says what it accepts and what it is when left out. */
import { SocketError, type SocketErrorCode, describe } from './errors'

/** Reads one option; what is left out is its default. @throws {@link SocketError} E_OPTION */
export type Field<T> = (path: string, value: unknown) => T

/** Options of one object, by name. */
export type Fields<T> = { readonly [K in keyof T]: Field<T[K]> }

/** The longest delay a timer takes. */
export const MAX_MS = 2_147_483_647

/** Refuses a value: which option, what is accepted, what came (never a string's own text, E6). */
export function refuse(
  path: string,
  accepts: string,
  value: unknown,
  code: SocketErrorCode = 'E_OPTION',
  came = describe(value),
): never {
  throw new SocketError(code, `${path} must be ${accepts}, got ${came}`)
}

/** A field of any kind. */
export const field =
  <T>(fallback: T, accepts: string, isOk: (value: unknown) => boolean): Field<T> =>
  (path, value) => {
    if (value === undefined) return fallback
    return isOk(value) ? (value as T) : refuse(path, accepts, value)
  }

/** A number from `min` to `max`; `step` 1 for whole ones; `extra` is accepted beyond the range. */
export const number = (
  fallback: number,
  min = 1,
  max = MAX_MS,
  { step = 0, extra = fallback, also = '' } = {},
): Field<number> =>
  field(
    fallback,
    `a ${step ? 'whole ' : ''}number from ${min} to ${max}${extra > max ? ` or ${extra}` : ''}${also}`,
    (value) =>
      typeof value === 'number' &&
      ((value >= min && value <= max && !(step && value % step)) || value === extra),
  )

/** Refuses a value that should have been one of some words; here the word itself helps, and is no secret. */
export const refuseWord = (path: string, words: string, value: unknown): never =>
  refuse(
    path,
    `one of ${words}`,
    value,
    'E_OPTION',
    typeof value === 'string' ? `'${value}'` : undefined,
  )

/** One of some words; the first is the default. */
export const oneOf =
  <T extends string>(...words: T[]): Field<T> =>
  (path, value = words[0]) =>
    words.indexOf(value as T) >= 0 ? (value as T) : refuseWord(path, words.join(', '), value)

export const isFunction = (value: unknown): boolean => typeof value === 'function'

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && !!value && !Array.isArray(value)

/**
 * Reads an object of options; unknown names are refused.
 *
 * @throws {@link SocketError} E_OPTION naming the option, what is accepted and what came.
 */
export function readGroup<T>(
  path: string,
  options: unknown,
  fields: Fields<T>,
  accepts = 'an object',
): T {
  if (!isObject(options)) return refuse(path || 'options', accepts, options)
  const prefix = path && `${path}.`
  const names = Object.keys(fields) as (keyof T & string)[]
  for (const name of Object.keys(options)) {
    if (names.indexOf(name as never) < 0) {
      throw new SocketError(
        'E_OPTION',
        `${prefix}${name} is no option; there are ${names.join(', ')}`,
      )
    }
  }
  const read = {} as T
  for (const name of names) {
    const value = fields[name](prefix + name, options[name])
    // What has no default stays away: hosts tell an option that is there from one that is `undefined`.
    if (value !== undefined) read[name] = value
  }
  return read
}

/** A group of options; `false` is the defaults with `off` over them. */
export const group =
  <T>(fields: Fields<T>, off: Partial<T>): Field<T> =>
  (path, value = {}) =>
    value === false
      ? { ...readGroup(path, {}, fields), ...off }
      : readGroup(path, value, fields, 'an object or false')
