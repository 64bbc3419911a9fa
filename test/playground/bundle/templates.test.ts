import { expect, test } from '@jest/globals'
import { compileTemplates } from '../../../playground/bundle/templates.mjs'

test('every template becomes a function of one expression', () => {
  const source = compileTemplates({
    'pages/a/a.wxml': '<view wx:for="{{list}}" wx:key="id" bindtap="onTap">{{item.id}}</view>',
    'parts/card.wxml': '<slot/>',
  })
  const templates = new Function('callHandler', `return ${source}`)(() => {})
  expect(Object.keys(templates)).toEqual(['pages/a/a', 'parts/card'])
  expect(typeof templates['pages/a/a']('')).toBe('function')
})

test('WXS of its own and of a file, import and include are found', () => {
  const compile = () =>
    compileTemplates({
      'pages/a/a.wxml':
        '<wxs module="own">module.exports = 1</wxs><wxs module="far" src="../../math.wxs"/>' +
        '<import src="/parts/row.wxml"/><include src="foot.wxml"/><template is="row"/>',
      'pages/a/foot.wxml': '<view>foot</view>',
      'parts/row.wxml': '<template name="row"><view>row</view></template>',
      'math.wxs': 'module.exports = 2',
    })
  expect(compile).not.toThrow()
})

test('what is no WXML is refused with its place', () => {
  expect(() => compileTemplates({ 'pages/a/a.wxml': '<view>\n  {{ a + }}\n</view>' })).toThrow(
    /^pages\/a\/a\.wxml:2:\d+: /,
  )
})

test.each([
  ['<import src="./gone.wxml"/>', 'pages/a/a.wxml: needs pages/a/gone.wxml, which is not there'],
  ['<include src="/gone"/>', 'pages/a/a.wxml: needs gone.wxml, which is not there'],
  [
    '<wxs module="m" src="./gone.wxs"/>',
    'pages/a/a.wxml: needs pages/a/gone.wxs, which is not there',
  ],
])('%s without its file is refused', (wxml, message) => {
  expect(() => compileTemplates({ 'pages/a/a.wxml': wxml })).toThrow(message)
})
