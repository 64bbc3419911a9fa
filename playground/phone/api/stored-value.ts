/** A value as it lies in the storage: a text, and the type that the text alone would not say. */
import { PhoneFailure } from '../ports'
import { nameType } from './options'

/** @throws PhoneFailure for a value that has no JSON: a function, a symbol, a circle. */
export function writeStoredValue(value: unknown): string {
  return `${nameType(value)}:${writeText(value)}`
}

function writeText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date) return String(value.getTime())
  const text = stringify(value)
  if (text !== undefined) return text
  throw new PhoneFailure(`a ${nameType(value)} cannot be stored; text, numbers, JSON can`)
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch (error) {
    throw new PhoneFailure((error as Error).message)
  }
}

/** What was written, as a copy of its own; `null` for a text that no phone has written. */
export function readStoredValue(stored: string): { readonly value: unknown } | null {
  const colon = stored.indexOf(':')
  try {
    return { value: readText(stored.slice(0, colon), stored.slice(colon + 1)) }
  } catch {
    // By hand, in the browser's tools.
    return null
  }
}

function readText(type: string, text: string): unknown {
  switch (type) {
    case 'Undefined':
      return undefined
    case 'Null':
      return null
    case 'String':
      return text
    case 'Number':
      return Number(text)
    case 'Boolean':
      return text === 'true'
    case 'Date':
      return new Date(Number(text))
    default:
      return JSON.parse(text)
  }
}

/** How many bytes a text takes in UTF-8. */
export const countBytes = (text: string): number => new TextEncoder().encode(text).byteLength
