/** The colours of the states can be told from the ground of both themes, and white words on them can be read. */
import { describe, expect, test } from '@jest/globals'
import { STATE_COLORS } from '../../miniprogram-demo/miniprogram/utils/state-colors'

// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

describe('the colours of the states', () => {
  test.each(Object.entries(STATE_COLORS))('%s, %s, is seen and can be written on', (_, color) => {
    expect(contrast(color, '#ffffff')).toBeGreaterThanOrEqual(4.5)
    // The surface of the dark theme (app.wxss): 3 is enough for what is no text.
    expect(contrast(color, '#1c1f24')).toBeGreaterThanOrEqual(3)
  })

  test('are all different', () => {
    expect(new Set(Object.values(STATE_COLORS)).size).toBe(8)
  })
})
