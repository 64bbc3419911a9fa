/** How large phones are drawn so that they fit beside each other. */

export interface Fit {
  /** How many stand beside each other. */
  readonly columns: number
  /** 1 unless they are too wide. */
  readonly scale: number
  /** Of the screen, in its own px. */
  readonly height: number
}

export interface Space {
  readonly width: number
  /** `Infinity` where the page scrolls. */
  readonly height: number
}

/** What stands around a screen: the frame on both sides. */
const FRAME = 24
const GAP = 28
/** The name above a phone, and the frame above and below. */
const ABOVE_AND_BELOW = 84

/** Below this, text is too small to be read; they stand below each other then. */
const SMALLEST_BESIDE = 0.6
const SMALLEST = 0.4

const HEIGHTS: { readonly [width: number]: number } = { 320: 568, 375: 760, 430: 860, 768: 1024 }
const LOWEST = 480

export function fitPhones(space: Space, screenWidth: number, count: number): Fit {
  const beside = scaleFor(space.width, screenWidth, count)
  const columns = beside >= SMALLEST_BESIDE ? count : 1
  const scale = Math.max(
    SMALLEST,
    columns === count ? beside : scaleFor(space.width, screenWidth, 1),
  )
  const wanted = HEIGHTS[screenWidth] ?? LOWEST
  const free = Math.floor((space.height - ABOVE_AND_BELOW) / scale)
  return { columns, scale, height: Math.max(LOWEST, Math.min(wanted, free)) }
}

function scaleFor(spaceWidth: number, screenWidth: number, count: number): number {
  const free = spaceWidth - count * FRAME - (count - 1) * GAP
  return Math.min(1, Math.round((free / (count * screenWidth)) * 1_000) / 1_000)
}
