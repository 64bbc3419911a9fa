/** Statements about close() and about how connections end. */
import { describe, expect, test } from '@jest/globals'
import { thrownBy, type Start } from './stage'

const INVALID_ACCESS = 'InvalidAccessError'
const SYNTAX_ERROR = 'SyntaxError'

export function describeClosing(start: Start): void {
  describe('close(code, reason)', () => {
    describeCode(start)
    describeReason(start)
    describeChecksInStates(start)
    describeCloseInStates(start)
  })
  describe('when the connection is closed', () => describeEnds(start))
}

function describeCode(start: Start): void {
  test.each([0, 1, 999, 1001, 1005, 1006, 1015, 2999, 5000, 65535, -1, 1e9, NaN, null, 'a', ''])(
    'W1: a code that is neither 1000 nor from 3000 to 4999 is an InvalidAccessError: %j',
    async (code) => {
      const { socket } = await (await start()).open()
      expect(thrownBy(() => socket.close(code as number))).toBe(INVALID_ACCESS)
      expect(socket.readyState).toBe(1)
    },
  )

  // [Clamp] unsigned short.
  test.each([
    [1000, 1000],
    [3000, 3000],
    [4999, 4999],
    ['4000', 4000],
    [{ valueOf: (): number => 3001 }, 3001],
  ])('W1: the code is converted to an integer: %j is %j', async (given, code) => {
    const { world, open } = await start()
    const { socket, peer } = await open()
    socket.close(given as number)
    await world.until('the server hears', () => peer.closed !== null)
    expect(peer.closed?.code).toBe(code)
  })

  test.each([
    [999.6, 1000],
    [3000.7, 3001],
    [4999.4, 4999],
  ])('W1: a code between two integers is the nearer one: %j is %j', async (given, code) => {
    const { world, open } = await start()
    const { socket, peer } = await open()
    if (world.differs('always-rounds-to-even') && code % 2 === 1) {
      // 4999 becomes 5000, which is not allowed.
      if (code === 4999) return expect(thrownBy(() => socket.close(given))).toBe(INVALID_ACCESS)
      code -= 1
    }
    socket.close(given)
    await world.until('the server hears', () => peer.closed !== null)
    expect(peer.closed?.code).toBe(code)
  })

  test('W1: a code halfway between two integers is the even one', async () => {
    const { world, open } = await start()
    const { socket, peer } = await open()
    socket.close(3000.5)
    await world.until('the server hears', () => peer.closed !== null)
    expect(peer.closed?.code).toBe(world.differs('rounds-halves-up') ? 3001 : 3000)
  })
}

function describeReason(start: Start): void {
  test.each([
    ['ASCII', 'a'.repeat(124)],
    ['three bytes each', '中'.repeat(42)],
    ['four bytes each', '🙂'.repeat(31)],
    ['lone surrogates', '\uD800'.repeat(42)],
  ])('W1: a reason of more than 123 bytes in UTF-8 is a SyntaxError: %s', async (_, reason) => {
    const { socket } = await (await start()).open()
    expect(thrownBy(() => socket.close(1000, reason))).toBe(SYNTAX_ERROR)
    expect(thrownBy(() => socket.close(undefined, reason))).toBe(SYNTAX_ERROR)
    expect(socket.readyState).toBe(1)
  })

  test.each(['a'.repeat(123), '中'.repeat(41), '🙂'.repeat(30), '', '中文 🙂'])(
    'W1: a reason of up to 123 bytes goes to the server: %j',
    async (reason) => {
      const { world, open } = await start()
      const { socket, peer } = await open()
      socket.close(4000, reason)
      await world.until('the server hears', () => peer.closed !== null)
      expect(peer.closed).toEqual({ code: 4000, reason })
    },
  )

  test.each([
    [7, '7'],
    [null, 'null'],
    ['a\uD800', 'a\uFFFD'],
    [undefined, ''],
  ])('W1: the reason is converted to a string: %j', async (given, reason) => {
    const { world, open } = await start()
    const { socket, peer } = await open()
    socket.close(4000, given as string)
    await world.until('the server hears', () => peer.closed !== null)
    expect(peer.closed?.reason).toBe(reason)
  })

  test('W1: the code is checked before the reason', async () => {
    const { socket } = await (await start()).open()
    expect(thrownBy(() => socket.close(999, 'a'.repeat(124)))).toBe(INVALID_ACCESS)
  })
}

function describeChecksInStates(start: Start): void {
  const bothWrong = (socket: WebSocket) => [
    thrownBy(() => socket.close(999)),
    thrownBy(() => socket.close(1000, 'a'.repeat(124))),
  ]

  test('W1: the arguments are checked while CONNECTING', async () => {
    const { socket } = (await start()).create()
    expect(bothWrong(socket)).toEqual([INVALID_ACCESS, SYNTAX_ERROR])
    expect(socket.readyState).toBe(0)
  })

  test('W1: the arguments are checked while CLOSING and CLOSED', async () => {
    const { open } = await start()
    const { socket, closed } = await open()
    socket.close()
    expect(bothWrong(socket)).toEqual([INVALID_ACCESS, SYNTAX_ERROR])
    await closed()
    expect(bothWrong(socket)).toEqual([INVALID_ACCESS, SYNTAX_ERROR])
  })
}

function describeCloseInStates(start: Start): void {
  test('W2: while CONNECTING it fails the connection: CLOSING now, later error and close 1006', async () => {
    const { world, create } = await start()
    const { socket, log, names, closed } = create()
    expect(socket.close(4000, 'never mind')).toBeUndefined()
    expect(socket.readyState).toBe(2)
    expect(names()).toEqual(world.differs('closes-in-the-call') ? ['error', 'close'] : [])
    const { code, reason, wasClean } = await closed()
    await world.settle()
    expect(log.map(({ type, readyState }) => [type, readyState])).toEqual([
      ['error', 3],
      ['close', 3],
    ])
    expect({ code, reason, wasClean }).toEqual({ code: 1006, reason: '', wasClean: false })
  })

  test('W2: one that was closed while CONNECTING never opens, also when the server answers', async () => {
    const { world, create } = await start()
    const { socket, names, closed } = create()
    socket.close()
    await closed()
    await world.settle()
    expect(socket.readyState).toBe(world.differs('closes-in-the-call') ? 2 : 3)
    expect(names()).toEqual(['error', 'close'])
  })

  test('W2: one that was closed while the server is silent is CLOSED all the same', async () => {
    const { world, create } = await start()
    world.answerWith('hang')
    const { socket, names, closed } = create()
    await world.settle()
    socket.close()
    await closed()
    expect(socket.readyState).toBe(world.differs('closes-in-the-call') ? 2 : 3)
    expect(names()).toEqual(['error', 'close'])
  })

  test('W1: while OPEN it starts the handshake: CLOSING now, close later, no error', async () => {
    const { world, open } = await start()
    const { socket, log, names, closed } = await open()
    expect(socket.close(4001, 'bye')).toBeUndefined()
    expect([socket.readyState, names()]).toEqual([2, []])
    const { code, reason, wasClean } = await closed()
    await world.settle()
    expect(log.map(({ type, readyState }) => [type, readyState])).toEqual([['close', 3]])
    expect({ code, reason, wasClean }).toEqual({ code: 4001, reason: 'bye', wasClean: true })
  })

  test('W1: without arguments the close frame is empty, and the close has code 1005', async () => {
    const { world, open } = await start()
    const { socket, peer, closed } = await open()
    socket.close()
    const event = await closed()
    await world.until('the server hears', () => peer.closed !== null)
    const code = world.differs('close-without-code') ? 1000 : 1005
    expect([peer.closed, event.code, event.wasClean]).toEqual([{ code, reason: '' }, code, true])
    if (!world.differs('words-of-the-host')) expect(event.reason).toBe('')
  })

  test('W1: a reason without a code goes with code 1000', async () => {
    const { world, open } = await start()
    const { socket, peer } = await open()
    socket.close(undefined, 'bye')
    await world.until('the server hears', () => peer.closed !== null)
    expect(peer.closed).toEqual({ code: 1000, reason: 'bye' })
  })

  test('W1: while CLOSING and CLOSED it does nothing', async () => {
    const { world, open } = await start()
    const { socket, peer, names, closed } = await open()
    socket.close(4001, 'first')
    socket.close(4002, 'second')
    const event = await closed()
    socket.close(4003, 'third')
    await world.settle()
    expect([socket.readyState, names(), event.code]).toEqual([3, ['close'], 4001])
    expect(peer.closed).toEqual({ code: 4001, reason: 'first' })
  })

  test('W1: works from every listener', async () => {
    const { world, create } = await start()
    const { socket, names } = create()
    socket.onopen = socket.onerror = socket.onclose = () => socket.close(4000)
    await world.until('it is closed', () => names().includes('close'))
    await world.settle()
    expect(names()).toEqual(['open', 'close'])
  })
}

function describeEnds(start: Start): void {
  test('W1: a close by the server is CLOSED, then one clean close with its code and reason', async () => {
    const { world, open } = await start()
    const { socket, peer, log, closed } = await open()
    peer.close(4401, '走开 🙂')
    const { code, reason, wasClean } = await closed()
    await world.settle()
    expect(log.map(({ type, readyState }) => [type, readyState])).toEqual([['close', 3]])
    expect({ code, reason, wasClean }).toEqual({ code: 4401, reason: '走开 🙂', wasClean: true })
    expect(socket.readyState).toBe(3)
  })

  test('W1: a close by the server without a code has code 1005 and is clean', async () => {
    const { world, open } = await start()
    const { peer, closed } = await open()
    peer.close()
    const { code, reason, wasClean } = await closed()
    const word = world.differs('words-of-the-host') ? 'no status rcvd' : ''
    expect({ code, reason, wasClean }).toEqual({ code: 1005, reason: word, wasClean: true })
  })

  test('W1: a close by the server without a reason has none', async () => {
    const { world, open } = await start()
    const { peer, closed } = await open()
    peer.close(1000)
    const { code, reason, wasClean } = await closed()
    const word = world.differs('words-of-the-host') ? 'normal closure' : ''
    expect({ code, reason, wasClean }).toEqual({ code: 1000, reason: word, wasClean: true })
  })

  test('W1: a connection that is gone without a close has code 1006 and is not clean', async () => {
    const { world, open } = await start()
    const { socket, peer, names, closed } = await open()
    peer.drop()
    const { code, reason, wasClean } = await closed()
    await world.settle()
    expect({ code, wasClean }).toEqual({ code: 1006, wasClean: false })
    expect(reason).toBe(world.differs('words-of-the-host') ? 'abnormal closure' : '')
    // Whether an error comes first is up to the user agent; nothing comes after the close.
    expect(names().filter((name) => name !== 'error')).toEqual(['close'])
    expect(names().at(-1)).toBe('close')
    expect(socket.readyState).toBe(3)
  })

  test('W1: messages that the server sent before its close come before it', async () => {
    const { open } = await start()
    const { peer, names, data, closed } = await open()
    peer.send('one')
    peer.send('two')
    peer.close(1000)
    await closed()
    expect([names(), data()]).toEqual([
      ['message', 'message', 'close'],
      ['one', 'two'],
    ])
  })

  test('W1: no message comes once close() was called', async () => {
    const { world, open } = await start()
    const { socket, peer, names, closed } = await open()
    socket.close()
    peer.send('on its way')
    await closed()
    await world.settle()
    expect(names()).toEqual(['close'])
  })

  test('W1: an object of which the connection is closed never connects again', async () => {
    const { world, open } = await start()
    const { peer, closed } = await open()
    peer.drop()
    await closed()
    await world.settle()
    expect(world.peers).toHaveLength(1)
  })
}
