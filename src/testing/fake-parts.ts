/** Wires the parts of a fake host together. */
import { createAppLife, type AppLife } from './app-life'
import { cutInBackground } from './background-cut'
import { createCallbacks } from './callbacks'
import type { FakeClock, HostTime } from './clock'
import { createConnector, type Connector, type ConnectorSetup } from './connect-socket'
import type { UncaughtListener } from './error-basket'
import type { FakeWxEvent } from './fake-wx'
import type { HostProfile } from './host-profile'
import { createLegacySockets, type LegacySockets } from './legacy-sockets'
import { createNetwork, type Network } from './network'
import type { SocketClose } from './wx-types'

export interface FakePartsSetup {
  readonly clock: FakeClock
  readonly time: HostTime
  readonly profile: HostProfile
  readonly HostPromise: PromiseConstructor
  readonly onUncaught: UncaughtListener | undefined
  readonly layWire: ConnectorSetup['layWire']
}

export interface FakeParts {
  readonly sockets: Connector
  readonly legacy: LegacySockets
  readonly life: AppLife
  readonly network: Network
  /** Fires `wx.onSocketClose` and nothing else. */
  readonly globalClose: (close?: Partial<SocketClose>) => void
}

export function createFakeParts(setup: FakePartsSetup): FakeParts {
  const { clock, time, profile, onUncaught, layWire } = setup
  const callbacks = createCallbacks(profile, time, setup.HostPromise)
  const network = createNetwork(time, callbacks, onUncaught)
  const life = createAppLife({
    profile,
    time,
    onUncaught,
    cutSockets: () => cutInBackground(sockets.owned, profile, globalClose),
  })
  const sockets: Connector = createConnector({
    profile,
    time,
    callbacks,
    onUncaught,
    layWire,
    nowMs: clock.nowMs,
    findRefusal: life.findRefusal,
    delivered(id, event, payload) {
      if (id === sockets.followedId()) legacy.emit(event, payload)
    },
  })
  const currentTask = () => sockets.owned.find(({ task }) => task.id === sockets.followedId())
  const legacy = createLegacySockets(currentTask, profile, callbacks, onUncaught)

  function globalClose({ code = 1000, reason = 'interrupted' }: Partial<SocketClose> = {}): void {
    time.post(() => legacy.emit('close', { code, reason }))
  }

  return { sockets, legacy, life, network, globalClose }
}

/** How many listeners the script has on an event. */
export function countListeners({ life, network, legacy }: FakeParts, event: FakeWxEvent): number {
  switch (event) {
    case 'appShow':
    case 'appHide':
      return life.count(event)
    case 'networkStatusChange':
      return network.count()
    case 'socketOpen':
      return legacy.count('open')
    case 'socketMessage':
      return legacy.count('message')
    case 'socketError':
      return legacy.count('error')
    case 'socketClose':
      return legacy.count('close')
  }
}
