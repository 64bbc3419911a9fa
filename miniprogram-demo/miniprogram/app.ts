import { createSocket } from 'miniprogram-socket'
import type { Socket } from 'miniprogram-socket'
import { readConfig } from './config'

/** What `getApp<DemoApp>()` gives to a page. */
export interface DemoApp {
  /** The one socket of the app: pages subscribe to it, none of them owns it. */
  socket: Socket
  /** The name under which this launch chats. */
  name: string
}

App<DemoApp>({
  // Made in onLaunch, which runs before any page.
  socket: undefined as unknown as Socket,
  name: `guest-${Math.random().toString(36).slice(2, 6)}`,

  onLaunch({ query }) {
    const { server, timings } = readConfig(query)
    this.socket = createSocket({
      // Asked before every attempt: the place for a fresh token.
      url: () => `${server}/?name=${this.name}`,
      ...timings,
    })
    this.socket.connect()
  },
})
