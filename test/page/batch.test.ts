/** `setDataSoon`: what is set by which call, beside `setData` callbacks, still clocks and a second behavior. */
import { describe, expect, test } from '@jest/globals'
import { define, fake, openLink, socket } from './behavior-scene'
import { HandHeldPage } from './hand-held-page'

describe('setDataSoon()', () => {
  test('from a callback of setData goes into the next batch', () => {
    const page = new HandHeldPage([define()])
    page.live('attached')
    const { setData } = page
    page.setData = (values) => {
      setData.call(page, values)
      if (page.calls.length < 3) page.setDataSoon({ n: page.calls.length })
    }
    page.setDataSoon({ n: 0 })
    fake.clock.advance(0)
    expect(page.calls).toEqual([{ n: 0 }])
    fake.clock.advance(99)
    expect(page.calls).toHaveLength(1)
    fake.clock.advance(1)
    expect(page.calls).toEqual([{ n: 0 }, { n: 1 }])
  })

  test('from setData on show, and detached from there, do no harm', () => {
    const page = new HandHeldPage([define()])
    page.live('attached', 'hide')
    page.setDataSoon({ n: 0 })
    page.setData = (values) => {
      page.calls.push(values)
      page.setDataSoon({ n: 1 })
      page.live('detached')
    }
    page.live('show')
    fake.clock.advance(1_000)
    expect(page.calls).toEqual([{ n: 0 }])
  })

  test('goes on after a setData that threw', () => {
    const page = new HandHeldPage([define()])
    page.live('attached')
    const { setData } = page
    page.setData = () => {
      throw new Error('refused by the host')
    }
    page.setDataSoon({ n: 0 })
    expect(() => fake.clock.advance(0)).toThrow('refused by the host')
    page.setData = setData
    page.setDataSoon({ n: 1 })
    fake.clock.advance(100)
    expect(page.calls).toEqual([{ n: 1 }])
  })

  test('does not wait for a clock that was set back', () => {
    const page = new HandHeldPage([define()])
    page.live('attached')
    page.setDataSoon({ n: 0 })
    fake.clock.advance(0)
    const { Date: kept } = globalThis
    const backAtMs = kept.now() - 3_600_000
    Object.assign(globalThis, { Date: { now: () => backAtMs } })
    try {
      page.setDataSoon({ n: 1 })
      fake.clock.advance(0)
    } finally {
      Object.assign(globalThis, { Date: kept })
    }
    expect(page.calls).toEqual([{ n: 0 }, { n: 1 }])
  })

  test('timers that stood still in the background: what was due comes with the return, by one call', () => {
    const page = new HandHeldPage([define()])
    page.live('attached')
    page.setDataSoon({ n: 0 })
    fake.clock.advance(0)
    page.setDataSoon({ n: 1 })
    page.live('hide')
    fake.hide()
    fake.clock.advance(600_000)
    expect(page.calls).toEqual([{ n: 0 }])
    fake.show()
    page.live('show')
    fake.clock.advance(1_000)
    expect(page.calls).toEqual([{ n: 0 }, { n: 1 }])
  })

  test.each([[undefined], [null], ['n'], [5], [['n']]])(
    'says what it takes when it gets %j, and nothing else of the page is lost',
    (values) => {
      const page = new HandHeldPage([define()])
      page.live('attached')
      page.setDataSoon({ n: 0 })
      expect(() => page.setDataSoon(values as never)).toThrow(
        expect.objectContaining({
          code: 'E_OPTION',
          message: expect.stringMatching(/setDataSoon.* must be an object.*, got /),
        }),
      )
      fake.clock.advance(0)
      expect(page.calls).toEqual([{ n: 0 }])
    },
  )
})

describe('a page with two of these behaviors, such as one for the socket and one for the delivery', () => {
  const open = () => {
    const page = new HandHeldPage([
      define({ state: 'first' }),
      define({
        state: 'second',
        events: {
          message(this: HandHeldPage) {
            this.setDataSoon({ n: 1 })
          },
        },
      }),
    ])
    page.live('attached')
    return page
  }

  test('sets what both have by one call', () => {
    const page = open()
    page.calls.length = 0
    socket.connect()
    fake.clock.advance(0)
    expect(page.calls).toEqual([{ 'first.state': 'connecting', 'second.state': 'connecting' }])
  })

  test('catches up on show with one call', () => {
    const page = open()
    openLink()
    fake.clock.advance(1_000)
    page.live('hide')
    page.calls.length = 0
    fake.tasks[0]?.message('x')
    fake.tasks[0]?.close(4000)
    fake.clock.advance(1_000)
    expect(page.calls).toEqual([])
    page.live('show')
    expect(page.calls).toEqual([
      {
        n: 1,
        'first.state': 'waiting',
        'first.retry': 1,
        'first.code': 4000,
        'second.state': 'waiting',
        'second.retry': 1,
        'second.code': 4000,
      },
    ])
    fake.clock.advance(1_000)
    expect(page.calls).toHaveLength(1)
  })
})
