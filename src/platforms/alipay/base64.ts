/** Base64, in which `my` carries bytes: a mini-program has no `atob`. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const PADDING = '='.charCodeAt(0)

/** The code of each character, by what it stands for. */
const CODES: readonly number[] = ALPHABET.split('').map((character) => character.charCodeAt(0))

/** What each character stands for, by its code. */
const SEXTETS: readonly number[] = Array.from({ length: 128 }, (_, code) => CODES.indexOf(code))

/** Whole groups, few enough to become a text in one call: one character at a time takes seven times as long. */
const PART_BYTES = 3 * 1024

function writePart(bytes: Uint8Array, from: number): string {
  const codes: number[] = []
  const end = Math.min(from + PART_BYTES, bytes.length)
  for (let at = from; at < end; at += 3) {
    // Past the end there is undefined, which is 0 to these operators.
    const group =
      ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number)
    codes.push(
      CODES[group >> 18] as number,
      CODES[(group >> 12) & 63] as number,
      at + 1 < end ? (CODES[(group >> 6) & 63] as number) : PADDING,
      at + 2 < end ? (CODES[group & 63] as number) : PADDING,
    )
  }
  return String.fromCharCode(...codes)
}

/** The bytes as text, with padding and without line breaks. */
export function toBase64(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer)
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += PART_BYTES) parts.push(writePart(bytes, at))
  return parts.join('')
}

/** The bytes of a text; padding, line breaks and anything else that is no base64 are passed over. */
export function fromBase64(text: string): ArrayBuffer {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let size = 0
  let bits = 0
  let held = 0
  for (let at = 0; at < text.length; at += 1) {
    const sextet = SEXTETS[text.charCodeAt(at)]
    if (sextet === undefined || sextet < 0) continue
    held = ((held << 6) | sextet) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[size] = held >> bits
    size += 1
  }
  return bytes.buffer.slice(0, size)
}
