/** The style of the status bar, read from its WXSS: what is drawn in which theme, what room it takes, and how it moves. */
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import postcss, { type AtRule, type Rule } from 'postcss'

const FOLDER = join(__dirname, '../../src/page/socket-status')
const root = postcss.parse(readFileSync(join(FOLDER, 'index.wxss'), 'utf8'))
const wxml = readFileSync(join(FOLDER, 'index.wxml'), 'utf8')

type Media = 'prefers-color-scheme: dark' | 'prefers-reduced-motion: reduce'

/** The declarations that hold for an element with these classes, inside one with those; later and more classes win. */
function styleOf(classes: readonly string[], parents: readonly string[] = [], media?: Media) {
  const found: { readonly weight: number; readonly rule: Rule }[] = []
  root.walkRules((rule) => {
    const at = rule.parent?.type === 'atrule' ? (rule.parent as AtRule) : null
    if (at && !(at.name === 'media' && at.params === `(${media ?? ''})`)) return
    for (const selector of rule.selectors) {
      const parts = selector.split(' ').map((part) => part.split('.').filter(Boolean))
      const [own = [], ...outer] = parts.reverse()
      const isMatch =
        own.every((name) => classes.includes(name)) &&
        outer.flat().every((name) => parents.includes(name))
      if (isMatch) found.push({ weight: parts.flat().length, rule })
    }
  })
  const style: Record<string, string> = {}
  found.sort((a, b) => a.weight - b.weight)
  for (const { rule } of found) rule.walkDecls(({ prop, value }) => void (style[prop] = value))
  return style
}

const TROUBLES = ['connecting', 'reconnecting', 'offline', 'replaced', 'signedOut', 'lost']

describe.each(TROUBLES)('%s', (trouble) => {
  test.each([
    ['light', undefined],
    ['dark', 'prefers-color-scheme: dark' as const],
  ])('has a contrast of 4.5 at least in %s, and is on its own side of it', (theme, media) => {
    const { '--color': color = '', '--background': background = '' } = styleOf(
      ['bar', trouble],
      ['frame', 'shown'],
      media,
    )
    const [text, ground] = [luminance(color), luminance(background)]
    const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05)
    expect(contrast).toBeGreaterThanOrEqual(4.5)
    expect(ground > text ? 'light' : 'dark').toBe(theme)
  })
})

test('the colours are used, and give way to the variables of a page', () => {
  expect(styleOf(['bar', 'lost'])).toMatchObject({
    color: 'var(--socket-status-color, var(--color))',
    background: 'var(--socket-status-background, var(--background))',
  })
})

test('the classes of the WXML all have a style, and the style has no others', () => {
  const named = new Set(['frame', 'shown', 'bar', 'mark', 'safe-top', 'safe-bottom', ...TROUBLES])
  const styled = new Set<string>()
  root.walkRules(({ selector }) => {
    for (const [, name = ''] of selector.matchAll(/\.([\w-]+)/g)) styled.add(name)
  })
  expect([...styled].filter((name) => !named.has(name))).toEqual([])
  for (const name of ['frame', 'shown', 'bar', 'mark', 'safe-']) expect(wxml).toContain(name)
})

describe('the room it takes', () => {
  test('is none while nothing is wrong: no height, no edge, nothing to see or to read out', () => {
    const frame = styleOf(['frame'])
    expect(frame).toMatchObject({ 'max-height': '0', overflow: 'hidden', visibility: 'hidden' })
    const edges = Object.keys(frame).filter((name) => /^(margin|padding|border|min-)/.test(name))
    expect(edges).toEqual([])
  })

  test('is enough for three lines, the notch and the paddings', () => {
    const { 'max-height': height = '' } = styleOf(['frame', 'shown'])
    const bar = styleOf(['bar'])
    const lines = 3 * parseFloat(bar['font-size'] ?? '') * Number(bar['line-height'])
    // 59 px is the highest notch there is, on a screen 393 px wide; 750 rpx are the width of any screen.
    const notch = (59 * 750) / 393
    expect(parseFloat(height)).toBeGreaterThanOrEqual(lines + 24 + notch)
  })

  test.each([
    ['top', 'padding-top'],
    ['bottom', 'padding-bottom'],
  ])('reaches below the safe area at the %s where the page asks for it', (side, name) => {
    expect(styleOf(['bar'], ['frame'])[name]).toBeUndefined()
    expect(styleOf(['bar'], ['frame', `safe-${side}`])[name]).toBe(
      `calc(12rpx + env(safe-area-inset-${side}))`,
    )
  })

  test('keeps clear of the notch on its side in landscape', () => {
    expect(styleOf(['bar'])).toMatchObject({
      'padding-left': 'calc(32rpx + env(safe-area-inset-left))',
      'padding-right': 'calc(32rpx + env(safe-area-inset-right))',
    })
  })
})

describe('its movement', () => {
  test('opens at once, and closes a little later: what lasted graceMs and a moment is no flash', () => {
    const delayMs = (classes: readonly string[]) =>
      Number(
        /max-height [\d.]+s ease ([\d.]+)s/.exec(styleOf(classes)['transition'] ?? '')?.[1] ?? 0,
      ) * 1_000
    expect(delayMs(['frame', 'shown'])).toBe(0)
    expect(delayMs(['frame'])).toBeGreaterThanOrEqual(300)
    expect(delayMs(['frame'])).toBeLessThanOrEqual(600)
  })

  test('is none for people who asked for less of it', () => {
    const media = 'prefers-reduced-motion: reduce'
    for (const [classes, parents] of [
      [['frame'], []],
      [['frame', 'shown'], []],
      [['bar', 'lost'], ['frame']],
      [['mark'], ['bar', 'connecting']],
      [['mark'], ['bar', 'reconnecting']],
    ] as const) {
      const { transition = 'none', animation = 'none' } = styleOf(classes, parents, media)
      expect({ classes, transition, animation }).toEqual({
        classes,
        transition: 'none',
        animation: 'none',
      })
    }
  })
})

/** https://www.w3.org/TR/WCAG21/#dfn-relative-luminance */
function luminance(color: string): number {
  expect(color).toMatch(/^#[\da-f]{6}$/)
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => parseInt(color.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
