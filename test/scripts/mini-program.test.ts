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

  test('runs what behaviors bring before what the page itself says, and the components before both', () => {
    const files = {
      'app.json': JSON.stringify({
        pages: ['pages/a'],
        usingComponents: { bar: 'parts/bar', other: 'parts/missing' },
      }),
      'app.js': `App({ calls: [] })`,
      'parts/bar.js': `
        const log = (text) => getApp().calls.push(text)
        Component({
          properties: { patience: { type: Number, value: 3 } },
          data: { text: 'none' },
          lifetimes: {
            attached() { log('bar attached ' + this.properties.patience) },
            detached() { log('bar detached') },
          },
          pageLifetimes: { show() { log('bar show') }, hide() { log('bar hide') } },
          methods: { tap(text) { this.setData({ text }); this.triggerEvent('tapped', { text }) } },
        })`,
      'pages/a.js': `
        const log = (text) => getApp().calls.push(text)
        const inner = Behavior({
          data: { one: 1, two: 1 },
          lifetimes: { attached() { log('inner attached') } },
          methods: { name: () => 'inner', own: () => 'inner' },
        })
        const outer = Behavior({
          behaviors: [inner],
          data: { two: 2, three: 2 },
          lifetimes: { attached() { log('outer attached ' + this.data.two) }, detached() { log('detached') } },
          pageLifetimes: { show() { log('outer show') }, hide() { log('outer hide') } },
          methods: { name: () => 'outer' },
        })
        Page({
          behaviors: [outer],
          data: { three: 3 },
          onLoad() { log('load ' + this.name() + this.own()) },
          onShow() { log('show') },
          onHide() { log('hide') },
          onUnload() { log('unload') },
          own: () => 'page',
        })`,
    }
    const { app, openPage } = loadApp({ files, wx: {}, components: ['bar'] })
    const page = openPage('pages/a')
    expect(page.instance.data).toEqual({ one: 1, two: 2, three: 3 })
    page.hide()
    const bar = page.component('bar')
    bar.call('tap', 'hello')
    expect([bar.data['text'], bar.events]).toEqual([
      'hello',
      [{ name: 'tapped', detail: { text: 'hello' } }],
    ])
    page.unload()
    expect(app.calls).toEqual(
      ['bar attached 3', 'inner attached', 'outer attached 2', 'load outerpage'].concat(
        ['bar show', 'outer show', 'show', 'bar hide', 'outer hide', 'hide'],
        ['unload', 'detached', 'bar detached'],
      ),
    )
    expect(() => page.component('other')).toThrow('pages/a was opened without other')
    expect(() => bar.call('fly')).toThrow('does not have a method "fly"')
  })

  test('opens pages of sub-packages, and names a behavior that is none', () => {
    const files = {
      'app.json': JSON.stringify({
        pages: ['pages/a'],
        subPackages: [{ root: 'packages/more/', pages: ['b'] }],
      }),
      'app.js': `App({})`,
      'packages/more/b.js': `Page({ data: { is: 'b' } })`,
      'pages/a.js': `Page({ behaviors: ['wx://attic'] })`,
    }
    const { openPage } = loadApp({ files, wx: {} })
    expect(openPage('packages/more/b').instance.data).toEqual({ is: 'b' })
    expect(() => openPage('pages/a')).toThrow('expected what Behavior() returned, got wx://attic')
  })
})
