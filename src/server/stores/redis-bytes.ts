/** Node's Buffer, as much of it as the Redis store needs, and what is made of it. */

/** Bytes that can be read as text. */
export interface Bytes extends Uint8Array {
  toString(encoding?: 'utf8'): string
  subarray(start?: number, end?: number): Bytes
}

declare const Buffer: {
  from(data: string | ArrayBuffer): Bytes
  concat(parts: readonly Uint8Array[]): Bytes
}

/** The constructor, for those who ask what to make of a string of bytes. */
export const asBytes: unknown = Buffer

/** A text as UTF-8, or an ArrayBuffer seen as bytes. */
export const bytesOf = (data: string | ArrayBuffer): Bytes => Buffer.from(data)

/** A copy that owns its memory: Node's small buffers share a pool. */
export const copyOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

/** A text as UTF-8, and bytes after it. */
export const joinBytes = (text: string, bytes: Uint8Array): Bytes =>
  Buffer.concat([Buffer.from(text), bytes])
