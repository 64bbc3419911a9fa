/** The loader that plays a compiled mini-program in Node. */
import { describe, expect, test } from '@jest/globals'
import { loadApp } from '../../scripts/mini-program/load-app.mjs'
import { createResolver } from '../../scripts/mini-program/resolve-module.mjs'

describe('createResolver', () => {
  const resolve = createResolver({
    'app.js': '',
    'utils/index.js': '',
    'pages/chat/chat.js': '',
    'pages/chat/rows.js': '',
    'pages/miniprogram_npm/near/index.js': '',
    'miniprogram_npm/near/index.js': '',
    'miniprogram_npm/far/index.js': '',
    'miniprogram_npm/far/part.js': '',
    '@babel/runtime/helpers/typeof.js': '',
  })

  test.each([
    ['./rows', 'pages/chat/chat.js', 'pages/chat/rows.js'],
    ['../../utils/index.js', 'pages/chat/chat.js', 'utils/index.js'],
    ['../../utils', 'pages/chat/chat.js', 'utils/index.js'],
    ['/utils', 'pages/chat/chat.js', 'utils/index.js'],
    ['far', 'pages/chat/chat.js', 'miniprogram_npm/far/index.js'],
    ['far/part', 'app.js', 'miniprogram_npm/far/part.js'],
    ['near', 'pages/chat/chat.js', 'pages/miniprogram_npm/near/index.js'],
    ['near', 'app.js', 'miniprogram_npm/near/index.js'],
    ['@babel/runtime/helpers/typeof', 'app.js', '@babel/runtime/helpers/typeof.js'],
  ])('finds %s from %s at %s', (id, from, path) => {
    expect(resolve(id, from)).toBe(path)
  })

  test('says what is missing and who asked', () => {
    expect(() => resolve('ws', 'app.js')).toThrow("module 'ws' is not defined")
    expect(() => resolve('./chat', 'app.js')).toThrow('(in app.js)')
  })
})

describe('loadApp', () => {
  const FILES = {
    'app.json': JSON.stringify({ pages: ['pages/a', 'pages/b'] }),
    'app.js': `
      App({
        calls: [],
        onLaunch(options) { this.calls.push('launch ' + options.query.from) },
        onShow() { this.calls.push('show') },
        onHide() { this.calls.push('hide') },
      })`,
    'pages/a.js': `
      const shared = require('../shared')
      shared.evaluations += 1
      Page({
        data: { list: [] },
        onLoad(query) { getApp().calls.push('load ' + query.id) },
        onShow() { getApp().calls.push('page show') },
        onHide() { getApp().calls.push('page hide') },
        onUnload() { getApp().calls.push('unload') },
        onTap(event) { this.setData({ 'list[0].text': event.text, stack: getCurrentPages().length }) },
      })`,
    'pages/b.js': `Page({ onLoad() { wx.log('b') } })`,
    'shared.js': `module.exports = { evaluations: 0, host: typeof process + typeof globalThis }`,
  }

  test('runs the hooks of the app and of its pages in the order of the platform', () => {
    const { app, openPage, hideApp, showApp, pages } = loadApp({
      files: FILES,
      wx: {},
      query: { from: 'test' },
    })
    const page = openPage('pages/a', { id: '1' })
    expect(pages()).toEqual([page])
    page.hide()
    hideApp()
    showApp()
    page.show()
    page.unload()
    page.unload()
    expect(app.calls).toEqual(
      ['launch test', 'show', 'load 1', 'page show', 'page hide'].concat([
        'hide',
        'show',
        'page show',
        'unload',
      ]),
    )
    expect(pages()).toEqual([])
  })

  test('gives every instance of a page data of its own, and evaluates its file once', () => {
    const { openPage, requireModule } = loadApp({ files: FILES, wx: {} })
    const [first, second] = [openPage('pages/a'), openPage('pages/a')]
    const patches: object[] = []
    first.onSetData((patch) => patches.push(patch))
    first.call('onTap', { text: 'hello' })
    expect(first.instance.data).toEqual({ list: [{ text: 'hello' }], stack: 2 })
    expect(second.instance.data).toEqual({ list: [] })
    expect(patches).toEqual([{ 'list[0].text': 'hello', stack: 2 }])
    expect(requireModule('/shared').evaluations).toBe(1)
  })

  test('shows the code nothing of Node, and the wx it was given', () => {
    const logged: string[] = []
    const { openPage, requireModule } = loadApp({
      files: FILES,
      wx: { log: (text: string) => logged.push(text) },
    })
    openPage('pages/b')
    expect(logged).toEqual(['b'])
    expect(requireModule('/shared').host).toBe('undefinedundefined')
  })

  test('refuses a page that app.json does not list and a handler that is not there', () => {
    const { openPage } = loadApp({ files: FILES, wx: { log() {} } })
    expect(() => openPage('pages/c')).toThrow("app.json lists no page 'pages/c'")
    expect(() => openPage('pages/b').call('onTap')).toThrow('does not have a method "onTap"')
  })
})
