import { createSocket } from 'miniprogram-socket'
import type { Socket } from 'miniprogram-socket'
import { createDelivery, wxStorage } from 'miniprogram-socket/delivery'
import type { Delivery } from 'miniprogram-socket/delivery'
import { readConfig } from './config'
import { createRooms } from './room/create-rooms'
import type { Rooms } from './room/create-rooms'
import { keepName, myName } from './utils/my-name'
import { recordSocket } from './utils/socket-recorder'
import { createTabBadge } from './utils/tab-badge'
import type { TabBadge } from './utils/tab-badge'

/** What `getApp<DemoApp>()` gives to a page. */
export interface DemoApp {
  /** The one socket of the app: pages subscribe to it, none of them owns it. */
  socket: Socket
  /** What makes messages arrive over it: once, in order, and also after the app was killed. */
  delivery: Delivery
  /** The chat. It listens from the launch on, so that it misses nothing while no page is open. */
  rooms: Rooms
  /** How much is unread, on the tab of the chat. */
  badge: TabBadge
  /** The address of the server in this launch, such as `ws://127.0.0.1:8080`. */
  server: string
  /** How patient the socket is in this launch. */
  timings: ReturnType<typeof readConfig>['timings']
  /** Goes on under another name: everything is made anew, and so are the pages. */
  signIn(name: string): void
}

App<DemoApp>({
  // Made in onLaunch, which runs before any page.
  socket: undefined as unknown as Socket,
  delivery: undefined as unknown as Delivery,
  rooms: undefined as unknown as Rooms,
  badge: undefined as unknown as TabBadge,
  server: '',
  timings: {},

  onLaunch({ query }) {
    const config = readConfig(query)
    this.server = config.server
    this.timings = config.timings
    open(this, myName(config.name))
  },

  signIn(name) {
    keepName(name)
    const { socket, delivery, badge } = this
    badge.stop()
    // What is not delivered stays in the storage, under the name that said it.
    delivery.stop()
    socket.close()
    recordSocket(socket).stop()
    open(this, name)
    wx.reLaunch({ url: '/pages/rooms/rooms' })
  },
})

/** Makes the socket of a name, and what speaks over it. */
function open(app: DemoApp, name: string) {
  app.socket = createSocket({
    // Asked before every attempt: the place for a fresh token.
    url: () => `${app.server}/?name=${encodeURIComponent(name)}`,
    ...app.timings,
  })
  recordSocket(app.socket)
  app.delivery = createDelivery(app.socket, { storage: wxStorage(), identity: name })
  app.rooms = createRooms(app.delivery, name)
  app.badge = createTabBadge(app.rooms)
  app.socket.connect()
}
