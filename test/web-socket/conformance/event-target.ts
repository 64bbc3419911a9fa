/** Statements about listeners: EventTarget, and the event handler attributes. */
import { describe, expect, test } from '@jest/globals'
import { thrownBy, type OpenSubject, type Start } from './stage'
import type { World } from './world'

/** Makes one message event happen, and waits until it was told. */
async function message(world: World, { peer, log }: OpenSubject): Promise<void> {
  const before = log.length
  peer.send('hello')
  await world.until('the message is told', () => log.length > before)
}

export function describeEventTarget(start: Start): void {
  describe('listeners', () => {
    describeListeners(start)
    describeOptions(start)
    describeDispatch(start)
    describeErrors(start)
  })
  describe('event handler attributes', () => describeHandlers(start))
  describe('dispatchEvent', () => describeDispatchEvent(start))
}

function describeListeners(start: Start): void {
  test('W1: a function is called with the event, and its this is the socket', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: unknown[] = []
    subject.socket.addEventListener('message', function (...args) {
      calls.push([this, ...args])
    })
    await message(world, subject)
    expect(calls).toEqual([[subject.socket, subject.log[0]?.event]])
    expect((calls[0] as unknown[])[0]).toBe(subject.socket)
  })

  test('W1: an object has its handleEvent called, and its this is the object', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: unknown[] = []
    const listener = {
      handleEvent(...args: unknown[]) {
        calls.push(this, args.length)
      },
    }
    subject.socket.addEventListener('message', listener)
    await message(world, subject)
    expect(calls[0]).toBe(listener)
    expect(calls).toHaveLength(2)
    subject.socket.removeEventListener('message', listener)
    await message(world, subject)
    expect(calls).toHaveLength(2)
  })

  test('W1: handleEvent is looked up when the event comes', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    const listener = { handleEvent: () => void calls.push('old') }
    subject.socket.addEventListener('message', listener)
    listener.handleEvent = () => void calls.push('new')
    await message(world, subject)
    expect(calls).toEqual(['new'])
  })

  test('W1: a function that has a handleEvent is called itself', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    const listener = Object.assign(() => void calls.push('itself'), {
      handleEvent: () => void calls.push('its method'),
    })
    subject.socket.addEventListener('message', listener)
    await message(world, subject)
    expect(calls).toEqual(['itself'])
  })

  test('W1: they are called in the order in which they were added', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: number[] = []
    for (let nth = 1; nth <= 4; nth += 1) {
      subject.socket.addEventListener('message', () => calls.push(nth))
    }
    await message(world, subject)
    expect(calls).toEqual([1, 2, 3, 4])
  })

  test('W1: one that is there already is not added again', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const listener = () => void calls.push('called')
    socket.addEventListener('message', listener)
    socket.addEventListener('message', listener)
    socket.addEventListener('message', listener, { once: true })
    socket.addEventListener('message', listener, false)
    await message(world, subject)
    await message(world, subject)
    expect(calls).toEqual(['called', 'called'])
  })

  test('W1: one that was removed is not called, and removing a stranger does nothing', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    const listener = () => void calls.push('removed')
    const other = () => void calls.push('other')
    subject.socket.addEventListener('message', listener)
    subject.socket.addEventListener('message', other)
    subject.socket.removeEventListener('message', listener)
    subject.socket.removeEventListener('message', () => undefined)
    subject.socket.removeEventListener('open', other)
    await message(world, subject)
    expect(calls).toEqual(['other'])
  })

  test('W1: null and undefined add nothing and remove nothing', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    expect(() => {
      for (const nothing of [null, undefined]) {
        socket.addEventListener('message', nothing as never)
        socket.removeEventListener('message', nothing as never)
      }
    }).not.toThrow()
    await message(world, subject)
    expect(world.uncaught).toEqual([])
  })

  test.each([7, 'listener', true])('W1: %j is no listener: a TypeError', async (listener) => {
    const { socket } = (await start()).create()
    expect(thrownBy(() => socket.addEventListener('open', listener as never))).toBe('TypeError')
  })

  test('W1: any name of an event is taken', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    for (const name of ['constructor', '__proto__', 'toString', 'pong', '']) {
      subject.socket.addEventListener(name, () => void calls.push(name))
    }
    await message(world, subject)
    subject.socket.close()
    await subject.closed()
    expect(calls).toEqual([])
  })

  test('W1: addEventListener and removeEventListener return nothing', async () => {
    const { socket } = (await start()).create()
    const listener = () => undefined
    expect(socket.addEventListener('open', listener)).toBeUndefined()
    expect(socket.removeEventListener('open', listener)).toBeUndefined()
  })
}

function describeOptions(start: Start): void {
  test('W1: with once, a listener is removed before its only call', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const again = () => void calls.push('again')
    const listener = () => {
      calls.push('once')
      // It is gone already, so it can be added anew.
      socket.addEventListener('message', again, { once: true })
    }
    socket.addEventListener('message', listener, { once: true })
    await message(world, subject)
    await message(world, subject)
    await message(world, subject)
    expect(calls).toEqual(['once', 'again'])
  })

  test('W1: with once, an object listener too', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    const listener = { handleEvent: () => void calls.push('once') }
    subject.socket.addEventListener('message', listener, { once: true })
    await message(world, subject)
    await message(world, subject)
    expect(calls).toEqual(['once'])
  })

  test('W1: a listener that waits for its once can be removed', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    const listener = () => void calls.push('once')
    subject.socket.addEventListener('message', listener, { once: true })
    subject.socket.removeEventListener('message', listener)
    await message(world, subject)
    expect(calls).toEqual([])
  })

  test('W1: a capturing listener is another one than the same function without capture', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const listener = () => void calls.push('called')
    socket.addEventListener('message', listener, { capture: true })
    socket.addEventListener('message', listener)
    await message(world, subject)
    expect(calls.splice(0)).toEqual(['called', 'called'])
    socket.removeEventListener('message', listener)
    await message(world, subject)
    expect(calls.splice(0)).toEqual(['called'])
    socket.removeEventListener('message', listener, { capture: true })
    await message(world, subject)
    expect(calls).toEqual([])
  })

  test('W1: true instead of options means capture', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const listener = () => void calls.push('called')
    socket.addEventListener('message', listener, true)
    socket.addEventListener('message', listener, { capture: true })
    await message(world, subject)
    expect(calls.splice(0)).toEqual(['called'])
    socket.removeEventListener('message', listener, true)
    await message(world, subject)
    expect(calls).toEqual(world.differs('no-capture-shorthand') ? ['called'] : [])
  })

  test('W1: capturing listeners are called before the others', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    subject.socket.addEventListener('message', () => void calls.push('other'))
    subject.socket.addEventListener('message', () => void calls.push('capturing'), true)
    await message(world, subject)
    expect(calls).toEqual(
      world.differs('order-of-capturing') ? ['other', 'capturing'] : ['capturing', 'other'],
    )
  })

  test('W1: a signal removes the listener when it is aborted', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    const controller = new AbortController()
    subject.socket.addEventListener('message', () => void calls.push('called'), {
      signal: controller.signal,
    })
    await message(world, subject)
    controller.abort()
    await message(world, subject)
    expect(calls).toHaveLength(world.differs('no-signal') ? 2 : 1)
  })

  test('W1: a signal that is aborted already adds nothing', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    subject.socket.addEventListener('message', () => void calls.push('called'), {
      signal: AbortSignal.abort(),
    })
    await message(world, subject)
    expect(calls).toHaveLength(world.differs('no-signal') ? 1 : 0)
  })
}

function describeDispatch(start: Start): void {
  test('W1: a listener that is removed while an event is told is not called any more', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const removed = () => void calls.push('removed')
    socket.addEventListener('message', () => {
      calls.push('first')
      socket.removeEventListener('message', removed)
    })
    socket.addEventListener('message', removed)
    socket.addEventListener('message', () => void calls.push('last'))
    await message(world, subject)
    expect(calls).toEqual(['first', 'last'])
  })

  test('W1: a listener that is added while an event is told is called from the next one on', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const added = () => void calls.push('added')
    socket.addEventListener('message', () => socket.addEventListener('message', added))
    await message(world, subject)
    expect(calls).toEqual([])
    await message(world, subject)
    expect(calls).toEqual(['added'])
  })

  test('W1: a listener that removes itself does not keep the next one from being called', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const selfish = () => {
      calls.push('selfish')
      socket.removeEventListener('message', selfish)
    }
    socket.addEventListener('message', selfish)
    socket.addEventListener('message', () => void calls.push('next'))
    await message(world, subject)
    await message(world, subject)
    expect(calls).toEqual(['selfish', 'next', 'next'])
  })

  test('W1: stopImmediatePropagation keeps the event from the listeners after it', async () => {
    const { world, create } = await start()
    const { socket } = create()
    const calls: string[] = []
    socket.addEventListener('error', (event) => {
      calls.push('first')
      event.stopPropagation()
    })
    socket.addEventListener('error', (event) => {
      calls.push('second')
      event.stopImmediatePropagation()
    })
    socket.addEventListener('error', () => void calls.push('third'))
    socket.onerror = () => void calls.push('handler')
    socket.close()
    await world.until('it is told', () => calls.length === 2)
    await world.settle()
    expect(calls).toEqual(['first', 'second'])
  })

  test('W1: all listeners are given the same event object', async () => {
    const { world, open } = await start()
    const subject = await open()
    const events: Event[] = []
    subject.socket.addEventListener('message', (event) => events.push(event))
    subject.socket.onmessage = (event) => events.push(event)
    await message(world, subject)
    expect(events).toHaveLength(2)
    expect(events[0]).toBe(events[1])
  })
}

function describeErrors(start: Start): void {
  test('W1: a listener that throws stops nobody, and what it threw is reported', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const mistake = new Error('mine')
    const calls: string[] = []
    socket.onmessage = () => {
      throw mistake
    }
    socket.addEventListener('message', () => {
      throw mistake
    })
    socket.addEventListener('message', () => void calls.push('after it'))
    await message(world, subject)
    await message(world, subject)
    await world.settle()
    expect(calls).toEqual(['after it', 'after it'])
    expect(world.uncaught).toEqual([mistake, mistake, mistake, mistake])
    expect(socket.readyState).toBe(1)
  })

  test('W1: an object without handleEvent is reported as a TypeError', async () => {
    const { world, open } = await start()
    const subject = await open()
    subject.socket.addEventListener('message', {} as EventListener)
    const calls: string[] = []
    subject.socket.addEventListener('message', () => void calls.push('after it'))
    await message(world, subject)
    await world.settle()
    expect(calls).toEqual(['after it'])
    expect(world.uncaught.map((error) => (error as Error).name)).toEqual(
      world.differs('ignores-bad-objects') ? [] : ['TypeError'],
    )
  })

  test.each(['open', 'error', 'close'] as const)(
    'W1: a throw in an %s listener leaves the connection alone',
    async (name) => {
      const { world, create } = await start()
      const { socket, names, closed } = create()
      socket.addEventListener(name, () => {
        throw new Error('mine')
      })
      if (name === 'error') world.answerWith('refuse')
      if (name !== 'error') {
        await world.until('it is open', () => names().includes('open'))
        expect(socket.readyState).toBe(1)
        socket.close(1000)
      }
      await closed()
      await world.settle()
      expect(names()).toEqual([name === 'error' ? 'error' : 'open', 'close'])
      expect(world.uncaught).toHaveLength(1)
    },
  )
}

function describeHandlers(start: Start): void {
  test('W1: each of them is called for its own event, with the socket as this', async () => {
    const { world, create } = await start()
    const { socket } = create()
    const calls: string[] = []
    const selves = new Set<unknown>()
    for (const name of ['open', 'message', 'error', 'close'] as const) {
      socket[`on${name}`] = function (this: WebSocket, event: Event) {
        selves.add(this)
        calls.push(event.type)
      }
    }
    await world.until('it is open', () => calls.length === 1)
    world.peers[0]?.send('hello')
    await world.until('the message is there', () => calls.length === 2)
    world.peers[0]?.close(1000, 'bye')
    await world.until('it is closed', () => calls.length === 3)
    expect(calls).toEqual(['open', 'message', 'close'])
    expect([...selves]).toEqual([socket])
  })

  test('W1: onerror is called with the event alone', async () => {
    const { world, create } = await start()
    world.answerWith('refuse')
    const { socket, closed } = create()
    const calls: unknown[][] = []
    socket.onerror = (...args: unknown[]) => void calls.push(args)
    await closed()
    expect(calls.map((args) => args.length)).toEqual([1])
    expect((calls[0]?.[0] as Event).type).toBe('error')
  })

  test.each(['onopen', 'onmessage', 'onerror', 'onclose'] as const)(
    'W1: %s is the function that it was set to, or null',
    async (name) => {
      const { socket } = (await start()).create()
      const handler = () => undefined
      socket[name] = handler
      expect(socket[name]).toBe(handler)
      socket[name] = null
      expect(socket[name]).toBeNull()
    },
  )

  test.each([7, 'handler', true, undefined, Symbol('handler')])(
    'W1: set to what is neither a function nor an object it is null: %p',
    async (value) => {
      const { world, open } = await start()
      const subject = await open()
      const { socket } = subject
      socket.onmessage = () => {
        throw new Error('was not taken away')
      }
      socket.onmessage = value as never
      expect(socket.onmessage).toBeNull()
      await message(world, subject)
      await world.settle()
      expect(world.uncaught).toEqual([])
    },
  )

  test('W1: set to an object it keeps it, but calls nothing', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const value = { handleEvent: () => void calls.push('called') }
    socket.onmessage = value as never
    expect(socket.onmessage).toBe(value)
    await message(world, subject)
    expect(calls).toEqual([])
    expect(world.uncaught).toEqual([])
  })

  test('W1: a handler takes its place among the listeners when it is first set', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    socket.addEventListener('message', () => void calls.push('before'))
    socket.onmessage = () => void calls.push('handler')
    socket.addEventListener('message', () => void calls.push('after'))
    await message(world, subject)
    expect(calls).toEqual(['before', 'handler', 'after'])
  })

  test('W1: a handler that replaces another one takes its place', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    socket.onmessage = () => void calls.push('old')
    socket.addEventListener('message', () => void calls.push('listener'))
    socket.onmessage = () => void calls.push('new')
    await message(world, subject)
    expect(calls).toEqual(
      world.differs('place-of-handlers') ? ['listener', 'new'] : ['new', 'listener'],
    )
  })

  test('W1: a handler that was null goes to the end', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    socket.onmessage = () => void calls.push('old')
    socket.addEventListener('message', () => void calls.push('listener'))
    socket.onmessage = null
    socket.onmessage = () => void calls.push('new')
    await message(world, subject)
    expect(calls).toEqual(['listener', 'new'])
  })

  test('W1: one function can be handler and listener, and is called twice', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const both = () => void calls.push('called')
    socket.addEventListener('message', both)
    socket.onmessage = both
    await message(world, subject)
    expect(calls).toHaveLength(world.differs('handlers-are-listeners') ? 1 : 2)
    socket.removeEventListener('message', both)
    expect(socket.onmessage).toBe(both)
  })

  test('W1: a handler cannot be taken away by removeEventListener', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    const handler = () => void calls.push('called')
    socket.onmessage = handler
    socket.removeEventListener('message', handler)
    await message(world, subject)
    expect(calls).toHaveLength(world.differs('handlers-are-listeners') ? 0 : 1)
  })

  test('W1: what a handler returns means nothing', async () => {
    const { world, open } = await start()
    const subject = await open()
    const calls: string[] = []
    subject.socket.onmessage = () => {
      calls.push('handler')
      return false
    }
    subject.socket.addEventListener('message', ({ defaultPrevented }) => {
      calls.push(String(defaultPrevented))
    })
    await message(world, subject)
    expect(calls).toEqual(['handler', 'false'])
  })

  test('W1: a handler can replace itself while it is called', async () => {
    const { world, open } = await start()
    const subject = await open()
    const { socket } = subject
    const calls: string[] = []
    socket.onmessage = () => {
      calls.push('first')
      socket.onmessage = () => void calls.push('second')
    }
    await message(world, subject)
    await message(world, subject)
    expect(calls).toEqual(['first', 'second'])
  })
}

function describeDispatchEvent(start: Start): void {
  /** The class of plain events that goes with the world. */
  const eventClassOf = async ({ log, closed, socket }: OpenSubject) => {
    socket.close()
    await closed()
    const closeEvent = log[0]?.event as Event
    return Object.getPrototypeOf(closeEvent.constructor) as typeof Event
  }

  test('W1: tells the listeners of that event at once, and says whether it was not cancelled', async () => {
    const { world, open } = await start()
    const subject = await open()
    const EventClass = await eventClassOf(subject)
    const { socket } = subject
    const calls: string[] = []
    socket.addEventListener('mine', (event) => {
      calls.push(`${event.type} ${String(event.isTrusted)}`)
      event.preventDefault()
    })
    expect(socket.dispatchEvent(new EventClass('mine'))).toBe(true)
    expect(socket.dispatchEvent(new EventClass('mine', { cancelable: true }))).toBe(false)
    expect(socket.dispatchEvent(new EventClass('unheard'))).toBe(true)
    const isTrusted = world.differs('small-events') ? 'undefined' : 'false'
    expect(calls).toEqual([`mine ${isTrusted}`, `mine ${isTrusted}`])
  })

  test('W1: calls handlers too, and changes no state', async () => {
    const subject = await (await start()).open()
    const EventClass = await eventClassOf(subject)
    const { socket } = subject
    const calls: string[] = []
    socket.onopen = ({ type }) => void calls.push(type)
    socket.dispatchEvent(new EventClass('open'))
    expect([calls, socket.readyState]).toEqual([['open'], 3])
  })

  test('W1: what is no event is a TypeError', async () => {
    const { socket } = (await start()).create()
    expect(thrownBy(() => socket.dispatchEvent({ type: 'open' } as Event))).toBe('TypeError')
  })
}
