/** The behavior in pages and components written with the official typings. */
import {
  type SocketBehaviorMethods,
  type SocketStateData,
  socketBehavior,
} from '../../src/behavior'
import type { Delivery } from '../../src/delivery'
import type { Socket } from '../../src/index'

interface Order {
  readonly id: number
}
interface ShopApp {
  readonly socket: Socket<Order, string>
  readonly delivery: Delivery
}

const withSocket = socketBehavior({
  socket: () => getApp<ShopApp>().socket,
  events: {
    message(order) {
      const id: number = order.id
      this.setDataSoon({ [`orders[${id}]`]: order })
    },
    retry: ({ retry, limit }) => [retry, limit],
  },
})

interface ShopData extends WechatMiniprogram.Page.DataOption {
  readonly orders: readonly Order[]
  /** Kept by the behavior. */
  readonly socket?: SocketStateData
}
// The typings of Page know no behaviors: a page says what it gets from one, as what it need not bring itself.
interface ShopPage extends Partial<SocketBehaviorMethods> {
  readonly behaviors: readonly string[]
  onTap(): void
}

Page<ShopData, ShopPage & WechatMiniprogram.IAnyObject>({
  behaviors: [withSocket],
  data: { orders: [] },
  onTap() {
    const state: SocketStateData['state'] | undefined = this.data.socket?.state
    this.setDataSoon?.({ 'orders[0].state': state })
  },
})

Component({ behaviors: [withSocket], data: { orders: [] } })

export const withDelivery = socketBehavior({
  socket: () => getApp<ShopApp>().delivery,
  events: { delivered: ({ id }) => id },
  state: false,
})

// @ts-expect-error there is no such event
socketBehavior({ socket: () => getApp<ShopApp>().socket, events: { mesage() {} } })
// @ts-expect-error without a socket
socketBehavior({})
