import { describe, expect, test } from '@jest/globals'
import { readAppConfig } from '../../../playground/bundle/app-config.mjs'

const read = (app: object, others: Record<string, string> = {}) =>
  readAppConfig({ 'app.json': JSON.stringify(app), ...others })

test('the first page is home, and pages of sub-packages come last, under their root', () => {
  const { pages, home } = read({
    pages: ['pages/a/a', 'pages/b/b'],
    subPackages: [{ root: 'packages/x', pages: ['one'] }],
    subpackages: [{ root: 'packages/y/', pages: ['two/two'] }],
  })
  expect(pages).toEqual(['pages/a/a', 'pages/b/b', 'packages/x/one', 'packages/y/two/two'])
  expect(home).toBe('pages/a/a')
})

test('entryPagePath is home where it is named', () => {
  expect(read({ pages: ['a', 'b'], entryPagePath: 'b' }).home).toBe('b')
})

test('the themes are what themeLocation names', () => {
  const app = { pages: ['a'], darkmode: true, themeLocation: './theme.json' }
  const theme = { light: { bar: '#fff' }, dark: { bar: '#000' } }
  const { themes, isThemed } = read(app, { 'theme.json': JSON.stringify(theme) })
  expect(themes).toEqual(theme)
  expect(isThemed).toBe(true)
})

test('an app without darkmode has no themes', () => {
  expect(read({ pages: ['a'] })).toMatchObject({ isThemed: false, themes: { light: {}, dark: {} } })
})

describe('bad settings are refused with what is wrong', () => {
  test.each([
    ['no app.json', {}, 'app.json: is missing: these are no mini-program files'],
    ['no JSON', { 'app.json': '{,}' }, /^app\.json: is not JSON: /],
    ['no pages', { 'app.json': '{}' }, 'app.json: "pages" lists no page'],
    [
      'a home that is no page',
      { 'app.json': '{"pages":["a"],"entryPagePath":"b"}' },
      'app.json: "entryPagePath" names "b", which "pages" does not list',
    ],
    [
      'a theme that is not there',
      { 'app.json': '{"pages":["a"],"themeLocation":"theme.json"}' },
      'app.json: "themeLocation" names "theme.json", which is not there',
    ],
  ])('%s', (_, files, message) => {
    expect(() => readAppConfig(files as Record<string, string>)).toThrow(message)
  })
})
