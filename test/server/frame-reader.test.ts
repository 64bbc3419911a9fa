import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createFrameCodec } from '../../src/protocol/frame-codec'
import { createFrameReader } from '../../src/server/frame-reader'

const SEED = 20_261_120

const outcome = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (error) {
    return (error as Error).message
  }
}

const count = fc.constantFrom<unknown>(1, 7, 2 ** 53 - 1)
const odd = fc.oneof(
  fc.constantFrom<unknown>(0, -1, 1.5, 2 ** 53, '', '1', false, null, 'data', 'ack'),
  fc.jsonValue(),
)
const usually = (fine: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: fine }, { weight: 1, arbitrary: odd })
const nothing = fc.constant(undefined)
const frames = fc.record({
  seq: usually(count),
  after: usually(fc.oneof(count, nothing)),
  ack: usually(fc.oneof(count, nothing)),
  ask: usually(fc.constantFrom(true, undefined)),
  body: usually(fc.jsonValue()),
  sender: usually(nothing),
  re: usually(nothing),
  error: usually(nothing),
  type: usually(nothing),
  else: odd,
})

test('reads whatever begins like a message as the codec does', () => {
  const codec = createFrameCodec({})
  const reader = createFrameReader({})
  let plain = 0
  fc.assert(
    fc.property(frames, fc.constantFrom('}', '} ', '} x', ''), (fields, end) => {
      // A type among the fields comes second, and counts.
      const text = `{"type":"data",${JSON.stringify(fields).slice(1, -1)}${end}`
      const expected = outcome(() => codec.decode(text))
      if (typeof expected === 'object') plain += 1
      expect(outcome(() => reader.read(text))).toEqual(expected)
    }),
    { seed: SEED, numRuns: 3_000 },
  )
  expect(plain).toBeGreaterThan(500)
})

test('D6: with other names, their words count and ours do not', () => {
  const reader = createFrameReader({ fields: { seq: 'no' } })
  expect(reader.read('{"type":"data","no":1,"body":2}')).toEqual({
    frame: { type: 'data', seq: 1 },
    body: 2,
  })
  expect(outcome(() => reader.read('{"type":"data","seq":1,"body":2}'))).toMatch(/without seq/)
})
