/** What a socket has been told of its host, heard where the socket hears it. */
import type { Socket } from '../../src/index'
import type { FakeWx } from '../../src/testing'

export interface Knowledge {
  /** The app is hidden, as far as the socket knows; never where it ignores that. */
  readonly isHidden: boolean
  /** The network is gone, as far as the socket knows. */
  readonly isOffline: boolean
}

/** Listens before the socket does, so that it knows first. */
export function followHost(fake: FakeWx, ignoresHide: boolean): Knowledge & FollowsSocket {
  const { wx } = fake
  let isHidden = false
  let isOffline = false
  // Its own listener, and the socket's, which is there while the socket watches its host.
  const isWatched = () => fake.listenerCount('networkStatusChange') > 1

  wx.onAppHide(() => void (isHidden = isWatched() && !ignoresHide))
  wx.onAppShow(() => void (isHidden = false))
  wx.onNetworkStatusChange(({ isConnected }) => void (isOffline = isWatched() && !isConnected))

  return {
    get isHidden() {
      return isHidden
    },
    get isOffline() {
      return isOffline
    },
    follow(socket) {
      socket.on('state', ({ to }) => {
        if (to !== 'closed') return
        isHidden = false
        isOffline = false
      })
    },
  }
}

interface FollowsSocket {
  /** A closed socket forgets: it does not watch its host, and takes the best for granted when it is called again. */
  follow(socket: Socket): void
}

/** How many listeners a socket has on the events of its host. */
export const countWatches = ({ listenerCount }: FakeWx): number =>
  listenerCount('appShow') + listenerCount('appHide') + listenerCount('networkStatusChange') - 3
