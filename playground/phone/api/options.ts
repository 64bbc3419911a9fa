/** Reads what an API was called with, and complains the way WeChat does. */
import { PhoneFailure } from '../ports'

export type CallOptions = Readonly<Record<string, unknown>>

/** `String`, `Number`, `Undefined`, `Array`, …: WeChat's words for types. */
export function nameType(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

/**
 * A text that must be there, or may be left out where there is a fallback.
 * @throws PhoneFailure when it is anything else.
 */
export function readString(options: CallOptions, name: string, fallback?: string): string {
  const value = options[name] ?? fallback
  if (typeof value === 'string') return value
  throw mismatch(name, 'String', value)
}

/** As {@link readString}, for a number. */
export function readNumber(options: CallOptions, name: string, fallback?: number): number {
  const value = options[name] ?? fallback
  if (typeof value === 'number') return value
  throw mismatch(name, 'Number', value)
}

/** As {@link readString}, for a boolean. */
export function readBoolean(options: CallOptions, name: string, fallback?: boolean): boolean {
  const value = options[name] ?? fallback
  if (typeof value === 'boolean') return value
  throw mismatch(name, 'Boolean', value)
}

/** A colour: `#` and three or six hexadecimal digits. `null` where it was left out. */
export function readColor(options: CallOptions, name: string): string | null {
  if (options[name] === undefined) return null
  const color = readString(options, name)
  if (/^#([\da-f]{3}|[\da-f]{6})$/i.test(color)) return color
  throw new PhoneFailure(`invalid ${name} "${color}": a colour is written #rgb or #rrggbb`)
}

/** What WeChat says of a parameter of another type than it takes. */
export function mismatch(name: string, expected: string, value: unknown): PhoneFailure {
  return new PhoneFailure(
    `parameter error: parameter.${name} should be ${expected} instead of ${nameType(value)};`,
  )
}
