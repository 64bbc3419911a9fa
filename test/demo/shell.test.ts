/** What stands around the demo's pages: app.json, its theme, the icons of the tabs, the colours. */
import { describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const DEMO = join(__dirname, '../../miniprogram-demo/miniprogram')
const MAX_ICON_BYTES = 4_000
const ICON_PX = 81
/** WCAG 2, level AA, for text. */
const MIN_CONTRAST = 4.5

const read = (path: string) => readFileSync(join(DEMO, path), 'utf8')

interface AppJson {
  readonly pages: string[]
  readonly subPackages: { root: string; pages: string[] }[]
  readonly tabBar: { list: { pagePath: string; iconPath: string; selectedIconPath: string }[] }
}
type Theme = Record<'light' | 'dark', Record<string, string>>

const app = JSON.parse(read('app.json')) as AppJson
const theme = JSON.parse(read('theme.json')) as Theme

describe('app.json', () => {
  const routes = app.pages.concat(
    app.subPackages.flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`)),
  )

  test.each(routes)('has the files of %s', (route) => {
    const missing = ['ts', 'json', 'wxml', 'wxss'].filter(
      (extension) => !existsSync(join(DEMO, `${route}.${extension}`)),
    )
    expect(missing).toEqual([])
  })

  test('opens with a tab, and each tab is a page of the main package', () => {
    const tabs = app.tabBar.list.map(({ pagePath }) => pagePath)
    expect(app.pages[0]).toBe(tabs[0])
    expect(tabs.filter((tab) => !app.pages.includes(tab))).toEqual([])
  })

  test('names only what theme.json has, for light and for dark', () => {
    const names = [...read('app.json').matchAll(/"@(\w+)"/g)].map(([, name]) => name as string)
    expect(names.length).toBeGreaterThan(8)
    for (const mode of [theme.light, theme.dark]) {
      expect([...new Set(names)].sort()).toEqual(Object.keys(mode).sort())
    }
  })
})

describe('the icons of the tabs', () => {
  const files = Object.values(theme).flatMap((mode) =>
    Object.values(mode).filter((value) => value.endsWith('.png')),
  )

  test('are there for each tab, chosen and not, light and dark', () => {
    expect(new Set(files).size).toBe(app.tabBar.list.length * 4)
  })

  test.each(files)('%s is small enough, and as large as WeChat asks for', (file) => {
    const bytes = readFileSync(join(DEMO, file))
    expect(bytes.length).toBeLessThan(MAX_ICON_BYTES)
    // The size of a PNG stands in its first chunk.
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([ICON_PX, ICON_PX])
  })
})

describe('the colours', () => {
  const [light = '', dark = ''] = read('app.wxss').split('@media (prefers-color-scheme: dark)')
  const variables = (css: string) =>
    Object.fromEntries([...css.matchAll(/--([\w-]+): (#\w{6});/g)].map(([, ...pair]) => pair))
  const modes: Record<string, Record<string, string>> = {
    light: variables(light),
    dark: { ...variables(light), ...variables(dark) },
  }

  const grounds = { surface: 0, ground: 0, sunken: 0 }
  const pairs = [
    ...['text', 'muted'].flatMap((name) => Object.keys(grounds).map((on) => [name, on])),
    ...['accent', 'good', 'busy', 'bad'].flatMap((name) => [
      [name, 'surface'],
      [name, 'ground'],
    ]),
    ...['accent', 'mine', 'bad'].map((name) => [`on-${name}`, name]),
  ] as [string, string][]

  for (const mode of Object.keys(modes)) {
    test.each(pairs)(`${mode}: %s on %s can be read`, (name, on) => {
      const colours = modes[mode] as Record<string, string>
      expect(contrast(colours[name], colours[on])).toBeGreaterThanOrEqual(MIN_CONTRAST)
    })
  }

  const hues = [...read('app.wxss').matchAll(/\.hue-(\d) \{\s+background: (#\w{6})/g)]

  test.each(hues.map(([, number, colour]) => [number, colour] as [string, string]))(
    'white on the colour %s of a name can be read',
    (_, colour) => expect(contrast('#ffffff', colour)).toBeGreaterThanOrEqual(MIN_CONTRAST),
  )

  test('of names are as many as there are classes for', () => {
    const [, count] = /HUES = (\d)/.exec(read('room/chat-line.ts')) ?? []
    expect(hues).toHaveLength(Number(count))
  })
})

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one = '', other = ''): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
