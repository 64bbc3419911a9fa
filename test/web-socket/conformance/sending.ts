/** Statements about send() and bufferedAmount. */
import { describe, expect, test } from '@jest/globals'
import { thrownBy, type OpenSubject, type Start } from './stage'
import type { World } from './world'

const TYPE_ERROR = 'TypeError'

/** Four bytes in the middle of a larger buffer. */
function fourOfSixteen(): ArrayBuffer {
  return Uint8Array.from({ length: 16 }, (_, index) => index).buffer
}

const views = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
}

async function receive(world: World, { peer }: OpenSubject, count = 1) {
  await world.until(`${count} arrived`, () => peer.received.length >= count)
  await world.settle()
  return [...peer.received]
}

export function describeSending(start: Start): void {
  describe('send(data)', () => {
    describeStates(start)
    describeText(start)
    describeBinary(start)
    describeOtherValues(start)
  })
  describe('bufferedAmount', () => describeBufferedAmount(start))
}

function describeStates(start: Start): void {
  test('W1: is an InvalidStateError while CONNECTING', async () => {
    const { socket } = (await start()).create()
    expect(thrownBy(() => socket.send('a'))).toBe('InvalidStateError')
    expect(socket.bufferedAmount).toBe(0)
  })

  test('W1: converts its argument before it looks at the state', async () => {
    const { socket } = (await start()).create()
    const data = {
      toString() {
        throw new RangeError('mine')
      },
    }
    expect(thrownBy(() => socket.send(data as never))).toBe('RangeError')
  })

  test('W1: returns nothing', async () => {
    const { socket } = await (await start()).open()
    expect(socket.send('a')).toBeUndefined()
  })

  test('W1: takes one argument at least', async () => {
    const { socket } = await (await start()).open()
    expect(thrownBy(() => Reflect.apply(socket.send, socket, []))).toBe(TYPE_ERROR)
  })

  test('W1: sends nothing once the closing handshake has started, and does not throw', async () => {
    const { world, open } = await start()
    const { socket, peer, closed } = await open()
    socket.close()
    expect(thrownBy(() => socket.send('while closing'))).toBeNull()
    await closed()
    expect(thrownBy(() => socket.send('when closed'))).toBeNull()
    await world.settle()
    expect(peer.received).toEqual([])
  })

  test('W1: what was sent before close() arrives, in order', async () => {
    const { world, open } = await start()
    const subject = await open()
    subject.socket.send('one')
    subject.socket.send(Uint8Array.of(2))
    subject.socket.send('three')
    subject.socket.close()
    await subject.closed()
    expect(await receive(world, subject, 3)).toEqual(['one', Uint8Array.of(2), 'three'])
  })
}

function describeText(start: Start): void {
  test.each([
    'hello',
    '',
    '\0',
    'ends with NUL\0',
    '"json"',
    '{"a":1}',
    '\n',
    '中文 🙂 \uFEFF',
    '1',
  ])('W3: sends text exactly as it is: %j', async (text) => {
    const { world, open } = await start()
    const subject = await open()
    subject.socket.send(text)
    expect(await receive(world, subject)).toEqual([text])
  })

  test.each([
    ['\uD800', '\uFFFD'],
    ['\uDC00', '\uFFFD'],
    ['a\uD83Db', 'a\uFFFDb'],
    ['\uDE42\uD83D', '\uFFFD\uFFFD'],
    ['🙂\uD83D', '🙂\uFFFD'],
  ])('W1: sends a lone surrogate as U+FFFD: %j', async (text, sent) => {
    const { world, open } = await start()
    const subject = await open()
    subject.socket.send(text)
    expect(await receive(world, subject)).toEqual([sent])
  })
}

function describeBinary(start: Start): void {
  test('W1: sends an ArrayBuffer as one binary frame', async () => {
    const { world, open } = await start()
    const subject = await open()
    subject.socket.send(Uint8Array.of(0, 255, 7).buffer)
    expect(await receive(world, subject)).toEqual([Uint8Array.of(0, 255, 7)])
  })

  test.each(Object.entries(views))('C-29: of a view sends only its bytes: %s', async (_, View) => {
    const { world, open } = await start()
    const subject = await open()
    const view = new View(fourOfSixteen(), 8, 1)
    subject.socket.send(view)
    const bytes = new Uint8Array(fourOfSixteen(), 8, View.BYTES_PER_ELEMENT)
    expect(await receive(world, subject)).toEqual([bytes])
  })

  test('C-29: of a DataView sends only its bytes', async () => {
    const { world, open } = await start()
    const subject = await open()
    subject.socket.send(new DataView(fourOfSixteen(), 4, 4))
    expect(await receive(world, subject)).toEqual([Uint8Array.of(4, 5, 6, 7)])
  })

  test('W1: sends empty frames, of text and of bytes', async () => {
    const { world, open } = await start()
    const subject = await open()
    subject.socket.send('')
    subject.socket.send(new ArrayBuffer(0))
    subject.socket.send(new Uint8Array(fourOfSixteen(), 4, 0))
    const empty = new Uint8Array(0)
    expect(await receive(world, subject, 3)).toEqual(['', empty, empty])
  })

  test('W1: sends the bytes as they are at the time of the call', async () => {
    const { world, open } = await start()
    const subject = await open()
    const bytes = Uint8Array.of(1, 2, 3)
    subject.socket.send(bytes)
    subject.socket.send(bytes.buffer)
    bytes.fill(9)
    const copy = Uint8Array.of(1, 2, 3)
    expect(await receive(world, subject, 2)).toEqual([copy, copy])
  })

  test('W1: sends a Blob as its bytes', async () => {
    const { world, open } = await start()
    const subject = await open()
    const send = () => subject.socket.send(new Blob(['ab', 'c']))
    if (world.differs('no-blob')) {
      expect(thrownBy(send)).toBe('NotSupportedError')
      expect(subject.socket.bufferedAmount).toBe(0)
    } else {
      send()
      expect(await receive(world, subject)).toEqual([Uint8Array.from([97, 98, 99])])
    }
  })
}

function describeOtherValues(start: Start): void {
  test.each([
    [42, '42'],
    [true, 'true'],
    [null, 'null'],
    [undefined, 'undefined'],
    [{}, '[object Object]'],
    [['a', 1], 'a,1'],
    [{ toString: () => 'mine' }, 'mine'],
  ])('W1: sends anything else as a string: %j as %j', async (value, sent) => {
    const { world, open } = await start()
    const subject = await open()
    subject.socket.send(value as never)
    expect(await receive(world, subject)).toEqual([sent])
  })

  test('W1: a symbol is a TypeError', async () => {
    const { socket } = await (await start()).open()
    expect(thrownBy(() => socket.send(Symbol('a') as never))).toBe(TYPE_ERROR)
  })
}

function describeBufferedAmount(start: Start): void {
  test.each([
    ['ASCII', 'hello', 5],
    ['two bytes each', 'éé', 4],
    ['three bytes each', '中文', 6],
    ['four bytes each', '🙂🙂', 8],
    ['a lone surrogate', '\uD800', 3],
    ['nothing', '', 0],
    ['an ArrayBuffer', new ArrayBuffer(7), 7],
    ['a view', new Uint16Array(fourOfSixteen(), 4, 3), 6],
  ])('W1: rises by the bytes of what was sent: %s', async (_, data, bytes) => {
    const { world, open } = await start()
    const { socket } = await open()
    socket.send(data)
    socket.send(data)
    expect(socket.bufferedAmount).toBe(2 * bytes)
    await world.until('all is sent', () => socket.bufferedAmount === 0)
  })

  test('W1: stays as it is to the end of the task, and falls to 0 when all is sent', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    for (let count = 1; count <= 10; count += 1) {
      socket.send('1234567890')
      expect(socket.bufferedAmount).toBe(count * 10)
    }
    await world.until('all is sent', () => socket.bufferedAmount === 0)
    expect(await receive(world, subject, 10)).toHaveLength(10)
    expect(socket.bufferedAmount).toBe(0)
  })

  test('W1: rises and falls again, however often', async () => {
    const { world, open } = await start()
    const { socket } = await open()
    for (let round = 0; round < 3; round += 1) {
      socket.send('abc')
      expect(socket.bufferedAmount).toBe(3)
      await world.until('all is sent', () => socket.bufferedAmount === 0)
    }
  })

  test('W1: only rises once the connection is closing or closed', async () => {
    const { world, open } = await start()
    const { socket, closed } = await open()
    socket.close()
    socket.send('中文')
    const amounts = [socket.bufferedAmount]
    await closed()
    socket.send(new ArrayBuffer(4))
    amounts.push(socket.bufferedAmount)
    await world.settle()
    amounts.push(socket.bufferedAmount)
    expect(amounts).toEqual(world.differs('forgets-late-sends') ? [0, 0, 0] : [6, 10, 10])
  })
}
