import { socketBehavior } from 'miniprogram-socket/behavior'
import type { SocketBehaviorMethods, SocketStateData } from 'miniprogram-socket/behavior'
import type { DemoApp } from '../../app'
import type { RoomsEvents } from '../../room/create-rooms'
import { rowOf } from './row'
import type { Row } from './row'

interface RoomsData extends WechatMiniprogram.Page.DataOption {
  rows: readonly Row[]
  name: string
  online: number
  /** Kept by the first behavior. */
  socket?: SocketStateData
}

interface RoomsPage extends Partial<SocketBehaviorMethods> {
  behaviors: readonly string[]
  showRow(room: string): void
}

type Self = WechatMiniprogram.Page.Instance<RoomsData, RoomsPage & WechatMiniprogram.IAnyObject>

Page<RoomsData, RoomsPage & WechatMiniprogram.IAnyObject>({
  behaviors: [
    // Keeps the socket's state in data.
    socketBehavior({ socket: () => getApp<DemoApp>().socket }),
    // Whatever has on() will do: these events are the rooms'.
    socketBehavior({
      socket: () => getApp<DemoApp>().rooms,
      state: false,
      events: {
        line(this: Self, { room }: RoomsEvents['line']) {
          this.showRow(room)
        },
        lines(this: Self, { room }: RoomsEvents['lines']) {
          this.showRow(room)
        },
        unread(this: Self, { room }: RoomsEvents['unread']) {
          this.showRow(room)
        },
        online(this: Self, names: RoomsEvents['online']) {
          this.setDataSoon?.({ online: names.length })
        },
      },
    }),
  ],

  data: { rows: [], name: '', online: 0 },

  onLoad() {
    const { list, name, online } = getApp<DemoApp>().rooms
    this.setData({ rows: list.map(rowOf), name, online: online.length })
  },

  onShow() {
    getApp<DemoApp>().badge.show()
  },

  /** Sets what can change of a row; of a burst of messages the page gets the last state, in one call. */
  showRow(id) {
    const { list } = getApp<DemoApp>().rooms
    const index = list.findIndex((room) => room.id === id)
    const room = list[index]
    if (!room) return
    const { last, time, unread, label } = rowOf(room)
    this.setDataSoon?.({
      [`rows[${index}].last`]: last,
      [`rows[${index}].time`]: time,
      [`rows[${index}].unread`]: unread,
      [`rows[${index}].label`]: label,
    })
  },
})
