/** What a program hands over, as it travels: JSON text made once, or a copy of bytes. */
import type { Body } from '../protocol/frames'
import { HubError } from './errors'
import { byteLengthOf } from './host'

/** @throws {@link HubError} E_BODY when it is no JSON value and no bytes, or larger than `maxBytes`. */
export function toBody(value: unknown, maxBytes: number): Body {
  const body = isBytes(value) ? copyOf(value) : textOf(value)
  // No character takes more than three bytes: most texts need not be counted.
  if (typeof body === 'string' && body.length * 3 <= maxBytes) return body
  const bytes = typeof body === 'string' ? byteLengthOf(body) : body.byteLength
  if (bytes > maxBytes) {
    throw new HubError('E_BODY', `body must be at most ${maxBytes} bytes, got ${bytes}`)
  }
  return body
}

const isBytes = (value: unknown): value is ArrayBuffer | ArrayBufferView =>
  value instanceof ArrayBuffer || ArrayBuffer.isView(value)

/** A view means exactly its bytes. */
function copyOf(value: ArrayBuffer | ArrayBufferView): ArrayBuffer {
  if (!ArrayBuffer.isView(value)) return value.slice(0)
  return new Uint8Array(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)).buffer
}

function textOf(value: unknown): string {
  let text: unknown
  try {
    text = JSON.stringify(value)
  } catch (error) {
    throw new HubError(
      'E_BODY',
      'body must be a JSON value or bytes: it cannot be written as JSON',
      error,
    )
  }
  if (typeof text === 'string') return text
  throw new HubError('E_BODY', `body must be a JSON value or bytes, got ${typeof value}`)
}
