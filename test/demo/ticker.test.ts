/**
 * The ticker as it stands in the repository, in WeChat's component framework; the server's prices are sent by hand.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { launch, welcome, type Phone, type PhonePage } from './support/phone'
import type { ScriptedServer } from './support/scripted-server'

const SYMBOLS = ['ALDER', 'ASPEN', 'BEECH', 'BIRCH', 'CEDAR']

let phone: Phone
let server: ScriptedServer
let page: PhonePage

beforeEach(async () => {
  phone = await launch()
  server = await welcome(phone)
  page = phone.open('pages/ticker/ticker')
})

afterEach(() => phone.kill())

const tick = (symbol: string, price: number, change = 0) =>
  server.tell({ type: 'tick', symbol, price, change })

/** So many prices a second, evenly. */
function stream(perSecond: number, seconds: number): void {
  const stepMs = 1_000 / perSecond
  for (let count = 0; count < perSecond * seconds; count += 1) {
    tick(SYMBOLS[count % SYMBOLS.length] as string, 100 + Math.sin(count) * 10, count % 7)
    phone.fake.clock.advance(stepMs)
  }
}

const asked = () =>
  server
    .frames()
    .filter(({ ask }) => ask === true)
    .map(({ body }) => body as { command?: string; perSecond?: number; seen?: number })
    .filter(({ command }) => command === 'ticker')

const setBatching = (value: boolean) => page.call('onBatching', { detail: { value } })
const row = (symbol: string) =>
  (page.data['rows'] as Record<string, string>[]).find((one) => one['symbol'] === symbol)
/** Which calls changed a price. */
const priceCalls = () =>
  page.setDataCalls.filter((call) => Object.keys(call).some((path) => path.startsWith('rows[')))

describe('the table', () => {
  test('has twenty instruments from the beginning, without a price', () => {
    expect(page.texts('.symbol')).toHaveLength(20)
    expect(new Set(page.texts('.price'))).toEqual(new Set(['–']))
  })

  test('shows a price, how it changed, and which way it went last', () => {
    tick('CEDAR', 101.5, 1.5)
    phone.draw()
    expect(row('CEDAR')).toEqual({
      symbol: 'CEDAR',
      price: '101.50',
      change: '+1.50 %',
      way: '',
      sum: 'gain',
    })
    tick('CEDAR', 99, -1)
    phone.draw()
    expect(row('CEDAR')).toMatchObject({
      price: '99.00',
      change: '−1.00 %',
      way: 'down',
      sum: 'loss',
    })
    expect(page.texts('.row.down .way')).toEqual(['▼'])
    tick('CEDAR', 99.5, -0.5)
    phone.draw()
    expect(page.texts('.row.up .way')).toEqual(['▲'])
  })

  test('lets an instrument be that it does not know, and other messages', () => {
    tick('GHOST', 1)
    server.tell({ type: 'notice', text: 'hello' })
    phone.draw()
    expect(page.texts('.symbol')).toHaveLength(20)
  })
})

describe('with batching', () => {
  test.each([50, 200, 500])('%i prices a second are at most 10 setData calls a second', (rate) => {
    stream(rate, 1)
    for (let second = 0; second < 3; second += 1) {
      page.setDataCalls.length = 0
      stream(rate, 1)
      expect(page.setDataCalls.length).toBeLessThanOrEqual(10)
      expect(page.setDataCalls.length).toBeGreaterThanOrEqual(8)
    }
  })

  test('a call carries only what changed, each path once, with its latest value', () => {
    phone.draw()
    page.setDataCalls.length = 0
    tick('ALDER', 100)
    tick('ALDER', 101)
    tick('ALDER', 102, 2)
    phone.draw()
    expect(priceCalls()).toEqual([
      { 'rows[0].price': '102.00', 'rows[0].change': '+2.00 %', 'rows[0].way': 'up' },
    ])
    page.setDataCalls.length = 0
    tick('ALDER', 103, 2)
    phone.draw()
    expect(priceCalls()).toEqual([{ 'rows[0].price': '103.00' }])
  })
})

describe('without batching', () => {
  test('each price is a setData call of its own', () => {
    setBatching(false)
    page.setDataCalls.length = 0
    stream(200, 2)
    expect(priceCalls()).toHaveLength(400)
  })
})

describe('the meter', () => {
  test('says how many calls and messages a second there were, each way, beside each other', () => {
    // The first second begins with the page.
    stream(200, 3)
    phone.draw()
    const batched = page.data['batched'] as Record<string, number>
    expect(batched['messages']).toBe(200)
    expect(batched['calls']).toBeLessThanOrEqual(10)
    expect(batched['kilobytes']).toBeGreaterThan(0)
    expect(page.data['single']).toBeNull()

    setBatching(false)
    stream(200, 3)
    phone.draw()
    const single = page.data['single'] as Record<string, number>
    expect(single['calls']).toBeGreaterThanOrEqual(200)
    expect(single['calls']).toBeLessThanOrEqual(203)
    expect(single['kilobytes']).toBeGreaterThan(0)
    expect(page.data['batched']).not.toBeNull()
    expect(page.texts('.rates-title')).toEqual(['Batched', 'One by one · now'])
  })

  test('begins anew at another speed: figures of two speeds are not compared', () => {
    stream(200, 2)
    phone.draw()
    page.call('onSpeed', { currentTarget: { dataset: { speed: 500 } } })
    expect(page.data).toMatchObject({ batched: null, single: null, perSecond: 500 })
    expect(page.texts('.chosen')).toEqual(['500'])
  })
})

describe('the stream', () => {
  test('begins when the page is shown', () => {
    expect(asked()).toEqual([{ command: 'ticker', perSecond: 200 }])
  })

  test('is told how many came, each 100 of them', () => {
    stream(200, 1)
    expect(asked().slice(1)).toEqual([
      { command: 'ticker', perSecond: 200, seen: 100 },
      { command: 'ticker', perSecond: 200, seen: 200 },
    ])
  })

  test('is asked for again when nothing comes for a second', () => {
    phone.fake.clock.advance(1_000)
    expect(asked().at(-1)).toEqual({ command: 'ticker', perSecond: 200, seen: 0 })
  })

  test('changes its speed without beginning anew', () => {
    stream(200, 0.5)
    page.call('onSpeed', { currentTarget: { dataset: { speed: 50 } } })
    expect(asked().at(-1)).toEqual({ command: 'ticker', perSecond: 50, seen: 100 })
  })

  test('stops when the page is hidden, and begins again when it is shown', () => {
    page.hide()
    expect(asked().at(-1)).toEqual({ command: 'ticker', perSecond: 0 })
    page.show()
    expect(asked().at(-1)).toEqual({ command: 'ticker', perSecond: 200 })
  })

  test('stops when the page is left, once', () => {
    page.hide()
    page.close()
    expect(asked().filter(({ perSecond }) => perSecond === 0)).toHaveLength(1)
  })

  test('begins again on the next link, and is not asked for on none', async () => {
    stream(200, 1)
    const before = asked().length
    phone.lastTask().close(1006, '')
    phone.fake.clock.advance(3_000)
    expect(asked()).toHaveLength(before)
    phone.fake.clock.advance(3_000)
    server = await welcome(phone, { resumed: true, next: 201 })
    // What the last link left unanswered is said again before it.
    expect(asked().at(-1)).toEqual({ command: 'ticker', perSecond: 200 })
  })

  test('that the server refuses says why', async () => {
    server.reply({ error: 'no such command' })
    await phone.settle()
    phone.draw()
    expect(page.texts('.trouble')).toEqual(['no such command'])
  })
})

describe('a ticker that is left', () => {
  test.each(['hide', 'close'] as const)('sets nothing more after %s', (leave) => {
    stream(200, 1)
    phone.draw()
    page[leave]()
    page.setDataCalls.length = 0
    stream(200, 2)
    expect(page.setDataCalls).toEqual([])
  })

  test('leaves no timer and no listener behind, however often it was opened', async () => {
    page.close()
    await phone.settle()
    const { clock } = phone.fake
    const before = clock.pending
    for (let opening = 0; opening < 50; opening += 1) phone.open('pages/ticker/ticker').close()
    await phone.settle()
    // Requests that wait for their answer are the delivery's.
    expect(clock.pending).toBeLessThanOrEqual(before + 1)
  })

  test('leaves no timer behind when it was shown twice and hidden once', async () => {
    const { clock } = phone.fake
    const before = clock.pending
    page.show()
    expect(clock.pending).toBe(before)
  })
})
