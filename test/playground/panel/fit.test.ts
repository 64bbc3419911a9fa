import { describe, expect, test } from '@jest/globals'
import { fitPhones } from '../../../playground/panel/fit'
import { WIDTHS, readSettings, writeSettings } from '../../../playground/panel/settings'

describe('fitPhones', () => {
  test('draws phones at their size where there is room', () => {
    expect(fitPhones({ width: 1_000, height: 1_000 }, 375, 2)).toEqual({
      columns: 2,
      scale: 1,
      height: 760,
    })
  })

  test('makes them lower before it makes them smaller', () => {
    const { scale, height } = fitPhones({ width: 1_000, height: 700 }, 375, 2)
    expect([scale, height]).toEqual([1, 616])
  })

  test('draws wide ones smaller', () => {
    const { columns, scale } = fitPhones({ width: 1_040, height: 900 }, 768, 2)
    expect(columns).toBe(2)
    expect(scale).toBeCloseTo((1_040 - 2 * 24 - 28) / 1_536, 3)
  })

  test('puts them below each other where they would be too small to read', () => {
    expect(fitPhones({ width: 360, height: Infinity }, 375, 2)).toMatchObject({
      columns: 1,
      scale: (360 - 24) / 375,
    })
  })

  test.each(WIDTHS)('never asks for more room than there is, at %i px', (width) => {
    for (const count of [1, 2]) {
      for (let space = 340; space < 2_000; space += 20) {
        const { columns, scale } = fitPhones({ width: space, height: 800 }, width, count)
        expect(scale).toBeLessThanOrEqual(1)
        expect(columns * (scale * width + 24) + (columns - 1) * 28).toBeLessThanOrEqual(space + 2)
      }
    }
  })
})

describe('the settings of the panel', () => {
  function store(text: string | null) {
    let kept = text
    return {
      getItem: () => kept,
      setItem: (_: string, next: string) => void (kept = next),
    }
  }

  test('come back as they were', () => {
    const kept = store(null)
    const settings = { width: 768, phoneCount: 1, appearance: 'dark' } as const
    writeSettings(kept, settings)
    expect(readSettings(kept)).toEqual(settings)
  })

  test.each([null, '', 'nonsense', 'null', '[]', '{"width":1,"phoneCount":9,"appearance":"pink"}'])(
    'are the defaults where %s is kept',
    (text) => {
      expect(readSettings(store(text))).toEqual({
        width: 375,
        phoneCount: 2,
        appearance: 'system',
      })
    },
  )
})
