/** Toast, loading, modal, action sheet and clipboard. */
import { describe, expect, test } from '@jest/globals'
import type { Modal } from '../../../../playground/phone/ports'
import { createTestPhone } from '../phone-parts'

describe('toast', () => {
  test('is shown for 1.5 s with the sign of success, and is an event', async () => {
    const { ask, told, reported } = createTestPhone()
    await ask('showToast', { title: 'sent' })
    expect(told).toEqual([
      [
        'showToast',
        { title: 'sent', icon: 'success', imageUrl: null, durationMs: 1500, hasMask: false },
      ],
    ])
    expect(reported).toEqual([{ type: 'toast', text: 'sent' }])
  })

  test('takes a picture of the mini-program', async () => {
    const { ask, told } = createTestPhone()
    await ask('showToast', {
      title: 'x',
      image: 'images/x.png',
      icon: 'none',
      duration: 10,
      mask: true,
    })
    expect(told[0]?.[1]).toEqual({
      title: 'x',
      icon: 'none',
      imageUrl: '/assets/images/x.png',
      durationMs: 10,
      hasMask: true,
    })
  })

  test('loading stays until it is hidden', async () => {
    const { ask, told } = createTestPhone()
    await ask('showLoading', { title: 'connecting' })
    await ask('hideLoading')
    expect(told).toMatchObject([
      ['showToast', { icon: 'loading', durationMs: null }],
      ['hideToast'],
    ])
  })
})

describe('modal', () => {
  function createPhoneThatAnswers(isConfirmed: boolean, content: string | null, language = 'en') {
    const shown: Modal[] = []
    const phone = createTestPhone({
      language,
      chrome: {
        async showModal(modal) {
          shown.push(modal)
          return { isConfirmed, content }
        },
      },
    })
    return { ...phone, shown }
  }

  test('speaks the language of the phone', async () => {
    const english = createPhoneThatAnswers(true, null)
    await english.ask('showModal', { title: 'leave?' })
    expect(english.shown[0]).toEqual({
      title: 'leave?',
      content: '',
      cancelText: 'Cancel',
      cancelColor: null,
      confirmText: 'OK',
      confirmColor: null,
      placeholder: null,
    })
    const chinese = createPhoneThatAnswers(true, null, 'zh_CN')
    await chinese.ask('showModal', {})
    expect(chinese.shown[0]).toMatchObject({ cancelText: '取消', confirmText: '确定' })
  })

  test('says confirm or cancel, and what was typed', async () => {
    const typed = createPhoneThatAnswers(true, 'ann')
    expect(await typed.ask('showModal', { editable: true, placeholderText: 'name' })).toEqual({
      confirm: true,
      cancel: false,
      content: 'ann',
      errMsg: 'showModal:ok',
    })
    expect(typed.shown[0]).toMatchObject({ placeholder: 'name' })
    const cancelled = createPhoneThatAnswers(false, null)
    expect(await cancelled.ask('showModal', {})).toMatchObject({ confirm: false, cancel: true })
  })

  test('has one button where showCancel is false', async () => {
    const { ask, shown } = createPhoneThatAnswers(true, null)
    await ask('showModal', { showCancel: false })
    expect(shown[0]).toMatchObject({ cancelText: null })
  })

  test.each(['Reconnect', '重新连接吧'])('refuses a button that says %s', async (confirmText) => {
    const { ask, shown } = createPhoneThatAnswers(true, null)
    expect(await ask('showModal', { confirmText })).toEqual({
      errMsg: 'showModal:fail confirmText length should not large than 4 Chinese characters',
    })
    expect(shown).toEqual([])
  })

  test('refuses a colour that is none', async () => {
    const { ask } = createPhoneThatAnswers(true, null)
    expect(await ask('showModal', { confirmColor: 'red' })).toEqual({
      errMsg: 'showModal:fail invalid confirmColor "red": a colour is written #rgb or #rrggbb',
    })
  })
})

describe('action sheet', () => {
  const choose = (index: number | null) =>
    createTestPhone({ chrome: { showActionSheet: async () => index } })

  test('says which item was tapped', async () => {
    const { ask } = choose(1)
    expect(await ask('showActionSheet', { itemList: ['a', 'b'] })).toEqual({
      tapIndex: 1,
      errMsg: 'showActionSheet:ok',
    })
  })

  test('fails when none was', async () => {
    const { ask } = choose(null)
    expect(await ask('showActionSheet', { itemList: ['a'] })).toEqual({
      errMsg: 'showActionSheet:fail cancel',
    })
  })

  test.each([[[]], [['1', '2', '3', '4', '5', '6', '7']], ['a'], [[1]]])(
    'refuses the items %j',
    async (itemList) => {
      const { ask } = choose(0)
      expect(await ask('showActionSheet', { itemList })).toEqual({
        errMsg: expect.stringMatching(/^showActionSheet:fail .*itemList/),
      })
    },
  )
})

describe('clipboard', () => {
  test('is written and read, and WeChat says so by itself', async () => {
    let kept = ''
    const { ask, reported } = createTestPhone({
      clipboard: {
        write: async (text) => void (kept = text),
        read: async () => kept,
      },
    })
    expect(await ask('setClipboardData', { data: 'history' })).toEqual({
      errMsg: 'setClipboardData:ok',
    })
    expect(await ask('getClipboardData')).toEqual({
      data: 'history',
      errMsg: 'getClipboardData:ok',
    })
    expect(reported).toEqual([{ type: 'toast', text: 'Copied' }])
  })

  test('takes text alone', async () => {
    const { ask, told } = createTestPhone()
    expect(await ask('setClipboardData', { data: 1 })).toEqual({
      errMsg:
        'setClipboardData:fail parameter error: parameter.data should be String instead of Number;',
    })
    expect(told).toEqual([])
  })
})
