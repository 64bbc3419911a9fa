import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createFrameCodec } from '../../src/protocol/frame-codec'
import type { Frame } from '../../src/protocol/frames'

const SEED = 20_261_120

const codec = createFrameCodec()
const bytes = (...values: number[]): ArrayBuffer => new Uint8Array(values).buffer

const welcome: Frame = {
  type: 'welcome',
  v: 1,
  client: 'ann',
  session: 's1',
  secret: 'x',
  resumed: true,
  next: 4,
  window: 64,
  maxFrameBytes: 1_048_576,
}

const frames: readonly Frame[] = [
  { type: 'hello', v: 1, sender: 'k3Jx9' },
  { type: 'hello', v: 1, sender: 'k3Jx9', resume: { session: 's1', secret: 'x', last: 0 } },
  welcome,
  { type: 'ack', ack: 7 },
  { type: 'ack', ack: 7, sender: 'older' },
  { type: 'reject', seq: 3, reason: 'too rude' },
  { type: 'bye', code: 4501, reason: '' },
]

describe('the frame codec', () => {
  test.each(frames.map((frame) => [frame.type, frame] as const))(
    'writes and reads %s',
    (_, frame) => {
      expect(codec.decode(codec.encode(frame))).toEqual({ frame, body: undefined })
    },
  )

  test('splices the JSON text of a body into the frame', () => {
    const text = codec.encode({ type: 'data', seq: 1 }, '{"a":[1,"é"]}')
    expect(text).toBe('{"type":"data","seq":1,"body":{"a":[1,"é"]}}')
    expect(codec.decode(text)).toEqual({ frame: { type: 'data', seq: 1 }, body: { a: [1, 'é'] } })
  })

  test('carries any bytes behind a head, and any head before them', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string({ minLength: 1, unit: 'binary' }), (body, re) => {
        fc.pre(re.length <= 128)
        const wire = codec.encode({ type: 'data', seq: 9, re }, body.slice().buffer as ArrayBuffer)
        const { frame, body: read } = codec.decode(wire)
        expect(frame).toEqual({ type: 'data', seq: 9, re })
        expect(new Uint8Array(read as ArrayBuffer)).toEqual(new Uint8Array(body))
      }),
      { seed: SEED },
    )
  })

  test('the head of a binary frame is ASCII and its length comes first, big-endian', () => {
    const wire = new Uint8Array(
      codec.encode({ type: 'data', seq: 1, re: 'é' }, bytes(255)) as ArrayBuffer,
    )
    const head = '{"type":"data","seq":1,"re":"\\u00e9"}'
    expect([wire[0], wire[1]]).toEqual([0, head.length])
    expect(String.fromCharCode(...wire.slice(2, -1))).toBe(head)
    expect(wire[wire.length - 1]).toBe(255)
  })

  const malformed: readonly (readonly [string, string | ArrayBuffer, string])[] = [
    ['no JSON', 'hello', 'no JSON'],
    ['a list', '[]', 'no JSON object'],
    ['null', 'null', 'no JSON object'],
    ['no type', '{}', 'no type of frame that is known'],
    ['an unknown type', '{"type":"greet"}', 'no type of frame that is known'],
    ['a type of Object.prototype', '{"type":"toString"}', 'no type of frame that is known'],
    ['resume as a type', '{"type":"resume"}', 'no type of frame that is known'],
    ['a missing field', '{"type":"hello","v":1}', 'hello without sender'],
    ['a number as text', '{"type":"data","seq":"1"}', 'seq must be a whole number from 1'],
    ['a fraction', '{"type":"data","seq":1.5}', 'seq must be a whole number from 1'],
    ['zero', '{"type":"data","seq":0}', 'seq must be a whole number from 1'],
    ['beyond 2^53', '{"type":"ack","ack":9007199254740993}', 'ack must be a whole number from 0'],
    ['a sender with spaces', '{"type":"hello","v":1,"sender":"a b"}', 'sender must be 1 to 64 of'],
    [
      'a sender of 10 MB',
      `{"type":"hello","v":1,"sender":"${'x'.repeat(10_000_000)}"}`,
      'sender must be 1 to 64 of',
    ],
    [
      'a resume that is a list',
      '{"type":"hello","v":1,"sender":"a","resume":[]}',
      'resume must be an object',
    ],
    [
      'a resume without last',
      '{"type":"hello","v":1,"sender":"a","resume":{"session":"s","secret":"x"}}',
      'resume without last',
    ],
    ['no bytes at all', bytes(), 'its head is longer than it'],
    ['one byte', bytes(0), 'its head is longer than it'],
    ['a head longer than the frame', bytes(255, 255, 1, 2), 'its head is longer than it'],
    ['a binary ack', bytes(0, 19, ...Buffer.from('{"type":"ack","ack":1}')), 'no JSON'],
    ['a whole binary ack', bytes(0, 22, ...Buffer.from('{"type":"ack","ack":1}')), 'only data'],
  ]

  test.each(malformed)('refuses %s and says what is wrong', (_, wire, text) => {
    expect(() => codec.decode(wire)).toThrow(`the frame is malformed: ${text}`)
  })

  test('E6: an error repeats nothing of what came', () => {
    expect(() => codec.decode('{"type":"SECRET"}')).not.toThrow(/SECRET/)
    expect(() => codec.decode('SECRET')).not.toThrow(/SECRET/)
  })

  test('ignores fields that it does not know', () => {
    expect(
      codec.decode('{"type":"ack","ack":1,"later":{"x":1},"__proto__":{"ack":2}}').frame,
    ).toEqual({ type: 'ack', ack: 1 })
  })

  test('reads any text and any bytes without another error than its own', () => {
    const own = (wire: string | ArrayBuffer): void => {
      try {
        codec.decode(wire)
      } catch (error) {
        expect((error as Error).message).toMatch(/^the frame is malformed: /)
      }
    }
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), own), { seed: SEED })
    fc.assert(
      fc.property(fc.uint8Array(), (body) => own(body.slice().buffer as ArrayBuffer)),
      { seed: SEED },
    )
  })
})

describe('D6: other names', () => {
  const theirs = createFrameCodec({
    types: { data: 'MSG', hello: 0 },
    fields: { type: 'cmd', body: 'payload', seq: 'no', session: 'sid' },
  })

  test('are written and read at every depth', () => {
    const hello: Frame = {
      type: 'hello',
      v: 1,
      sender: 'a',
      resume: { session: 's', secret: 'x', last: 2 },
    }
    const wire = theirs.encode(hello)
    expect(JSON.parse(wire as string)).toEqual({
      cmd: 0,
      v: 1,
      sender: 'a',
      resume: { sid: 's', secret: 'x', last: 2 },
    })
    expect(theirs.decode(wire).frame).toEqual(hello)
  })

  test('hold for bodies of text and of bytes', () => {
    const data: Frame = { type: 'data', seq: 5 }
    expect(theirs.encode(data, '"hi"')).toBe('{"cmd":"MSG","no":5,"payload":"hi"}')
    expect(theirs.decode(theirs.encode(data, '"hi"'))).toEqual({ frame: data, body: 'hi' })
    expect(theirs.decode(theirs.encode(data, bytes(1, 2)))).toEqual({
      frame: data,
      body: bytes(1, 2),
    })
  })

  test('what keeps its name is read under it', () => {
    expect(theirs.decode(theirs.encode({ type: 'ack', ack: 3 })).frame).toEqual({
      type: 'ack',
      ack: 3,
    })
  })
})
