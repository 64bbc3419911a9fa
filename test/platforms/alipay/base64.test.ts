import { describe, expect, test } from '@jest/globals'
import { fromBase64, toBase64 } from '../../../src/platforms/alipay/base64'

const bytesOf = (buffer: ArrayBuffer): Buffer => Buffer.from(new Uint8Array(buffer))

const bufferOf = (bytes: readonly number[]): ArrayBuffer => new Uint8Array(bytes).buffer

/** Every length around a group of three and around a part, and every byte. */
const samples = [
  ...[0, 1, 2, 3, 4, 5, 6, 7].map((length) =>
    Array.from({ length }, (_, at) => (at * 89 + 251) % 256),
  ),
  Array.from({ length: 256 }, (_, byte) => byte),
  Array.from({ length: 257 }, (_, byte) => 255 - (byte % 256)),
  ...[3071, 3072, 3073, 6145].map((length) => Array.from({ length }, (_, at) => (at * 7) % 256)),
]

describe('base64', () => {
  test.each(samples.map((bytes) => ({ size: bytes.length, bytes })))(
    'writes $size bytes as Node does, and reads them back',
    ({ bytes }) => {
      const text = toBase64(bufferOf(bytes))
      expect(text).toBe(Buffer.from(bytes).toString('base64'))
      expect([...bytesOf(fromBase64(text))]).toEqual(bytes)
    },
  )

  test('reads without padding, and over line breaks', () => {
    expect(bytesOf(fromBase64('aGVsbG8')).toString()).toBe('hello')
    expect(bytesOf(fromBase64('aGVs\r\nbG8=\n')).toString()).toBe('hello')
  })

  test('passes over what is no base64, and never throws', () => {
    expect(bytesOf(fromBase64('a?G*V中sbG8=')).toString()).toBe('hello')
    expect(fromBase64('').byteLength).toBe(0)
    expect(fromBase64('=').byteLength).toBe(0)
    expect(fromBase64('a').byteLength).toBe(0)
  })

  test('returns a buffer of exactly the bytes', () => {
    expect(fromBase64('aGVsbG8=').byteLength).toBe(5)
  })
})
