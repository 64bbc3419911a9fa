/** `online`, `offline` and `visibilitychange` as a browser tells them, for libraries that take an event target. */
import type { Ports } from '../core/ports'
import { Event, EventTarget } from './event-target'

/** The events `online`, `offline` and `visibilitychange` of a host. */
export interface NetworkEvents extends EventTarget {
  /** Whether the network is there, as far as the host said since the call. */
  readonly onLine: boolean
  /** Whether the app is in the foreground, as far as the host said since the call. */
  readonly visibilityState: 'visible' | 'hidden'
  /** Removes its listeners from the host, and no others; nothing is told after that. Calling it again does nothing. */
  stop(): void
}

/** Listens on a host until `stop()`. `online` is told whenever the host says so, also when it repeats it: a hint. */
export function createNetworkEvents({ clock, lifecycle, network }: Ports): NetworkEvents {
  const target = new EventTarget(clock) as {
    -readonly [K in keyof NetworkEvents]: NetworkEvents[K]
  }
  target.onLine = true
  target.visibilityState = 'visible'
  let stops: (() => void)[] | null = []
  // Some hosts have no off, and go on.
  const tell = (type: string): unknown => stops && target.dispatchEvent(new Event(type))
  const turn = (visibilityState: 'visible' | 'hidden') => (): void => {
    target.visibilityState = visibilityState
    tell('visibilitychange')
  }
  stops = [
    lifecycle.watch(turn('hidden'), turn('visible')),
    network.watch((onLine) => {
      target.onLine = onLine
      tell(onLine ? 'online' : 'offline')
    }),
  ]
  target.stop = () => {
    if (stops) stops.forEach((stop) => stop())
    stops = null
  }
  return target
}
