/** Where the boxes and the arrows of the diagram are, in pixels: it is as wide as the narrowest phone allows. */
import type { SocketState } from 'miniprogram-socket'

/** A box, named for its state. */
export interface Box {
  readonly state: SocketState
  readonly style: string
}

/** An arrow from one box to another; `id` is `from>to`. */
export interface Arrow {
  readonly id: string
  readonly style: string
}

export const WIDTH_PX = 272
export const HEIGHT_PX = 196

const BOX_WIDTH = 76
const BOX_HEIGHT = 32

/** The middle of each box: three columns, three rows. */
const LEFT_X = BOX_WIDTH / 2
const MIDDLE_X = WIDTH_PX / 2
const RIGHT_X = WIDTH_PX - BOX_WIDTH / 2
const TOP_Y = BOX_HEIGHT / 2
const MIDDLE_Y = HEIGHT_PX / 2
const BOTTOM_Y = HEIGHT_PX - BOX_HEIGHT / 2

const MIDDLES: Readonly<Record<SocketState, readonly [number, number]>> = {
  idle: [LEFT_X, TOP_Y],
  connecting: [MIDDLE_X, TOP_Y],
  open: [RIGHT_X, TOP_Y],
  suspended: [LEFT_X, MIDDLE_Y],
  waiting: [MIDDLE_X, MIDDLE_Y],
  closing: [RIGHT_X, MIDDLE_Y],
  'gave-up': [LEFT_X, BOTTOM_Y],
  closed: [RIGHT_X, BOTTOM_Y],
}

export const BOXES: readonly Box[] = (Object.keys(MIDDLES) as SocketState[]).map((state) => {
  const [x, y] = MIDDLES[state]
  const place = `left: ${x - BOX_WIDTH / 2}px; top: ${y - BOX_HEIGHT / 2}px`
  return { state, style: `${place}; width: ${BOX_WIDTH}px; height: ${BOX_HEIGHT}px` }
})

/** How far two arrows of opposite directions are from the middle between them. */
const ASIDE_PX = 7

/**
 * The ways that lead on by themselves, and those of `close()`. A call of `connect()` or `reconnect()` leads to connecting
 * from everywhere: the text below the diagram says so, eight more arrows would hide the others.
 */
export const ARROWS: readonly Arrow[] = [
  across('idle', 'connecting'),
  across('connecting', 'open'),
  across('waiting', 'suspended', ASIDE_PX),
  down('connecting', 'waiting', -ASIDE_PX),
  up('waiting', 'connecting', ASIDE_PX),
  down('open', 'closing'),
  down('closing', 'closed'),
  // From corner to corner.
  arrow('open', 'waiting', [RIGHT_X - 26, TOP_Y + 16], [MIDDLE_X + 36, MIDDLE_Y - 16]),
  arrow('suspended', 'connecting', [LEFT_X + 22, MIDDLE_Y - 16], [MIDDLE_X - 36, TOP_Y + 16]),
  // Between suspended and waiting.
  arrow('connecting', 'gave-up', [MIDDLE_X - 27, TOP_Y + 16], [LEFT_X + 30, BOTTOM_Y - 16]),
]

function across(from: SocketState, to: SocketState, asidePx = 0): Arrow {
  const [fromX, y] = MIDDLES[from]
  const [toX] = MIDDLES[to]
  const half = (Math.sign(toX - fromX) * BOX_WIDTH) / 2
  return arrow(from, to, [fromX + half, y + asidePx], [toX - half, y + asidePx])
}

function down(from: SocketState, to: SocketState, asidePx = 0): Arrow {
  const [x, fromY] = MIDDLES[from]
  const half = BOX_HEIGHT / 2
  return arrow(from, to, [x + asidePx, fromY + half], [x + asidePx, MIDDLES[to][1] - half])
}

function up(from: SocketState, to: SocketState, asidePx = 0): Arrow {
  const [x, fromY] = MIDDLES[from]
  const half = BOX_HEIGHT / 2
  return arrow(from, to, [x + asidePx, fromY - half], [x + asidePx, MIDDLES[to][1] + half])
}

/** A line that is turned about its beginning; its head is the style sheet's. */
function arrow(
  from: SocketState,
  to: SocketState,
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
): Arrow {
  const length = Math.round(Math.hypot(toX - fromX, toY - fromY))
  const degrees = Math.round((Math.atan2(toY - fromY, toX - fromX) * 180) / Math.PI)
  return {
    id: `${from}>${to}`,
    style: `left: ${fromX}px; top: ${fromY}px; width: ${length}px; transform: rotate(${degrees}deg)`,
  }
}
