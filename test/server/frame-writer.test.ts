import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createFrameCodec, type FrameNames } from '../../src/protocol/frame-codec'
import { createFrameWriter } from '../../src/server/frame-writer'
import type { Draft } from '../../src/server/store'

const SEED = 20_261_120

const draft: fc.Arbitrary<Draft> = fc.record(
  {
    body: fc.oneof(
      fc.json(),
      fc.uint8Array({ maxLength: 9 }).map((bytes) => bytes.slice().buffer as ArrayBuffer),
      fc.constant(undefined),
    ),
    re: fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
    error: fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }),
  },
  { requiredKeys: ['body'] },
)

const names: fc.Arbitrary<FrameNames> = fc.constantFrom(
  {},
  {
    types: { data: 'MSG', ack: 0 },
    fields: { type: 'cmd', body: 'pay"load', seq: 'no', ack: 'é' },
  },
)

test('writes every frame so that the codec reads what went in', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), draft, names, (number, ack, message, theirs) => {
      const codec = createFrameCodec(theirs)
      const writer = createFrameWriter(theirs)
      const { body, ...rest } = message
      const frame = { type: 'data', seq: number + 1, ...rest, ...(ack > 0 && { ack }) }
      const read = codec.decode(writer.data(number + 1, message, ack))
      expect(read.frame).toEqual(frame)
      expect(read.body).toEqual(typeof body === 'string' ? JSON.parse(body) : body)
      expect(codec.decode(writer.ack(ack)).frame).toEqual({ type: 'ack', ack })
    }),
    { seed: SEED },
  )
})
