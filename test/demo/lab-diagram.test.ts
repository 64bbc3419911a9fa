/** The diagram of the states: it is true, and it fits on the narrowest phone. */
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ARROWS,
  BOXES,
  HEIGHT_PX,
  WIDTH_PX,
} from '../../miniprogram-demo/miniprogram/components/state-diagram/diagram'

/** A phone of 320 px, less what the page and the card leave free at both sides. */
const ROOM_PX = 320 - 4 * 12

/** The moves that the machine makes, off the picture that is tested against it. */
const moves = new Set(
  Array.from(
    readFileSync(join(__dirname, '../../docs/states.md'), 'utf8').matchAll(
      /^ {2}(\w+) --> (\w+):/gm,
    ),
    ([, from, to]) => `${from}>${to}`.replace('gave_up', 'gave-up'),
  ),
)

const places = BOXES.map(({ state, style }) => {
  const read = (name: string) => Number(new RegExp(`${name}: ([\\d.]+)px`).exec(style)?.[1])
  return {
    state,
    left: read('left'),
    top: read('top'),
    width: read('width'),
    height: read('height'),
  }
})

describe('the diagram', () => {
  test('has an arrow only where the machine moves', () => {
    // A used-up limit leads to gave-up where the picture says waiting.
    moves.add('connecting>gave-up')
    expect(ARROWS.map(({ id }) => id).filter((id) => !moves.has(id))).toEqual([])
    expect(ARROWS).toHaveLength(10)
  })

  test('fits on a phone that is 320 px wide', () => {
    expect(WIDTH_PX).toBeLessThanOrEqual(ROOM_PX)
    for (const { left, top, width, height } of places) {
      expect(left).toBeGreaterThanOrEqual(0)
      expect(top).toBeGreaterThanOrEqual(0)
      expect(left + width).toBeLessThanOrEqual(WIDTH_PX)
      expect(top + height).toBeLessThanOrEqual(HEIGHT_PX)
    }
  })

  test('has eight boxes, and none covers another', () => {
    expect(places).toHaveLength(8)
    for (const one of places) {
      for (const other of places) {
        const isApart =
          Math.abs(one.left - other.left) >= one.width ||
          Math.abs(one.top - other.top) >= one.height
        expect(one === other || isApart).toBe(true)
      }
    }
  })
})
