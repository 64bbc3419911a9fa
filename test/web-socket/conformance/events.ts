/** Statements about the events: Event, MessageEvent and CloseEvent. */
import { describe, expect, test } from '@jest/globals'
import type { OpenSubject, Start } from './stage'
import type { World } from './world'

type Name = 'open' | 'message' | 'error' | 'close'
const NAMES: readonly Name[] = ['open', 'message', 'error', 'close']

/** What an event says of itself while it is dispatched and after. */
interface Sight {
  readonly during: Readonly<Record<string, unknown>>
  readonly event: Event
}

/** Makes one event of each kind happen and looks at it. */
async function seeEvents(
  world: World,
  create: () => { socket: WebSocket },
): Promise<Record<Name, Sight>> {
  const sights: Partial<Record<Name, Sight>> = {}
  const look = (socket: WebSocket) => {
    for (const name of NAMES) {
      socket.addEventListener(name, (event) => {
        const { target, currentTarget, srcElement, eventPhase } = event
        const during = {
          isTarget: target === socket,
          isCurrentTarget: currentTarget === socket,
          isSrcElement: srcElement === socket,
          path: (event as Partial<Event>).composedPath?.().length,
          eventPhase,
        }
        sights[name] ??= { during, event }
      })
    }
  }
  const { socket } = create()
  look(socket)
  await world.until('it is open', () => sights.open !== undefined)
  world.peers[0]?.send('hello')
  await world.until('the message is there', () => sights.message !== undefined)
  world.peers[0]?.close(4000, 'bye')
  await world.until('it is closed', () => sights.close !== undefined)
  world.answerWith('refuse')
  look(create().socket)
  await world.until('the error is there', () => sights.error !== undefined)
  return sights as Record<Name, Sight>
}

export function describeEvents(start: Start): void {
  describe('the events', () => {
    describeEvent(start)
    describeMessageEvent(start)
    describeCloseEvent(start)
  })
}

function describeEvent(start: Start): void {
  test('W1: name the socket as their target, while they are dispatched and after', async () => {
    const { world, create } = await start()
    const sights = await seeEvents(world, create)
    for (const name of NAMES) {
      const { during, event } = sights[name]
      expect(during['isTarget']).toBe(true)
      expect(during['isCurrentTarget']).toBe(!world.differs('tells-the-first-alone'))
      expect(event.type).toBe(name)
      expect(event.target).toBeInstanceOf(world.WebSocket)
      expect(event.currentTarget).toBeNull()
    }
  })

  test('W1: are at their target, and have no other path', async () => {
    const { world, create } = await start()
    const sights = await seeEvents(world, create)
    const late = { isSrcElement: true, path: 0, eventPhase: 0 }
    const right = world.differs('tells-the-first-alone')
      ? late
      : { isSrcElement: true, path: 1, eventPhase: 2 }
    const missing = { isSrcElement: false, path: undefined, eventPhase: undefined }
    for (const name of NAMES) {
      const { during, event } = sights[name]
      expect(during).toMatchObject(world.differs('small-events') ? missing : right)
      if (!world.differs('small-events')) {
        expect([event.eventPhase, event.composedPath()]).toEqual([0, []])
      }
    }
  })

  test('W1: do not bubble and cannot be cancelled', async () => {
    const { world, create } = await start()
    const sights = await seeEvents(world, create)
    for (const name of NAMES) {
      const { event } = sights[name]
      event.preventDefault()
      const { bubbles, cancelable, defaultPrevented } = event
      expect([bubbles, cancelable, defaultPrevented]).toEqual([false, false, false])
      const { composed, returnValue, cancelBubble } = event
      expect([composed, returnValue, cancelBubble]).toEqual(
        world.differs('small-events') ? [undefined, undefined, undefined] : [false, true, false],
      )
    }
  })

  test('W1: are trusted', async () => {
    const { world, create } = await start()
    const sights = await seeEvents(world, create)
    const trusted = world.differs('small-events') ? undefined : !world.differs('untrusted-events')
    expect(NAMES.map((name) => sights[name].event.isTrusted)).toEqual(NAMES.map(() => trusted))
  })

  test('W1: know when they happened, in order', async () => {
    const { world, create } = await start()
    const { open, message, close } = await seeEvents(world, create)
    const stamps = [open, message, close].map(({ event }) => event.timeStamp)
    if (world.differs('small-events')) {
      expect(stamps).toEqual([undefined, undefined, undefined])
    } else {
      stamps.forEach((stamp) => expect(stamp).toBeGreaterThanOrEqual(0))
      expect(stamps).toEqual([...stamps].sort((one, other) => one - other))
    }
  })

  test('W1: are of the classes that the standard says, all of them an Event', async () => {
    const { world, create } = await start()
    const sights = await seeEvents(world, create)
    const error = world.differs('error-event') ? 'ErrorEvent' : 'Event'
    const classes = ['Event', 'MessageEvent', error, 'CloseEvent']
    expect(NAMES.map((name) => sights[name].event.constructor.name)).toEqual(classes)
    const EventClass = sights.open.event.constructor
    for (const name of NAMES) expect(sights[name].event).toBeInstanceOf(EventClass)
  })

  test('W1: call themselves by the name of their class', async () => {
    const { world, create } = await start()
    const sights = await seeEvents(world, create)
    for (const name of NAMES) {
      const { event } = sights[name]
      const tag = world.differs('small-events') ? 'Object' : event.constructor.name
      expect(Object.prototype.toString.call(event)).toBe(`[object ${tag}]`)
    }
  })
}

function describeMessageEvent(start: Start): void {
  const receive = async (world: World, { peer, log }: OpenSubject) => {
    peer.send('hello')
    await world.until('it is there', () => log.length === 1)
    return log[0]?.event as MessageEvent
  }

  test('W1: a message says its data and the origin of the server', async () => {
    const { world, open } = await start()
    const { data, origin, lastEventId, source, ports } = await receive(world, await open())
    expect([data, origin]).toEqual(['hello', world.origin])
    expect([lastEventId, source, ports]).toEqual(
      world.differs('small-events') ? [undefined, undefined, undefined] : ['', null, []],
    )
  })

  test('W1: the data of a message is the same each time it is asked for', async () => {
    const { world, open } = await start()
    const { socket, peer, log } = await open()
    socket.binaryType = 'arraybuffer'
    peer.send(Uint8Array.of(1))
    await world.until('it is there', () => log.length === 1)
    const event = log[0]?.event as MessageEvent<unknown>
    expect(event.data).toBe(event.data)
  })
}

function describeCloseEvent(start: Start): void {
  test('W1: a close says code, reason and wasClean, each of its type', async () => {
    const { open } = await start()
    const { peer, closed } = await open()
    peer.close(1000, 'bye')
    const { code, reason, wasClean } = await closed()
    expect([code, reason, wasClean]).toEqual([1000, 'bye', true])
  })
}
