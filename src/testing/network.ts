/** `wx.onNetworkStatusChange` and `wx.getNetworkType`. */
import { takesCallback, type Callbacks } from './callbacks'
import type { HostTime } from './clock'
import type { UncaughtListener } from './error-basket'
import { createListeners } from './listeners'
import type { FakeHost, NetworkStatus, NetworkType, NetworkTypeResult } from './wx-types'

/** What the network has become. */
export interface NetworkChange {
  /** Whether there is a network now. */
  readonly isConnected: boolean
  /** Any text: some phones say what no document lists, like `'offline'`. @default 'wifi', or 'none' when not connected */
  readonly networkType?: NetworkType | (string & {})
}

export interface Network {
  readonly api: Pick<
    FakeHost,
    'onNetworkStatusChange' | 'offNetworkStatusChange' | 'getNetworkType'
  >
  readonly change: (change: NetworkChange) => void
  readonly count: () => number
}

export function createNetwork(
  time: HostTime,
  callbacks: Callbacks,
  onUncaught: UncaughtListener | undefined,
): Network {
  const listeners = createListeners<NetworkStatus>(onUncaught)
  let networkType: NetworkType = 'wifi'

  const describe = (): NetworkTypeResult => ({
    networkType,
    hasSystemProxy: false,
    signalStrength: -50,
    weakNet: false,
    errMsg: 'getNetworkType:ok',
  })

  return {
    api: {
      onNetworkStatusChange: (listener) => listeners.add(listener),
      offNetworkStatusChange: (listener) => listeners.remove(listener),
      getNetworkType(options) {
        if (options !== undefined && takesCallback(options)) {
          return callbacks.succeed(options, describe()) as never
        }
        return callbacks.Promise.resolve(describe()) as never
      },
    },
    change({ isConnected, networkType: type = isConnected ? 'wifi' : 'none' }) {
      networkType = type as NetworkType
      time.post(() => listeners.emit({ isConnected, networkType: type as NetworkType }))
    },
    count: () => listeners.count,
  }
}
