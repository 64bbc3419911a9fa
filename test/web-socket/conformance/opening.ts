/** Statements about how a connection is established, or is not. */
import { describe, expect, test } from '@jest/globals'
import { thrownBy, type Start } from './stage'

export function describeOpening(start: Start): void {
  describe('when the connection is established', () => {
    describeOpen(start)
    describeNegotiation(start)
  })
  describe('when it cannot be established', () => describeFailure(start))
}

function describeOpen(start: Start): void {
  test('W1: the state is OPEN, then one event called open comes', async () => {
    const { world, create } = await start()
    const { socket, log, names } = create()
    await world.until('it is open', () => names().includes('open'))
    await world.settle()
    expect(log.map(({ type, readyState }) => [type, readyState])).toEqual([['open', 1]])
    expect(socket.readyState).toBe(1)
  })

  test('W1: no message comes before open, also when the server speaks at once', async () => {
    const { world, create } = await start()
    const { names, data } = create()
    await world.until('the server has it', () => world.peers.length === 1)
    world.peers[0]?.send('first')
    await world.until('the message is there', () => data().length === 1)
    expect(names()).toEqual(['open', 'message'])
  })

  test('W1: what an open listener sends arrives', async () => {
    const { world, create } = await start()
    const { socket } = create()
    socket.onopen = () => socket.send('hello')
    await world.until('it arrives', () => world.peers[0]?.received.length === 1)
    expect(world.peers[0]?.received).toEqual(['hello'])
  })
}

function describeNegotiation(start: Start): void {
  test.each([
    { protocols: ['v1', 'v2'], chosen: 'v2' },
    { protocols: ['v1', 'v2'], chosen: 'v1' },
    { protocols: ['v1'], chosen: 'v1' },
  ])(
    'W1: protocol is the sub-protocol in use, and is known to open listeners: $chosen of $protocols',
    async ({ protocols, chosen }) => {
      const { world, create } = await start()
      world.chooseProtocol(() => chosen)
      const { socket, names } = create(protocols)
      let seen: string | null = null
      socket.onopen = () => void (seen = socket.protocol)
      await world.until('it is open', () => names().includes('open'))
      expect([seen, socket.protocol]).toEqual([chosen, chosen])
    },
  )

  test('W1: protocol is empty when there was none to choose, and extensions are those in use', async () => {
    const { socket } = await (await start()).open()
    expect([socket.protocol, socket.extensions]).toEqual(['', ''])
  })

  test('W1: protocol outlives the connection', async () => {
    const { socket, closed } = await (await start()).open('chat')
    socket.close()
    await closed()
    expect(socket.protocol).toBe('chat')
  })

  test.each([
    { protocols: ['chat'], assumed: 'chat' },
    { protocols: ['v1', 'v2'], assumed: '' },
  ])(
    'W1: a server that takes none of $protocols fails the connection',
    async ({ protocols, assumed }) => {
      const { world, create } = await start()
      world.chooseProtocol(() => null)
      const { socket, names } = create(protocols)
      await world.until('it is decided', () => names().length > 0)
      await world.settle()
      if (world.differs('unanswered-protocols')) {
        expect([names(), socket.protocol]).toEqual([['open'], assumed])
      } else {
        expect([names(), socket.protocol]).toEqual([['error', 'close'], ''])
      }
    },
  )
}

function describeFailure(start: Start): void {
  test('W1: the state is CLOSED, then error comes, then close', async () => {
    const { world, create } = await start()
    world.answerWith('refuse')
    const { socket, log, closed } = create()
    await closed()
    await world.settle()
    expect(log.map(({ type, readyState }) => [type, readyState])).toEqual([
      ['error', 3],
      ['close', 3],
    ])
    expect(socket.readyState).toBe(3)
  })

  test('W1: the close has code 1006, no reason, and is not clean', async () => {
    const { world, create } = await start()
    world.answerWith('refuse')
    const { code, reason, wasClean } = await create().closed()
    expect({ code, reason, wasClean }).toEqual({ code: 1006, reason: '', wasClean: false })
  })

  test('W1: nothing is thrown and nothing is left uncaught', async () => {
    const { world, create } = await start()
    world.answerWith('refuse')
    await create().closed()
    await world.settle()
    expect(world.uncaught).toEqual([])
  })

  test('W1: afterwards send and close do nothing', async () => {
    const { world, create } = await start()
    world.answerWith('refuse')
    const { socket, log, closed } = create()
    await closed()
    log.splice(0)
    expect(thrownBy(() => socket.send('a'))).toBeNull()
    expect(thrownBy(() => socket.close())).toBeNull()
    await world.settle()
    expect(log).toEqual([])
  })

  test('W4: the next object of the class is not affected', async () => {
    const { world, create, open } = await start()
    world.answerWith('refuse')
    await create().closed()
    world.answerWith('open')
    const { socket } = await open()
    expect(socket.readyState).toBe(1)
  })
}
