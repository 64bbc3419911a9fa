/** Statements about messages that arrive, and about binaryType. */
import { describe, expect, test } from '@jest/globals'
import type { Start } from './stage'

export function describeReceiving(start: Start): void {
  describe('when a message is received', () => {
    describeText(start)
    describeBinary(start)
    describeOrder(start)
  })
  describe('binaryType', () => describeBinaryType(start))
}

function describeText(start: Start): void {
  test.each(['hello', '', '\0', 'ends with NUL\0', '"json"', '{"a":1}', '\n', '中文 🙂'])(
    'W3: the data of a text message is its text, exactly: %j',
    async (text) => {
      const { world, open } = await start()
      const { peer, data } = await open()
      peer.send(text)
      await world.until('it is there', () => data().length === 1)
      expect(data()).toEqual([text])
    },
  )

  test('W3: a byte order mark is part of the text', async () => {
    const { world, open } = await start()
    const { peer, data } = await open()
    peer.send('\uFEFFa')
    await world.until('it is there', () => data().length === 1)
    expect(data()).toEqual([world.differs('drops-byte-order-mark') ? 'a' : '\uFEFFa'])
  })
}

function describeBinary(start: Start): void {
  test.each([[[]], [[0]], [[0, 255, 10, 13, 0]], [Array.from({ length: 256 }, (_, byte) => byte)]])(
    'W3: the data of a binary message is an ArrayBuffer of its bytes when binaryType says so: %j',
    async (bytes) => {
      const { world, open } = await start()
      const { socket, peer, data } = await open()
      socket.binaryType = 'arraybuffer'
      peer.send(Uint8Array.from(bytes))
      await world.until('it is there', () => data().length === 1)
      const [received] = data()
      expect(Object.prototype.toString.call(received)).toBe('[object ArrayBuffer]')
      expect([...new Uint8Array(received as ArrayBuffer)]).toEqual(bytes)
    },
  )

  test('W1: the data of a binary message is a Blob of its bytes when binaryType is blob', async () => {
    const { world, open } = await start()
    const { socket, peer, data } = await open()
    socket.binaryType = 'blob'
    peer.send(Uint8Array.of(1, 2, 3))
    await world.until('it is there', () => data().length === 1)
    const [received] = data()
    if (world.differs('no-blob')) {
      expect(new Uint8Array(received as ArrayBuffer)).toEqual(Uint8Array.of(1, 2, 3))
    } else {
      expect(received).toBeInstanceOf(Blob)
      expect(await (received as Blob).arrayBuffer()).toEqual(Uint8Array.of(1, 2, 3).buffer)
    }
  })

  test('W1: each message has its own bytes', async () => {
    const { world, open } = await start()
    const { socket, peer, data } = await open()
    socket.binaryType = 'arraybuffer'
    peer.send(Uint8Array.of(1))
    peer.send(Uint8Array.of(2))
    await world.until('both are there', () => data().length === 2)
    const [one, two] = data() as ArrayBuffer[]
    expect([one?.byteLength, two?.byteLength]).toEqual([1, 1])
    new Uint8Array(one as ArrayBuffer)[0] = 9
    expect(new Uint8Array(two as ArrayBuffer)).toEqual(Uint8Array.of(2))
  })
}

function describeOrder(start: Start): void {
  test('W1: messages come one event each, in order, text and bytes as they were', async () => {
    const { world, open } = await start()
    const { socket, peer, log, names, data } = await open()
    socket.binaryType = 'arraybuffer'
    peer.send('one')
    peer.send(Uint8Array.of(2))
    peer.send('')
    peer.send('one')
    await world.until('all are there', () => log.length === 4)
    await world.settle()
    expect(names()).toEqual(['message', 'message', 'message', 'message'])
    expect(data()).toEqual(['one', Uint8Array.of(2).buffer, '', 'one'])
    expect(log.map(({ readyState }) => readyState)).toEqual([1, 1, 1, 1])
  })

  test('W1: what comes after a close() in a listener is not told', async () => {
    const { world, open } = await start()
    const { socket, peer, data, closed } = await open()
    socket.addEventListener('message', () => socket.close())
    peer.send('first')
    peer.send('second')
    await closed()
    await world.settle()
    expect(data()).toEqual(['first'])
  })

  test('W1: a message can be answered from its listener', async () => {
    const { world, open } = await start()
    const { socket, peer } = await open()
    socket.onmessage = ({ data }) => socket.send(`${String(data)} yourself`)
    peer.send('hello')
    await world.until('the answer is there', () => peer.received.length === 1)
    expect(peer.received).toEqual(['hello yourself'])
  })
}

function describeBinaryType(start: Start): void {
  test('W1: is what it was set to', async () => {
    const { world, create } = await start()
    const { socket } = create()
    const seen = (['arraybuffer', 'blob', 'arraybuffer'] as const).map((type) => {
      socket.binaryType = type
      return socket.binaryType
    })
    const blob = world.differs('no-blob') ? 'arraybuffer' : 'blob'
    expect(seen).toEqual(['arraybuffer', blob, 'arraybuffer'])
  })

  test.each(['', 'Blob', 'ARRAYBUFFER', 'text', 'nodebuffer', null, undefined, 7, {}])(
    'W1: ignores a value that is not one of its own: %j',
    async (value) => {
      const { world, create } = await start()
      const { socket } = create()
      socket.binaryType = 'arraybuffer'
      socket.binaryType = value as BinaryType
      expect(socket.binaryType).toBe(world.differs('resets-binary-type') ? 'blob' : 'arraybuffer')
    },
  )

  test('W1: counts at the time of each message', async () => {
    const { world, open } = await start()
    const { socket, peer, data } = await open()
    socket.binaryType = 'blob'
    peer.send(Uint8Array.of(1))
    await world.until('one is there', () => data().length === 1)
    socket.binaryType = 'arraybuffer'
    peer.send(Uint8Array.of(2))
    await world.until('two are there', () => data().length === 2)
    const kinds = data().map((received) => Object.prototype.toString.call(received))
    const blob = world.differs('no-blob') ? '[object ArrayBuffer]' : '[object Blob]'
    expect(kinds).toEqual([blob, '[object ArrayBuffer]'])
  })
}
