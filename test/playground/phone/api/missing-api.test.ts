/** An API that is not in the playground, and what the mini-program's code throws. */
import { describe, expect, test } from '@jest/globals'
import { describeError } from '../../../../playground/phone/api/errors'
import { expectConsole } from '../../../support/console'
import { createTestPhone } from '../phone-parts'

type AnyWx = Record<string, undefined | ((...args: unknown[]) => unknown)>

const explained = 'wx.getLocation is not in the playground (playground/README.md lists what is)'

/** Runs code of a mini-program the way the runtime does: what it throws is reported. */
function run(code: (wx: AnyWx) => unknown) {
  const phone = createTestPhone()
  try {
    code(phone.api.wx as AnyWx)
  } catch (error) {
    phone.api.reportError(error)
    expectConsole('error', /TypeError|Error/)
  }
  return phone
}

describe('an API that is missing', () => {
  test('is undefined, so that feature tests work', () => {
    const { reported } = run((wx) => {
      expect(wx.getLocation).toBeUndefined()
      expect('getLocation' in wx).toBe(false)
      expect(wx.getLocation?.()).toBeUndefined()
      if (wx.getLocation) wx.getLocation()
    })
    expect(reported).toEqual([])
  })

  test.each<[string, (wx: AnyWx) => unknown]>([
    ['of wx', (wx) => wx.getLocation!({})],
    ['taken out of wx', ({ getLocation }) => getLocation!({})],
    ['under another name for wx', (wx) => ((host) => host.getLocation!())(wx)],
    ['as a constructor', (wx) => new (wx.getLocation as unknown as new () => unknown)()],
  ])('is named when it is called %s', (_, code) => {
    const { reported, told } = run(code)
    expect(reported).toEqual([{ type: 'error', text: explained }])
    expect(told).toEqual([['showError', explained]])
  })

  test('is named when something of it is called', () => {
    const { reported } = run((wx) => (wx.cloud as unknown as AnyWx).init!())
    expect(reported).toEqual([
      {
        type: 'error',
        text: expect.stringMatching(
          /^Cannot read properties of undefined .*: wx\.cloud is not in the playground/,
        ),
      },
    ])
  })

  test('is not blamed for another function of that name, nor for another undefined', () => {
    const phone = run((wx) => {
      void wx.getStorageSync
      ;(({}) as AnyWx).getLocation!()
    })
    expect(phone.reported[0]?.text).toMatch(/^TypeError: .*getLocation is not a function$/)

    const { reported } = run((wx) => {
      void wx.cloud
      void wx.getStorageSync
      ;(undefined as unknown as AnyWx).init!()
    })
    expect(reported[0]?.text).toMatch(/^TypeError: Cannot read properties of undefined/)
    expect(reported[0]?.text).not.toMatch(/wx\.cloud/)
  })

  test('can be added by the mini-program', () => {
    const { reported } = run((wx) => {
      wx.getLocation = () => 'here'
      expect(wx.getLocation()).toBe('here')
    })
    expect(reported).toEqual([])
  })

  test('does not make a promise of wx: promises ask everything for its then', async () => {
    const { api } = createTestPhone()
    expect(await Promise.resolve(api.wx)).toBe(api.wx)
    const error = new TypeError('reply.then is not a function')
    expect(api.reportError(error)).toBe('TypeError: reply.then is not a function')
    expectConsole('error', /reply\.then/)
  })
})

describe('what is thrown', () => {
  test('is shown, reported, and told to onError with its stack', async () => {
    const { api, call, told, reported, settle } = createTestPhone()
    const heard: string[] = []
    const listener = (text: string) => void heard.push(text)
    call('onError', listener)
    expect(api.reportError(new RangeError('too far'))).toBe('RangeError: too far')
    await settle()
    expect(told).toEqual([['showError', 'RangeError: too far']])
    expect(reported).toEqual([{ type: 'error', text: 'RangeError: too far' }])
    expect(heard[0]).toMatch(/^RangeError: too far\n[^]*missing-api\.test\.ts/)
    call('offError', listener)
    api.reportError(new RangeError('further'))
    await settle()
    expect(heard).toHaveLength(1)
    expectConsole('error', /too far/)
    expectConsole('error', /further/)
  })

  test.each<[unknown, string]>([
    [{ errMsg: 'navigateTo:fail page not found' }, 'navigateTo:fail page not found'],
    ['a word', 'thrown: a word'],
    [undefined, 'thrown: undefined'],
    [{ code: 7 }, 'thrown: {"code":7}'],
    [Object.create(null), 'thrown: {}'],
  ])('%j reads: %s', (thrown, text) => {
    const { api } = createTestPhone()
    expect(api.reportError(thrown)).toBe(text)
    expectConsole('error', /./s)
  })

  test('a circle can be thrown', () => {
    const circle: { self?: unknown } = {}
    circle.self = circle
    expect(describeError(circle)).toBe('thrown: [object Object]')
  })

  test('a rejection goes to onUnhandledRejection and not to onError', async () => {
    const { api, call, settle } = createTestPhone()
    const heard: unknown[] = []
    call('onError', (text: unknown) => heard.push(['onError', text]))
    call('onUnhandledRejection', (event: unknown) => heard.push(['rejection', event]))
    const promise = Promise.resolve()
    api.reportRejection({ errMsg: 'showModal:fail' }, promise)
    await settle()
    expect(heard).toEqual([['rejection', { reason: 'showModal:fail', promise }]])
    expectConsole('error', /showModal:fail/)
  })

  test('a listener that throws does not keep the others from hearing', async () => {
    const { api, call, settle, reported } = createTestPhone()
    const heard: unknown[] = []
    call('onThemeChange', () => {
      throw new Error('in a listener')
    })
    call('onThemeChange', (change: unknown) => heard.push(change))
    api.setTheme('dark')
    await settle()
    expect(heard).toEqual([{ theme: 'dark' }])
    expect(reported).toEqual([{ type: 'error', text: 'Error: in a listener' }])
    expectConsole('error', /in a listener/)
  })
})

test('nextTick runs after the code that asked for it', async () => {
  const { call, settle } = createTestPhone()
  const order: string[] = []
  call('nextTick', () => order.push('next tick'))
  order.push('code')
  await settle()
  expect(order).toEqual(['code', 'next tick'])
})
