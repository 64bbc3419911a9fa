import { expect, test } from '@jest/globals'
import { readAppConfig } from '../../../playground/bundle/app-config.mjs'
import { collectUnits } from '../../../playground/bundle/units.mjs'

/** What each tag of `pages/a/a` means, given its `usingComponents`, those of app.json, and which components there are. */
function resolve(using: object, components: readonly string[], global: object = {}) {
  const files: Record<string, string> = {
    'app.json': JSON.stringify({ pages: ['pages/a/a'], usingComponents: global }),
    'pages/a/a.json': JSON.stringify({ usingComponents: using }),
    'pages/a/a.wxml': '',
  }
  for (const path of components) files[`${path}.wxml`] = ''
  const units = collectUnits(files, readAppConfig(files))
  return units.find(({ path }) => path === 'pages/a/a')?.usingComponents
}

test.each([
  ['./card', 'pages/a/card'],
  ['../../parts/card/card', 'parts/card/card'],
  ['/parts/card/card', 'parts/card/card'],
  ['card', 'pages/a/card'],
  ['./card', 'pages/a/card/index'],
  ['miniprogram-socket/socket-status', 'miniprogram_npm/miniprogram-socket/socket-status/index'],
  ['kit/button', 'pages/miniprogram_npm/kit/button'],
])('%s finds %s', (wanted, path) => {
  expect(resolve({ tag: wanted }, [path])).toEqual({ tag: path })
})

test('components of app.json are known everywhere, and a page may mean another by the same tag', () => {
  const components = ['parts/a', 'parts/b', 'pages/a/own']
  const global = { one: './parts/a', two: 'parts/b' }
  expect(resolve({ two: './own' }, components, global)).toEqual({
    one: 'parts/a',
    two: 'pages/a/own',
  })
})

test('a component leads on to those that it uses, and may use itself', () => {
  const files = {
    'app.json': JSON.stringify({ pages: ['pages/a/a'] }),
    'pages/a/a.wxml': '',
    'pages/a/a.json': JSON.stringify({ usingComponents: { tree: '/parts/tree' } }),
    'parts/tree.wxml': '',
    'parts/tree.json': JSON.stringify({
      usingComponents: { tree: './tree', leaf: './leaf/index' },
    }),
    'parts/leaf/index.wxml': '',
  }
  const units = collectUnits(files, readAppConfig(files))
  expect(units.map(({ path, isPage, scope }) => [path, isPage, scope])).toEqual([
    ['pages/a/a', true, 'a'],
    ['parts/tree', false, 'tree'],
    ['parts/leaf/index', false, 'leaf'],
  ])
})

test('no two files share a scope', () => {
  const components = ['one/card/index', 'two/card/card', 'three/card']
  const using = { a: '/one/card', b: '/two/card/card', c: '/three/card' }
  const files: Record<string, string> = {
    'app.json': JSON.stringify({ pages: ['pages/card/card'], usingComponents: using }),
    'pages/card/card.wxml': '',
  }
  for (const path of components) files[`${path}.wxml`] = ''
  const scopes = collectUnits(files, readAppConfig(files)).map(({ scope }) => scope)
  expect(new Set(scopes).size).toBe(4)
})

test('a component that is not there is refused by the file that names it', () => {
  expect(() => resolve({ 'my-card': './gone' }, [])).toThrow(
    'pages/a/a.json: "usingComponents" names "./gone" for <my-card>, and there is no such component',
  )
})

test('a page that is not there is refused', () => {
  const files = { 'app.json': '{"pages":["pages/a/a"]}' }
  expect(() => collectUnits(files, readAppConfig(files))).toThrow(
    'app.json: "pages" lists "pages/a/a", but there is no pages/a/a.wxml',
  )
})
