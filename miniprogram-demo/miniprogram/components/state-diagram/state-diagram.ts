/** The states of the app's socket, the live one lit, and the way that led there. */
import { socketBehavior } from 'miniprogram-socket/behavior'
import type { DemoApp } from '../../app'
import { STATE_COLORS } from '../../utils/state-colors'
import { ARROWS, BOXES, HEIGHT_PX, WIDTH_PX } from './diagram'

/** The last move, as the history tells it. */
interface Move {
  from: string
  to: string
  reason: string
}

const NO_MOVE: Move = { from: '', to: '', reason: '' }

const withSocket = socketBehavior({
  socket: () => getApp<DemoApp>().socket,
  events: {
    state({ from, to, reason }) {
      this.setDataSoon({ last: { from, to, reason } })
    },
  },
})

Component({
  behaviors: [withSocket],
  data: {
    arrows: ARROWS,
    boxes: BOXES,
    colors: STATE_COLORS,
    heightPx: HEIGHT_PX,
    widthPx: WIDTH_PX,
    last: NO_MOVE,
  },
  lifetimes: {
    attached() {
      const history = getApp<DemoApp>().socket.history()
      this.setData({ last: history[history.length - 1] ?? NO_MOVE })
    },
  },
})
