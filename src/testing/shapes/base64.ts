/** Base64 by the globals of Node and the browser: a fake does not run in a mini-program. */

declare const btoa: (bytes: string) => string
declare const atob: (text: string) => string

/** The bytes as text. */
export function toBase64(buffer: ArrayBuffer): string {
  const characters: string[] = []
  new Uint8Array(buffer).forEach((byte) => characters.push(String.fromCharCode(byte)))
  return btoa(characters.join(''))
}

/**
 * The bytes of a text.
 * @throws what `atob` throws when it is no base64.
 */
export function fromBase64(text: string): ArrayBuffer {
  const characters = atob(text)
  const bytes = new Uint8Array(characters.length)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = characters.charCodeAt(at)
  return bytes.buffer
}
