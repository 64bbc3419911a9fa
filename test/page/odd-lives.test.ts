/** The behavior in orders of life that no framework promises, and what is left in memory. */
import { describe, expect, test } from '@jest/globals'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { define, fake, openLink } from './behavior-scene'
import { HandHeldPage } from './hand-held-page'

describe('the state', () => {
  test('is true from attached on, before any timer: a page that loads late must not read "idle"', () => {
    openLink()
    const page = new HandHeldPage([define({ state: 'socket' })])
    page.live('attached')
    expect(page.calls).toEqual([
      { socket: { state: 'open', retry: 0, limit: 12, online: true, code: 0 } },
    ])
    fake.clock.advance(1_000)
    expect(page.calls).toHaveLength(1)
  })

  test('and the first data of the page do not wait for each other', () => {
    const page = new HandHeldPage([define({ state: 'socket' })])
    page.live('attached')
    page.setDataSoon({ first: 1 })
    fake.clock.advance(0)
    expect(page.calls.at(-1)).toEqual({ first: 1 })
  })
})

describe('orders that nobody promises', () => {
  test('what is set before attached is kept, and set once', () => {
    const page = new HandHeldPage([define()])
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
      message(this: HandHeldPage, data: unknown) {
        heard.push(data)
        this.setDataSoon({ data })
      },
    }
    const page = new HandHeldPage([define({ events })])
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
    const page = new HandHeldPage([
      define({ events: { message: (data: unknown) => heard.push(data) } }),
    ])
    openLink()
    const timers = fake.clock.pending
    page.live(...names)
    page.setDataSoon({ late: 1 })
    fake.tasks[0]?.message('one')
    expect([heard, page.calls, fake.clock.pending - timers]).toEqual([[], [], 0])
  })

  test('a component that goes because of a message does not hear that message any more', () => {
    const heard: unknown[] = []
    const child = new HandHeldPage([
      define({ events: { message: (data: unknown) => heard.push(data) } }),
    ])
    const parent = new HandHeldPage([define({ events: { message: () => child.live('detached') } })])
    parent.live('attached')
    child.live('attached')
    openLink()
    fake.tasks[0]?.message('one')
    expect(heard).toEqual([])
  })

  test('a batch that was due is dropped with its page', () => {
    const page = new HandHeldPage([define()])
    page.live('attached')
    page.setDataSoon({ due: 1 })
    page.live('detached')
    fake.clock.advance(1_000)
    expect(page.calls).toEqual([])
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
      const page = new HandHeldPage([behavior])
      page.live('attached', 'show', 'hide', 'show')
      page.setDataSoon({ i })
      page.live('detached')
    }
    expect(count()).toEqual(before)
  })

  test('leave no page in memory', (done) => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    openLink()
    const behavior = define({ state: 'socket', events: { message() {} } })
    const open = (): WeakRef<HandHeldPage>[] =>
      Array.from({ length: 1_000 }, () => {
        const page = new HandHeldPage([behavior])
        page.live('attached')
        page.setDataSoon({ n: 1 })
        page.live('detached')
        return new WeakRef(page)
      })
    const pages = open()
    // The fake's clock forgets a timer that was cleared no sooner than when it would have been due.
    fake.clock.advance(1_000)
    // What a WeakRef was made of lives until the task ends.
    setImmediate(() => {
      collect()
      const left = pages.filter((page) => page.deref()).length
      // The engine may still hold the last few itself.
      done(left < 50 ? undefined : `${left} pages are left`)
    })
  })
})
