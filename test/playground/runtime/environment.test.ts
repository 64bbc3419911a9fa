/**
 * A mini-program through the bundle and the framework, drawn into a document. What a browser must lay out for is proved
 * in test/playground/browser.
 *
 * @jest-environment jsdom
 */
import { TextEncoder } from 'node:util'
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import type { Root } from 'glass-easel-miniprogram-adapter'
import { createBundle } from '../../../playground/bundle/create-bundle.mjs'
import { createEnvironment } from '../../../playground/phone/framework/environment'
import { listenToInput } from '../../../playground/phone/framework/input-events'
import type { Instance } from '../../../playground/phone/framework/instances'
import {
  observeSetData,
  type SetDataCall,
} from '../../../playground/phone/framework/observe-set-data'
import { createStyles } from '../../../playground/phone/framework/styles'
import { createLogicLayer } from '../../../playground/phone/mini-program/logic-layer'
import type { MiniProgram } from '../../../playground/phone/mini-program/mini-program'
import { PhoneFailure, type Router } from '../../../playground/phone/ports'

const roots: Root[] = []
const setDataCalls: SetDataCall[] = []

beforeAll(() => {
  // jsdom has none.
  Object.assign(globalThis, { TextEncoder })
  listenToInput(document.body)
  observeSetData((call) => setDataCalls.push(call))
})

afterEach(() => {
  for (const root of roots.splice(0)) root.release()
  document.body.replaceChildren()
  document.head.replaceChildren()
  setDataCalls.length = 0
})

/** Draws `pages/a/a` of these files; `log` is what the scripts `say`. */
function draw(files: Record<string, string>, router: Partial<Router> = {}) {
  const log: unknown[] = []
  const errors: string[] = []
  const reportError = (error: unknown) => void errors.push(String(error))
  const all = { 'app.json': JSON.stringify({ pages: ['pages/a/a'] }), ...files }
  const scope: { miniProgram?: MiniProgram } = {}
  new Function('globalThis', createBundle({ files: all }).script)(scope)
  const miniProgram = scope.miniProgram as MiniProgram
  const styles = createStyles(document.head, 'light')
  const environment = createEnvironment({
    miniProgram,
    styles,
    services: { router: router as Router, reportError },
    runScript: (path) => logic.has(`${path}.js`) && logic.run(`${path}.js`),
    reportError,
  })
  const say = (value: unknown) => log.push(value)
  const logic = createLogicLayer(miniProgram, { say, ...environment.globals })
  const root = environment.createPage('pages/a/a')
  roots.push(root)
  const place = document.createElement('div')
  document.body.append(place)
  root.attach(document.body as never, place as never)
  const find = (selector: string) => document.querySelector(selector) as HTMLElement
  return { log, errors, styles, find, environment, page: root.get() as unknown as Instance }
}

const page = (wxml: string, options = '{}') => ({
  'pages/a/a.wxml': wxml,
  'pages/a/a.js': `Page(${options})`,
})

/** A component as `<box>` of the page, or of `usingComponents` of the app. */
const box = (wxml: string, options = '{}', more: Record<string, string> = {}) => ({
  'pages/a/a.json': JSON.stringify({ usingComponents: { box: '/box' } }),
  'box.wxml': wxml,
  'box.js': `Component(${options})`,
  'box.json': '{"component":true}',
  ...more,
})

describe('a page', () => {
  test('is drawn, and drawn anew by setData', () => {
    const { find, page: instance } = draw(
      page(
        '<view wx:for="{{list}}" wx:key="*this" id="n{{item}}">{{item}}</view>',
        '{ data: { list: [1] } }',
      ),
    )
    expect(find('wx-page').textContent).toBe('1')
    instance.setData({ 'list[1]': 2 })
    expect(find('#n2').outerHTML).toBe('<wx-view id="n2">2</wx-view>')
  })

  test('whose script throws is drawn as its template says, and the error is reported', () => {
    const { find, errors } = draw({
      'pages/a/a.wxml': '<view id="still">there</view>',
      'pages/a/a.js': 'throw new Error("in the script")',
    })
    expect(find('#still').textContent).toBe('there')
    expect(errors).toEqual(['Error: in the script'])
  })

  test('whose script calls no Page() is named', () => {
    const { errors } = draw({ 'pages/a/a.wxml': '', 'pages/a/a.js': '' })
    expect(errors).toEqual(['Error: pages/a/a.js calls neither Page() nor Component()'])
  })

  test('names a tag that is not there once, and goes on', () => {
    const { errors, find } = draw(page('<swiper/><swiper/><view id="after"/>'))
    expect(errors).toEqual([
      'Error: <swiper> is not in the playground (playground/README.md lists what is)',
    ])
    expect(find('#after')).not.toBeNull()
  })

  test('may have behaviors, whose lifetimes run', () => {
    const { log, page: instance } = draw({
      'pages/a/a.wxml': '',
      'pages/a/a.js':
        'const b = Behavior({ data: { own: 1 }, lifetimes: { attached() { say(this.data.own) } } })\n' +
        'Page({ behaviors: [b] })',
    })
    expect(log).toEqual([1])
    expect(instance.data).toEqual({ own: 1 })
  })
})

describe('what setData costs', () => {
  test('is counted in paths and bytes of UTF-8', () => {
    const { page: instance } = draw(page('{{a}}'))
    instance.setData({ a: '中', 'b.c[0]': undefined })
    expect(setDataCalls).toMatchObject([{ paths: 2, bytes: '{"a":"中"}'.length + 2 }])
  })
})

describe('a component', () => {
  test('is ready after it was attached, once', () => {
    const { log, environment } = draw({
      ...page('<box/>'),
      ...box('', '{ lifetimes: { attached() { say("attached") }, ready() { say("ready") } } }'),
    })
    expect(log).toEqual(['attached'])
    environment.flushReady()
    environment.flushReady()
    expect(log).toEqual(['attached', 'ready'])
  })

  test.each([
    ['{}', '{"component":true}', 'box--in'],
    ['{ options: { styleIsolation: "apply-shared" } }', '{"component":true}', 'in box--in'],
    ['{ options: { addGlobalClass: true } }', '{"component":true}', 'in box--in'],
    ['{}', '{"component":true,"styleIsolation":"shared"}', 'in'],
  ])('%s with %s draws its classes as %s', (options, json, classes) => {
    const { find } = draw({
      ...page('<box/>'),
      ...box('<view id="in" class="in"/>', options, { 'box.json': json, 'box.wxss': '.in {}' }),
    })
    expect(find('#in').className).toBe(classes)
    const name = classes.split(' ').at(-1)
    expect(find('style[data-of="box"]').textContent).toBe(`.${name} {}`)
  })

  test('takes classes of the page where it says so', () => {
    const { find } = draw({
      ...page('<box bar-class="mine"/>'),
      ...box('<view id="in" class="bar bar-class"/>', '{ externalClasses: ["bar-class"] }'),
    })
    expect(find('#in').className).toBe('box--bar mine')
  })
})

describe('the theme', () => {
  test('answers prefers-color-scheme, whatever the browser says', () => {
    const { find, styles } = draw({
      ...page(''),
      'app.wxss': '@media (prefers-color-scheme: dark) and (min-width: 10px) { page { top: 0 } }',
    })
    const condition = () => /@media (.*?) \{/.exec(find('style').textContent ?? '')?.[1]
    expect(condition()).toBe('(max-width: 0px) and (min-width: 10px)')
    styles.setTheme('dark')
    expect(condition()).toBe('(min-width: 0px) and (min-width: 10px)')
  })
})

describe('a tap', () => {
  const outer = (inner: string) => `<view id="outer" data-n="{{1}}" bindtap="onTap">${inner}</view>`
  const options = '{ onTap(event) { say(event) } }'

  test('comes in the shape of WeChat, and bubbles', () => {
    const { log, find } = draw(page(outer('<text id="inner" data-x="y">in</text>'), options))
    find('#inner').click()
    expect(log).toMatchObject([
      {
        type: 'tap',
        target: { id: 'inner', dataset: { x: 'y' }, offsetLeft: 0, offsetTop: 0 },
        currentTarget: { id: 'outer', dataset: { n: 1 } },
        detail: { x: 0, y: 0 },
        touches: [{ clientX: 0, clientY: 0 }],
      },
    ])
  })

  test('ends where it is caught', () => {
    const { log, find } = draw(page(outer('<view id="inner" catchtap="onTap">in</view>'), options))
    find('#inner').click()
    expect(log).toMatchObject([{ currentTarget: { id: 'inner' } }])
  })

  test('is what Enter and Space do to what has the role of a button', () => {
    const { log, find } = draw(
      page(
        '<view id="b" aria-role="button" bindtap="onTap"/><view id="v" bindtap="onTap"/>',
        options,
      ),
    )
    expect([find('#b').tabIndex, find('#b').getAttribute('role')]).toEqual([0, 'button'])
    expect(find('#v').tabIndex).toBe(-1)
    for (const key of ['Enter', ' ', 'a']) {
      find('#b').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    }
    expect(log).toHaveLength(2)
  })

  test('does nothing to a disabled button', () => {
    const { log, find } = draw(
      page('<button id="b" disabled bindtap="onTap">off</button>', options),
    )
    find('#b').click()
    expect(log).toEqual([])
    expect(find('#b').getAttribute('aria-disabled')).toBe('true')
  })
})

describe('an input', () => {
  const type = (field: HTMLInputElement, value: string) => {
    field.value = value
    field.dispatchEvent(new Event('input'))
  }
  const field = () => document.querySelector('input') as HTMLInputElement

  test('tells what is typed, and can be emptied by a page that thinks it is empty', () => {
    const { log, page: instance } = draw(
      page(
        '<input value="{{draft}}" bindinput="onInput"/>',
        '{ data: { draft: "" }, onInput({ detail }) { say(detail.value) } }',
      ),
    )
    type(field(), 'hello')
    expect(log).toEqual(['hello'])
    instance.setData({ draft: '' })
    expect(field().value).toBe('')
  })

  test('takes what its handler returns', () => {
    draw(
      page('<input bindinput="up"/>', '{ up({ detail }) { return detail.value.toUpperCase() } }'),
    )
    type(field(), 'abc')
    expect(field().value).toBe('ABC')
  })

  test('is bound both ways by model:value', () => {
    const { page: instance } = draw(
      page('<input model:value="{{draft}}"/>', '{ data: { draft: "a" } }'),
    )
    type(field(), 'b')
    expect(instance.data['draft']).toBe('b')
    instance.setData({ draft: 'c' })
    expect(field().value).toBe('c')
  })

  test('confirms with Enter, but not while a word is being chosen', () => {
    const { log } = draw(
      page('<input value="x" bindconfirm="done"/>', '{ done({ detail }) { say(detail) } }'),
    )
    for (const isComposing of [true, false]) {
      field().dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing }))
    }
    expect(log).toEqual([{ value: 'x' }])
  })

  test('is read out by its label, and shows its placeholder in a class of the page', () => {
    const { find } = draw(
      page('<input aria-label="Message" placeholder="Say it" placeholder-class="quiet"/>'),
    )
    expect(field().getAttribute('aria-label')).toBe('Message')
    expect(field().placeholder).toBe('Say it')
    expect(find('.wx-placeholder.quiet').textContent).toBe('Say it')
  })
})

test('a switch turns over by a tap and says so', () => {
  const { log, find } = draw(
    page(
      '<switch id="s" checked="{{on}}" bindchange="turn"/>',
      '{ turn({ detail }) { say(detail) } }',
    ),
  )
  find('#s').click()
  expect(find('#s').getAttribute('aria-checked')).toBe('true')
  expect(log).toEqual([{ value: true }])
})

test('a navigator goes where it says, and tells when that fails', async () => {
  const wanted: string[] = []
  const { log, errors, find } = draw(
    page(
      '<navigator id="go" url="../b/b"/>' +
        '<navigator id="no" open-type="switchTab" url="/gone" bindfail="onFail"/>',
      '{ onFail({ detail }) { say(detail.errMsg) } }',
    ),
    {
      navigateTo: async (url) => void wanted.push(url),
      switchTab: () => Promise.reject(new PhoneFailure('page "gone" is not found')),
    },
  )
  find('#go').click()
  find('#no').click()
  await Promise.resolve().then(() => {})
  await Promise.resolve().then(() => {})
  expect(wanted).toEqual(['../b/b'])
  expect(log).toEqual(['switchTab:fail page "gone" is not found'])
  expect(errors).toEqual(['Error: switchTab:fail page "gone" is not found'])
})

test('an image is decoration until it is labelled', () => {
  const { find } = draw(page('<image id="a"/><image id="b" aria-label="A red dot"/>'))
  const labelOf = (id: string) => (find(`#${id} > img`) as HTMLImageElement).alt
  expect([labelOf('a'), labelOf('b')]).toEqual(['', 'A red dot'])
})
