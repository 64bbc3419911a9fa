import { describe, expect, test } from '@jest/globals'
import type { MiniProgram } from '../../../playground/phone/mini-program/mini-program'
import { resolveTheme } from '../../../playground/phone/mini-program/theme-values'
import { barsOf, tabBarOf } from '../../../playground/phone/pages/bars'
import type { Page } from '../../../playground/phone/pages/page'
import { parsePageUrl } from '../../../playground/phone/pages/url'

const THEMES = { light: { bar: '#fff', text: 'black' }, dark: { bar: '#000', text: 'white' } }

const miniProgram = {
  app: {
    pages: ['home', 'tab', 'other'],
    home: 'home',
    window: { navigationBarTitleText: 'App', navigationBarBackgroundColor: '@bar' },
    tabBar: {
      color: '@text',
      list: [{ pagePath: 'home', text: 'Home', iconPath: 'icons/home.png' }, { pagePath: 'tab' }],
    },
    themes: THEMES,
  },
  units: {
    other: { config: { navigationBarTitleText: 'Other', navigationBarTextStyle: '@text' } },
  },
} as unknown as MiniProgram

const bars = (route: string, depth: number, theme: 'light' | 'dark' = 'light') =>
  barsOf(miniProgram, { route } as Page, depth, theme)

describe('bars', () => {
  test('take the settings of the page over those of the app, in the colours of the theme', () => {
    expect(bars('other', 2, 'dark')).toMatchObject({
      title: 'Other',
      backgroundColor: '#000',
      textStyle: 'white',
      tabIndex: null,
    })
    expect(bars('home', 1)).toMatchObject({ title: 'App', backgroundColor: '#fff', tabIndex: 0 })
  })

  test.each([
    ['home', 1, 'none'],
    ['tab', 1, 'none'],
    ['other', 1, 'home'],
    ['other', 2, 'back'],
  ])('%s at depth %d leads %s', (route, depth, leading) => {
    expect(bars(route, depth).leading).toBe(leading)
  })

  test('the tab bar has addresses for its icons', () => {
    expect(tabBarOf(miniProgram.app, 'dark')).toMatchObject({
      color: 'white',
      tabs: [
        {
          text: 'Home',
          iconUrl: '/assets/icons/home.png',
          selectedIconUrl: '/assets/icons/home.png',
        },
        { text: '', iconUrl: null, selectedIconUrl: null },
      ],
    })
  })
})

test('a name that the theme does not have stays as it is written', () => {
  const value = { list: ['@bar', '@gone', 3], deep: { text: '@text' } }
  expect(resolveTheme(value, 'light', THEMES)).toEqual({
    list: ['#fff', '@gone', 3],
    deep: { text: 'black' },
  })
})

test.each([
  ['/pages/b/b?x=1&y=a%20b&z', 'pages/b/b', { x: '1', y: 'a%20b', z: '' }],
  ['../b/b', 'pages/b/b', {}],
  ['./c?x=1=2', 'pages/a/c', { x: '1=2' }],
  ['c.html', 'pages/a/c', {}],
])('%s is read', (url, route, query) => {
  expect(parsePageUrl(url, 'pages/a/a')).toEqual({ route, query })
})
