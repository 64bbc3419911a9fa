import { createSocket } from 'miniprogram-socket'
import type { Socket } from 'miniprogram-socket'
import { createDelivery, wxStorage } from 'miniprogram-socket/delivery'
import type { Delivery } from 'miniprogram-socket/delivery'
import { readConfig } from './config'
import { createRoom } from './room/create-room'
import type { Room } from './room/create-room'
import { myName } from './utils/my-name'

/** What `getApp<DemoApp>()` gives to a page. */
export interface DemoApp {
  /** The one socket of the app: pages subscribe to it, none of them owns it. */
  socket: Socket
  /** What makes messages arrive over it: once, in order, and also after the app was killed. */
  delivery: Delivery
  /** The chat. It listens from the launch on, so that it misses nothing while no page is open. */
  room: Room
  /** The address of the server in this launch, such as `ws://127.0.0.1:8080`. */
  server: string
}

App<DemoApp>({
  // Made in onLaunch, which runs before any page.
  socket: undefined as unknown as Socket,
  delivery: undefined as unknown as Delivery,
  room: undefined as unknown as Room,
  server: '',

  onLaunch({ query }) {
    const { server, timings, name: wanted } = readConfig(query)
    const name = myName(wanted)
    this.server = server
    this.socket = createSocket({
      // Asked before every attempt: the place for a fresh token.
      url: () => `${server}/?name=${encodeURIComponent(name)}`,
      ...timings,
    })
    this.delivery = createDelivery(this.socket, { storage: wxStorage(), identity: name })
    this.room = createRoom(this.delivery, name)
    this.socket.connect()
  },
})
