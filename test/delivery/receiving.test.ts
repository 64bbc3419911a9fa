import { describe, expect, test } from '@jest/globals'
import { createDeliveryScene } from '../support/delivery-scene'

const bodies = (messages: readonly unknown[]): unknown[] =>
  messages.map((message) => (message as { body: unknown }).body)

describe('D3: what arrives is told once, in order', () => {
  test('a number that was seen is dropped', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '"one"')
    scene.say({ type: 'data', seq: 1 }, '"one"')
    scene.say({ type: 'data', seq: 2 }, '"two"')
    scene.say({ type: 'data', seq: 1 }, '"one"')
    expect(scene.told('message')).toEqual([
      { id: 's1:1', body: 'one' },
      { id: 's1:2', body: 'two' },
    ])
    expect(scene.told('gap')).toEqual([])
  })

  test('the acknowledgement that comes with one counts all the same', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send('mine')
    scene.say({ type: 'data', seq: 1 }, '"one"')
    scene.say({ type: 'data', seq: 1, ack: 1 }, '"one"')
    expect(scene.told('delivered')).toMatchObject([{ payload: 'mine' }])
  })

  test('a number that was skipped is a gap, and it goes on from there', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '1')
    scene.say({ type: 'data', seq: 5 }, '5')
    scene.say({ type: 'data', seq: 4 }, '4')
    expect(scene.toldNames()).toEqual(['resumed', 'message', 'gap', 'message'])
    expect(scene.told('gap')).toEqual([{ reason: 'overflow', missed: 3 }])
    expect(bodies(scene.told('message'))).toEqual([1, 5])
  })

  test('numbers are compared as numbers', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed({ next: 9 })
    for (const seq of [9, 10, 11]) scene.say({ type: 'data', seq }, `${seq}`)
    expect(bodies(scene.told('message'))).toEqual([9, 10, 11])
  })

  test('bytes arrive as bytes', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, new Uint8Array([1, 2]).buffer)
    expect(bodies(scene.told('message'))).toEqual([new Uint8Array([1, 2]).buffer])
  })

  test('a listener that throws stops nobody, and the message counts as arrived', () => {
    const scene = createDeliveryScene()
    const heard: unknown[] = []
    scene.delivery.on('message', () => {
      throw new Error('on purpose')
    })
    scene.delivery.on('message', ({ body }) => heard.push(body))
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '1')
    scene.say({ type: 'data', seq: 2 }, '2')
    scene.advance(100)
    expect(heard).toEqual([1, 2])
    expect(scene.told('error')).toEqual(['E_LISTENER', 'E_LISTENER'])
    expect(scene.frames().pop()).toEqual({ type: 'ack', ack: 2 })
  })

  test('a listener may call anything', () => {
    const scene = createDeliveryScene()
    scene.delivery.on('message', ({ body }) => void scene.delivery.send({ re: body }))
    scene.delivery.on('message', ({ body }) => {
      if (body === 3) scene.delivery.stop()
    })
    scene.openWelcomed()
    for (const seq of [1, 2, 3, 4]) scene.say({ type: 'data', seq }, `${seq}`)
    expect(bodies(scene.told('message'))).toEqual([1, 2, 3])
    expect(scene.frames().slice(1)).toMatchObject([
      { seq: 1, ack: 1, body: { re: 1 } },
      { seq: 2, ack: 2, body: { re: 2 } },
      { seq: 3, ack: 3, body: { re: 3 } },
    ])
  })
})

describe('a listener that calls clear()', () => {
  test('while a message with an acknowledgement is taken: nothing more goes out, nothing throws', () => {
    const scene = createDeliveryScene()
    scene.delivery.on('delivered', () => {
      void scene.delivery.clear()
      void scene.delivery.send('next link')
    })
    scene.openWelcomed()
    void scene.delivery.send('one')
    scene.say({ type: 'data', seq: 1, ack: 1 }, '"hi"')
    scene.advance(20_000)
    expect(scene.told('error')).toEqual([])
    expect(scene.sentNumbers()).toEqual([1])
    expect(scene.delivery.pending).toMatchObject([{ payload: 'next link' }])
  })

  test('while messages go out', () => {
    const scene = createDeliveryScene()
    scene.delivery.on('refused', () => {
      void scene.delivery.clear()
      void scene.delivery.send('next link')
    })
    void scene.delivery.send('x'.repeat(500))
    void scene.delivery.send('cleared')
    scene.openWelcomed({ maxFrameBytes: 300 })
    expect(scene.told('error')).toEqual([])
    expect(scene.sentNumbers()).toEqual([])
    expect(scene.delivery.pending).toMatchObject([{ payload: 'next link', sends: 0 }])
  })
})

describe('acknowledging', () => {
  test('waits 100 ms for more', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '1')
    scene.advance(60)
    scene.say({ type: 'data', seq: 2 }, '2')
    scene.advance(39)
    expect(scene.frames()).toHaveLength(1)
    scene.advance(1)
    expect(scene.frames().slice(1)).toEqual([{ type: 'ack', ack: 2 }])
    scene.advance(60_000)
    expect(scene.frames()).toHaveLength(2)
  })

  test('does not wait once half a window has arrived', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed({ window: 8 })
    for (const seq of [1, 2, 3]) scene.say({ type: 'data', seq }, 'null')
    expect(scene.frames()).toHaveLength(1)
    scene.say({ type: 'data', seq: 4 }, 'null')
    expect(scene.frames().slice(1)).toEqual([{ type: 'ack', ack: 4 }])
  })

  test('goes along with a message', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '1')
    void scene.delivery.send('answer')
    scene.advance(1_000)
    expect(scene.frames().slice(1)).toEqual([{ type: 'data', seq: 1, ack: 1, body: 'answer' }])
  })

  test('names nothing that did not come on this link: that would be a fault', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    for (const seq of [1, 2, 3]) scene.say({ type: 'data', seq }, 'null')
    scene.relink()
    scene.welcome({ resumed: true, next: 2 })
    scene.say({ type: 'data', seq: 2 }, 'null')
    scene.advance(100)
    expect(scene.frames()).toMatchObject([
      { type: 'hello', resume: { session: 's1', secret: 'x', last: 3 } },
      { type: 'ack', ack: 2 },
    ])
    expect(scene.told('message')).toHaveLength(3)
  })

  test('is tried again where the link did not take it', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '1')
    scene.task().failSends({ how: 'throw' })
    scene.advance(100)
    expect(scene.frames()).toHaveLength(1)
    scene.advance(1_000)
    expect(scene.frames().slice(1)).toEqual([{ type: 'ack', ack: 1 }])
  })
})

describe('D4: resuming', () => {
  test('asks for what follows the last message seen, and tells no gap when that is granted', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    expect(scene.frames()[0]).not.toHaveProperty('resume')
    scene.say({ type: 'data', seq: 1 }, '1')
    scene.relink()
    expect(scene.frames()[0]).toMatchObject({
      resume: { session: 's1', secret: 'x', last: 1 },
    })
    scene.welcome({ resumed: true, secret: 'y', next: 2 })
    expect(scene.told('resumed')).toEqual([
      { client: 'ann', isResumed: false },
      { client: 'ann', isResumed: true },
    ])
    expect(scene.told('gap')).toEqual([])
    scene.relink()
    expect(scene.frames()[0]).toMatchObject({ resume: { secret: 'y', last: 1 } })
  })

  test('tells how many are missing when the server holds no more', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.relink()
    scene.welcome({ resumed: true, next: 5 })
    expect(scene.told('gap')).toEqual([{ reason: 'overflow', missed: 4 }])
    scene.say({ type: 'data', seq: 5 }, '5')
    expect(scene.told('gap')).toHaveLength(1)
    expect(bodies(scene.told('message'))).toEqual([5])
  })

  test('another session: the server lost its memory', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    for (const seq of [1, 2]) scene.say({ type: 'data', seq }, `"old ${seq}"`)
    scene.relink()
    scene.welcome({ session: 's2', next: 1 })
    scene.say({ type: 'data', seq: 1 }, '"new 1"')
    expect(scene.told('gap')).toEqual([{ reason: 'memory-lost', missed: null }])
    expect(scene.told('message').slice(-1)).toEqual([{ id: 's2:1', body: 'new 1' }])
  })

  test('another session that is said to be resumed is another session', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.relink()
    scene.welcome({ session: 's2', resumed: true })
    expect(scene.told('gap')).toEqual([{ reason: 'memory-lost', missed: null }])
  })

  test('the same session that goes back behind what was seen: part of it is lost', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    for (const seq of [1, 2, 3]) scene.say({ type: 'data', seq }, `"old ${seq}"`)
    scene.relink()
    scene.welcome({ resumed: false, next: 2 })
    scene.say({ type: 'data', seq: 2 }, '"new 2"')
    expect(scene.told('gap')).toEqual([{ reason: 'memory-lost', missed: null }])
    expect(scene.told('message').slice(-1)).toEqual([{ id: 's1:2', body: 'new 2' }])
  })

  test('the first session of a client begins where it says, without a gap', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed({ next: 1_000 })
    expect(scene.toldNames()).toEqual(['resumed'])
  })

  test('what is said before welcome, or by an old link, is not heard', () => {
    const scene = createDeliveryScene()
    scene.openLink()
    scene.say({ type: 'data', seq: 1 }, '"early"')
    scene.say({ type: 'ack', ack: 1 })
    scene.welcome()
    const old = scene.task()
    scene.relink()
    old.message('{"type":"data","seq":1,"body":"late"}')
    expect(scene.toldNames()).toEqual(['resumed'])
  })

  test('a second welcome on one link changes nothing', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    void scene.delivery.send(1)
    scene.say({ type: 'data', seq: 1 }, '1')
    scene.welcome({ session: 's9', next: 7 })
    scene.say({ type: 'data', seq: 2 }, '2')
    scene.say({ type: 'ack', ack: 1 })
    expect(scene.toldNames()).toEqual(['resumed', 'message', 'message', 'delivered'])
  })

  test("a message that replies to another run counts, and is nobody's", () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1, re: 'other:1' }, '"reply"')
    scene.say({ type: 'data', seq: 2 }, '"message"')
    expect(bodies(scene.told('message'))).toEqual(['message'])
    expect(scene.told('gap')).toEqual([])
  })
})

describe('E4: order without promises', () => {
  test('messages are told within the native event', () => {
    const scene = createDeliveryScene()
    scene.openWelcomed()
    scene.say({ type: 'data', seq: 1 }, '1')
    expect(scene.told('message')).toHaveLength(1)
  })

  test('and in order on a host whose Promise is made of timers', () => {
    const scene = createDeliveryScene({ profile: 'ios15' })
    scene.openWelcomed()
    const heard: unknown[] = []
    scene.delivery.on('message', ({ body }) => heard.push(body))
    for (const seq of [1, 2, 3]) scene.say({ type: 'data', seq }, `${seq}`)
    expect(heard).toEqual([1, 2, 3])
  })
})
