/** How every asynchronous API of the phone's `wx` answers. */
import { expect, test } from '@jest/globals'
import { expectConsole } from '../../../support/console'
import { createTestPhone } from '../phone-parts'

/** An options object that notes which of its callbacks were called with what. */
function noteCallbacks(options: object = {}) {
  const heard: unknown[] = []
  const note = (name: string) => (result: unknown) => void heard.push([name, result])
  return {
    heard,
    options: {
      ...options,
      success: note('success'),
      fail: note('fail'),
      complete: note('complete'),
    },
  }
}

test('calls success and complete after the call, and returns nothing', async () => {
  const { call, settle } = createTestPhone()
  const { heard, options } = noteCallbacks({ title: 'sent' })
  expect(call('showToast', options)).toBeUndefined()
  expect(heard).toEqual([])
  await settle()
  expect(heard).toEqual([
    ['success', { errMsg: 'showToast:ok' }],
    ['complete', { errMsg: 'showToast:ok' }],
  ])
})

test('calls fail and complete with what is wrong with a parameter', async () => {
  const { call, settle } = createTestPhone()
  const { heard, options } = noteCallbacks({ title: 7 })
  call('showToast', options)
  await settle()
  const failure = {
    errMsg: 'showToast:fail parameter error: parameter.title should be String instead of Number;',
  }
  expect(heard).toEqual([
    ['fail', failure],
    ['complete', failure],
  ])
})

test('returns a promise when no callback is given', async () => {
  const { ask } = createTestPhone()
  expect(await ask('setStorage', { key: 'a', data: 1 })).toEqual({ errMsg: 'setStorage:ok' })
  expect(await ask('getStorage', { key: 'a' })).toEqual({ data: 1, errMsg: 'getStorage:ok' })
})

test('rejects the promise with an object that has the errMsg', async () => {
  const { call, settle } = createTestPhone()
  const rejection = (call('getStorage', { key: 'nothing' }) as Promise<unknown>).then(
    () => 'kept',
    (failure: unknown) => failure,
  )
  await settle()
  expect(await rejection).toEqual({ errMsg: 'getStorage:fail data not found' })
})

test('gives the promise of the host, which up to iOS 15 is another one', () => {
  const { fake, call } = createTestPhone({ profile: 'ios15' })
  expect(call('getStorageInfo')).toBeInstanceOf(fake.Promise)
  expect(fake.Promise).not.toBe(Promise)
})

test('refuses options that are no object', async () => {
  const { call, settle } = createTestPhone()
  const failure = (call('hideToast', 'now') as Promise<unknown>).catch((reason: unknown) => reason)
  await settle()
  expect(await failure).toEqual({
    errMsg: 'hideToast:fail parameter error: parameter should be Object instead of String;',
  })
})

test('reports a callback that throws, and still calls complete', async () => {
  const { call, settle, reported } = createTestPhone()
  const heard: unknown[] = []
  call('hideToast', {
    success: () => {
      throw new Error('in success')
    },
    complete: (result: unknown) => void heard.push(result),
  })
  await settle()
  expect(heard).toEqual([{ errMsg: 'hideToast:ok' }])
  expect(reported).toEqual([{ type: 'error', text: 'Error: in success' }])
  expectConsole('error', /in success/)
})

test('fails, and reports, where the phone itself is at fault', async () => {
  const { ask, reported } = createTestPhone({
    chrome: {
      hideToast() {
        throw new RangeError('a defect')
      },
    },
  })
  expect(await ask('hideToast')).toEqual({ errMsg: 'hideToast:fail RangeError: a defect' })
  expect(reported).toEqual([{ type: 'error', text: 'RangeError: a defect' }])
  expectConsole('error', /a defect/)
})

test('keeps callbacks back while the app stands still in the background', () => {
  const { call, fake } = createTestPhone()
  const { heard, options } = noteCallbacks({ key: 'a', data: 1 })
  fake.hide()
  fake.clock.advance(6000)
  call('setStorage', options)
  fake.clock.advance(60_000)
  expect(heard).toEqual([])
  fake.show()
  fake.clock.advance(1)
  expect(heard).toHaveLength(2)
})
