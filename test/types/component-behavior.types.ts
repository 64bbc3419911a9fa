/** A page or a component made by `Component`, with the official typings: what the behavior adds is known to `this`. */
import {
  type SocketBehaviorMethods,
  type SocketStateData,
  socketBehavior,
} from '../../src/behavior'
import type { Socket } from '../../src/index'

type WithSocket = WechatMiniprogram.Behavior.Identifier<
  { socket: SocketStateData },
  Record<never, never>,
  SocketBehaviorMethods
>

const withSocket = socketBehavior({
  socket: () => getApp<{ readonly socket: Socket }>().socket,
}) as WithSocket

Component({
  behaviors: [withSocket],
  data: { orders: [] as string[] },
  methods: {
    onTap() {
      const state: SocketStateData['state'] = this.data.socket.state
      this.setDataSoon({ 'orders[0]': state })
      // @ts-expect-error there is no such field
      return this.data.socket.status
    },
  },
})
