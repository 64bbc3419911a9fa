import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { createBundle } from '../../../playground/bundle/create-bundle.mjs'

const FILES = {
  'app.json': JSON.stringify({ pages: ['pages/a/a'] }),
  'app.js': "const { twice } = require('./utils/twice'); App({ twice })",
  'app.wxss': 'page { width: 750rpx }',
  'pages/a/a.wxml': '<view class="a">{{text}}</view>',
  'pages/a/a.wxss': '.a { color: red }',
  'pages/a/a.js': "require('kit'); require('../../utils/twice.js'); require('./gone')",
  'pages/a/a.json': JSON.stringify({ navigationBarTitleText: 'A' }),
  'miniprogram_npm/kit/index.js': 'exports.kit = 1',
  'utils/twice.js': 'exports.twice = (n) => n * 2',
  'images/dot.png': Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  'sitemap.json': '{}',
}

/** What the script says there is. */
function read(files: Record<string, string | Buffer>) {
  const scope: { miniProgram?: Record<string, never> } = {}
  runInNewContext(createBundle({ files }).script, scope)
  return JSON.parse(JSON.stringify(scope.miniProgram))
}

test('the script says what there is and runs nothing of it', () => {
  const { app, units, styles, modules } = read(FILES)
  expect(app).toMatchObject({ pages: ['pages/a/a'], home: 'pages/a/a' })
  expect(units['pages/a/a']).toMatchObject({
    isPage: true,
    config: { navigationBarTitleText: 'A' },
  })
  expect(styles.app).toBe('wx-page { width: 100cqw }')
  expect(Object.keys(styles)).toEqual(['app', 'pages/a/a'])
  expect(Object.keys(modules)).toEqual([
    'app.js',
    'pages/a/a.js',
    'miniprogram_npm/kit/index.js',
    'utils/twice.js',
  ])
})

test('each require leads to its file; one that leads nowhere is left to whoever runs it', () => {
  const { modules } = read(FILES)
  expect(modules['pages/a/a.js'].requires).toEqual({
    kit: 'miniprogram_npm/kit/index.js',
    '../../utils/twice.js': 'utils/twice.js',
  })
})

test('images are assets, sources and settings are not', () => {
  const { assets } = createBundle({ files: FILES })
  expect([...assets]).toEqual([['images/dot.png', FILES['images/dot.png']]])
})

test('text that would end a script element does not end this one', () => {
  const files = { ...FILES, 'utils/twice.js': "exports.html = '</script>\u2028'" }
  expect(read(files).modules['utils/twice.js'].source).toBe(files['utils/twice.js'])
})

describe('bad files are refused by name', () => {
  test.each([
    ['page.json', { 'pages/a/a.json': '{' }, /^pages\/a\/a\.json: is not JSON: /],
    ['WXML', { 'pages/a/a.wxml': '<view>{{</view>' }, /^pages\/a\/a\.wxml:1:\d+: /],
    ['WXSS', { 'app.wxss': 'a {' }, /^app\.wxss:1:1: /],
  ])('%s', (_, change, message) => {
    expect(() => createBundle({ files: { ...FILES, ...change } })).toThrow(message)
  })
})
