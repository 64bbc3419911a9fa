import { describe, expect, test } from '@jest/globals'
import { createMemoryStore, createPhoneStore } from '../../../../playground/phone/api/phone-store'
import type { StringStore } from '../../../../playground/phone/ports'
import { createTestPhone } from '../phone-parts'

const megabyte = 1024 * 1024

describe('values', () => {
  test.each([
    ['text', 'a:b'],
    ['no text', ''],
    ['a number', -0.5],
    ['not a number', NaN],
    ['infinity', Infinity],
    ['true', true],
    ['false', false],
    ['null', null],
    ['undefined', undefined],
    ['a date', new Date(1_700_000_000_000)],
    ['an array', [1, [2], { three: 3 }]],
    ['an object', { deep: { er: ['x'] }, text: '中文' }],
  ])('%s comes back as it was', (_, value) => {
    const { call } = createTestPhone()
    call('setStorageSync', 'key', value)
    expect(call('getStorageSync', 'key')).toEqual(value)
  })

  test('what comes back is a copy', () => {
    const { call } = createTestPhone()
    const kept = { list: [1] }
    call('setStorageSync', 'key', kept)
    kept.list.push(2)
    ;(call('getStorageSync', 'key') as typeof kept).list.push(3)
    expect(call('getStorageSync', 'key')).toEqual({ list: [1] })
  })

  test('a circle is refused, by a throw or by fail', async () => {
    const { call, ask } = createTestPhone()
    const circle: { self?: unknown } = {}
    circle.self = circle
    expect(() => call('setStorageSync', 'key', circle)).toThrow(/^setStorageSync:fail .*circular/i)
    expect(await ask('setStorage', { key: 'key', data: circle })).toEqual({
      errMsg: expect.stringMatching(/^setStorage:fail .*circular/i),
    })
  })

  test('a function is refused', () => {
    const { call } = createTestPhone()
    expect(() => call('setStorageSync', 'key', () => 1)).toThrow(
      'setStorageSync:fail a Function cannot be stored; text, numbers, JSON can',
    )
  })
})

describe('keys', () => {
  test('nothing under a key is no text to the sync function, and a failure to the other', async () => {
    const { call, ask } = createTestPhone()
    expect(call('getStorageSync', 'key')).toBe('')
    expect(await ask('getStorage', { key: 'key' })).toEqual({
      errMsg: 'getStorage:fail data not found',
    })
  })

  test('a key that is no text is refused', async () => {
    const { call, ask } = createTestPhone()
    const complaint = 'parameter error: parameter.key should be String instead of Number;'
    expect(() => call('getStorageSync', 1)).toThrow(`getStorageSync:fail ${complaint}`)
    expect(await ask('setStorage', { key: 1, data: 2 })).toEqual({
      errMsg: `setStorage:fail ${complaint}`,
    })
  })

  test('are removed one by one, or all at once', async () => {
    const { call, ask } = createTestPhone()
    for (const key of ['a', 'b', 'c', 'd']) call('setStorageSync', key, key)
    call('removeStorageSync', 'a')
    await ask('removeStorage', { key: 'b' })
    expect(call('getStorageInfoSync')).toMatchObject({ keys: ['c', 'd'] })
    call('clearStorageSync')
    expect(await ask('getStorageInfo')).toEqual({
      keys: [],
      currentSize: 0,
      limitSize: 10 * 1024,
      errMsg: 'getStorageInfo:ok',
    })
  })
})

describe('limits', () => {
  test('a value takes 1 MB of UTF-8, and not a byte more', () => {
    const { call } = createTestPhone()
    const room = megabyte - 'String:'.length
    call('setStorageSync', 'key', 'x'.repeat(room))
    expect(() => call('setStorageSync', 'key', 'x'.repeat(room + 1))).toThrow(/a key takes 1 MB/)
    expect(() => call('setStorageSync', 'key', '中'.repeat(room / 2))).toThrow(/a key takes 1 MB/)
    expect(call('getStorageSync', 'key')).toHaveLength(room)
  })

  test('all values together take 10 MB; what is written anew counts once', () => {
    const { call } = createTestPhone()
    const almost = 'x'.repeat(megabyte - 100)
    for (let index = 0; index < 10; index += 1) call('setStorageSync', `key ${index}`, almost)
    call('setStorageSync', 'key 9', almost)
    expect(call('getStorageInfoSync')).toMatchObject({
      currentSize: 10 * 1024,
      limitSize: 10 * 1024,
    })
    expect(() => call('setStorageSync', 'one more', almost)).toThrow(
      'setStorageSync:fail exceed storage max size 10Mb',
    )
    call('removeStorageSync', 'key 0')
    call('setStorageSync', 'one more', almost)
  })

  test('a browser without room is told by fail', () => {
    const store: StringStore = {
      ...createMemoryStore(),
      setItem() {
        throw new Error('the quota has been exceeded')
      },
    }
    const { call } = createTestPhone({ store })
    expect(() => call('setStorageSync', 'key', 1)).toThrow(
      'setStorageSync:fail the browser has no room for it: the quota has been exceeded',
    )
    expect(call('getStorageInfoSync')).toMatchObject({ currentSize: 0 })
  })
})

describe('phones', () => {
  test('two phones do not share, and do not clear each other', () => {
    const browser = createMemoryStore()
    browser.setItem('not a phone', 'stays')
    const left = createTestPhone({ store: createPhoneStore(browser, 'left') })
    const right = createTestPhone({ store: createPhoneStore(browser, 'right') })
    left.call('setStorageSync', 'name', 'ann')
    right.call('setStorageSync', 'name', 'ben')
    expect(left.call('getStorageSync', 'name')).toBe('ann')
    left.call('clearStorageSync')
    expect(right.call('getStorageSync', 'name')).toBe('ben')
    expect(browser.getItem('not a phone')).toBe('stays')
  })

  test('a phone whose id begins like another one is another phone', () => {
    const browser = createMemoryStore()
    createPhoneStore(browser, 'a/b').setItem('key', '1')
    expect(createPhoneStore(browser, 'a').length).toBe(0)
  })

  test('what somebody wrote by hand is as if it were not there', () => {
    const store = createMemoryStore()
    store.setItem('key', '{half')
    const { call } = createTestPhone({ store })
    expect(call('getStorageSync', 'key')).toBe('')
    call('setStorageSync', 'key', 1)
    expect(call('getStorageSync', 'key')).toBe(1)
  })

  test('what was stored is there after a reload, and counts', () => {
    const browser = createMemoryStore()
    const before = createTestPhone({ store: createPhoneStore(browser, 'left') })
    before.call('setStorageSync', 'draft', 'x'.repeat(2048))
    const after = createTestPhone({ store: createPhoneStore(browser, 'left') })
    expect(after.call('getStorageInfoSync')).toEqual({
      keys: ['draft'],
      currentSize: 3,
      limitSize: 10 * 1024,
    })
  })
})
