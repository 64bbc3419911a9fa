/**
 * WeChat's units in the browser's. A page lives in a frame that is a size container (`container-type: size`), so what
 * is the window for WXSS is the container here: 750rpx and 100vw are its width, 100vh its height without the bars.
 */

const RPX_PER_WIDTH = 750

/** What is in quotes or in `url(…)` is left alone. */
const OPAQUE = /("[^"]*"|'[^']*'|url\([^)]*\))/

const RPX = /(?<![\w-])(-?(?:\d+\.?\d*|\.\d+))rpx\b/gi
const VIEWPORT = /(?<![\w-])(-?(?:\d+\.?\d*|\.\d+))[dsl]?v(h|w|min|max)\b/gi
const SAFE_AREA = /\b(?:env|constant)\(\s*safe-area-inset-(top|right|bottom|left)\s*(,|\))/gi

/**
 * Converts one value, of a style sheet or of a `style` attribute.
 *
 * @param {string} value
 * @returns {string}
 */
export function convertUnits(value) {
  return value
    .split(OPAQUE)
    .map((part, index) => (index % 2 === 1 ? part : convertPart(part)))
    .join('')
}

/** @param {string} part */
function convertPart(part) {
  return part
    .replace(RPX, (_, number) => `${toPercentOfWidth(number)}cqw`)
    .replace(VIEWPORT, (_, number, side) => `${number}cq${side.toLowerCase()}`)
    .replace(SAFE_AREA, (_, side, end) => {
      const name = `var(--phone-safe-area-inset-${side.toLowerCase()}`
      return end === ',' ? `${name},` : `${name}, 0px)`
    })
}

/** @param {string} rpx */
function toPercentOfWidth(rpx) {
  return Number(((Number(rpx) * 100) / RPX_PER_WIDTH).toFixed(5))
}
