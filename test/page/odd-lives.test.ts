/** Orders of life that no framework promises, the batch beside `setData` callbacks, and what is left in memory. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Socket, createSocket } from '../../src/index'
import { socketBehavior } from '../../src/behavior'
import { type FakeWx, createFakeWx } from '../../src/testing'

interface Definition {
  readonly data: Readonly<Record<string, unknown>>
  readonly lifetimes: Readonly<Record<'attached' | 'detached', (this: Page) => void>>
  readonly pageLifetimes: Readonly<Record<'show' | 'hide', (this: Page) => void>>
  readonly methods: { setDataSoon(this: Page, values: object): void }
}

/** What a page is to its behaviors, with its life in the hands of the test. */
class Page {
  readonly calls: object[] = []
  constructor(private readonly behaviors: readonly Definition[]) {}

  setData(values: object): void {
    this.calls.push(values)
  }

  /** As in the frameworks: of one method in two behaviors, the later one's counts. */
  setDataSoon(values: object): void {
    this.behaviors.at(-1)?.methods.setDataSoon.call(this, values)
  }

  live(...names: readonly ('attached' | 'detached' | 'show' | 'hide')[]): void {
    for (const name of names) {
      for (const { lifetimes, pageLifetimes } of this.behaviors) {
        const act = { ...lifetimes, ...pageLifetimes }[name]
        act.call(this)
      }
    }
  }
}

let fake: FakeWx
let uninstall: () => void
let socket: Socket

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  Object.assign(globalThis, { Behavior: (definition: object) => definition })
  socket = createSocket({ url: 'wss://example.com/ws', reconnect: { jitter: 0 } })
})

afterEach(() => {
  socket.close()
  fake.dispose()
  uninstall()
  Reflect.deleteProperty(globalThis, 'Behavior')
})

const define = (options: object = {}) =>
  socketBehavior({ socket: () => socket, state: false, ...options }) as unknown as Definition

const openLink = (): void => {
  socket.connect()
  fake.clock.advance(0)
  fake.tasks.at(-1)?.open()
}

describe('the state', () => {
  test('is true from attached on, before any timer: a page that loads late must not read "idle"', () => {
    openLink()
    const page = new Page([define({ state: 'socket' })])
    page.live('attached')
    expect(page.calls).toEqual([
      { socket: { state: 'open', retry: 0, limit: 12, online: true, code: 0 } },
    ])
    fake.clock.advance(1_000)
    expect(page.calls).toHaveLength(1)
  })

  test('and the first data of the page do not wait for each other', () => {
    const page = new Page([define({ state: 'socket' })])
    page.live('attached')
    page.setDataSoon({ first: 1 })
    fake.clock.advance(0)
    expect(page.calls.at(-1)).toEqual({ first: 1 })
  })
})

describe('orders that nobody promises', () => {
  test('what is set before attached is kept, and set once', () => {
    const page = new Page([define()])
    page.setDataSoon({ early: 1 })
    page.live('attached')
    page.setDataSoon({ late: 2 })
    fake.clock.advance(1_000)
    expect(page.calls).toEqual([{ early: 1, late: 2 }])
  })

  test.each([
    ['show without hide', ['attached', 'show', 'show'] as const],
    ['hide twice, show once', ['attached', 'hide', 'hide', 'show'] as const],
    ['show and hide before attached', ['show', 'hide', 'attached'] as const],
    ['attached twice', ['attached', 'attached'] as const],
    ['detached without attached, then attached', ['detached', 'attached'] as const],
    ['attached again after detached', ['attached', 'detached', 'attached'] as const],
  ])('%s: a message is heard once and set once', (_, names) => {
    const heard: unknown[] = []
    const events = {
      message(this: Page, data: unknown) {
        heard.push(data)
        this.setDataSoon({ data })
      },
    }
    const page = new Page([define({ events })])
    page.live(...names)
    openLink()
    fake.clock.advance(1_000)
    fake.tasks[0]?.message('one')
    fake.clock.advance(1_000)
    expect({ heard, calls: page.calls }).toEqual({ heard: ['one'], calls: [{ data: 'one' }] })
  })

  test.each([
    ['detached', ['attached', 'detached'] as const],
    ['detached twice', ['attached', 'detached', 'detached'] as const],
    ['show after detached', ['attached', 'hide', 'detached', 'show'] as const],
    ['detached without attached', ['detached'] as const],
  ])('after %s nothing is heard, nothing is set and no timer runs', (_, names) => {
    const heard: unknown[] = []
    const page = new Page([define({ events: { message: (data: unknown) => heard.push(data) } })])
    openLink()
    const timers = fake.clock.pending
    page.live(...names)
    page.setDataSoon({ late: 1 })
    fake.tasks[0]?.message('one')
    expect([heard, page.calls, fake.clock.pending - timers]).toEqual([[], [], 0])
  })

  test('a batch that was due is dropped with its page', () => {
    const page = new Page([define()])
    page.live('attached')
    page.setDataSoon({ due: 1 })
    page.live('detached')
    fake.clock.advance(1_000)
    expect(page.calls).toEqual([])
  })
})

describe('setDataSoon()', () => {
  test('from a callback of setData goes into the next batch', () => {
    const page = new Page([define()])
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
    const page = new Page([define()])
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
    const page = new Page([define()])
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
    const page = new Page([define()])
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
    const page = new Page([define()])
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
      const page = new Page([define()])
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
    const page = new Page([
      define({ state: 'first' }),
      define({
        state: 'second',
        events: {
          message(this: Page) {
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

describe('1,000 openings', () => {
  test('leave the listeners of wx and of the link as they were, and no timer', () => {
    openLink()
    const behavior = define({ state: 'socket', events: { message() {}, error() {} } })
    const count = () => ({
      timers: fake.clock.pending,
      link: fake.tasks[0]?.listenerCount(),
      network: fake.listenerCount('networkStatusChange'),
      shows: fake.listenerCount('appShow'),
      hides: fake.listenerCount('appHide'),
    })
    const before = count()
    for (let i = 0; i < 1_000; i += 1) {
      const page = new Page([behavior])
      page.live('attached', 'show', 'hide', 'show')
      page.setDataSoon({ i })
      page.live('detached')
    }
    expect(count()).toEqual(before)
  })

  test('leave no page in memory', () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    openLink()
    const behavior = define({ state: 'socket', events: { message() {} } })
    const open = (): WeakRef<Page>[] =>
      Array.from({ length: 1_000 }, () => {
        const page = new Page([behavior])
        page.live('attached')
        page.setDataSoon({ n: 1 })
        page.live('detached')
        return new WeakRef(page)
      })
    const pages = open()
    // The fake's clock forgets a timer that was cleared no sooner than when it would have been due.
    fake.clock.advance(1_000)
    return new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      collect()
      expect(pages.filter((page) => page.deref()).length).toBe(0)
    })
  })
})
