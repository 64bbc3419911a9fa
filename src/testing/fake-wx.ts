import type { HideOptions, ShowOptions } from './app-life'
import type { FakeClock, VirtualClock } from './clock'
import type { ConnectCall, ConnectPlan } from './connect-plan'
import type { FakeTask } from './fake-task'
import type { Faults } from './faults'
import type { HostProfile, HostProfileName } from './host-profile'
import type { WebSocketClass } from './live-wire'
import type { NetworkChange } from './network'
import type { FakeHost, SocketClose } from './wx-types'

/** Events that listeners can be counted for. */
export type FakeWxEvent =
  | 'appShow'
  | 'appHide'
  | 'networkStatusChange'
  | 'socketOpen'
  | 'socketMessage'
  | 'socketError'
  | 'socketClose'

/** How a fake is made. Everything may be left out. */
export interface FakeWxOptions {
  /** Which host it plays: a name, or a profile of your own. @default 'android' */
  readonly profile?: HostProfileName | HostProfile
  /**
   * Whether time moves by hand or by itself. Bytes that really travel take real time: live mode with a virtual clock is
   * for a WebSocket class of the test, whose time is moved together with this one. @default 'virtual', in live mode 'real'
   */
  readonly clock?: 'virtual' | 'real'
  /** What the virtual wall clock says first, in ms since 1970. @default 1_700_000_000_000 */
  readonly startAtMs?: number
  /**
   * Hears what the code under test throws into the host. @default it is thrown by whatever made the host call: a
   * `clock.advance`, a `task.message`, …
   */
  readonly onUncaught?: (error: unknown) => void
  /**
   * Live mode: under each task lies a real WebSocket of this class, so bytes really travel. The `ws` package in Node,
   * the browser's own in a page.
   */
  readonly live?: { readonly WebSocket: WebSocketClass }
}

/** A `wx` that a test drives. */
export interface FakeWx<Clock extends FakeClock = VirtualClock, Host = FakeHost> {
  /** The host object, to be passed where a host is asked for, or installed as the global. */
  readonly wx: Host
  /** The time that the fake lives in. */
  readonly clock: Clock
  /** Every native task that `connectSocket` led to, oldest first, dead ones included. */
  readonly tasks: readonly FakeTask[]
  /** Every call of `connectSocket`, oldest first, those that threw included. */
  readonly connectCalls: readonly ConnectCall[]
  /** How many tasks count toward the host's limit: all that are not closed. */
  readonly openCount: number
  /** The host that is played. */
  readonly profile: HostProfile
  /** The `Promise` of that host: its own where the profile says `'macrotask'`. */
  readonly Promise: PromiseConstructor
  /** Whether the app is in the background. */
  readonly isHidden: boolean

  /**
   * Puts the host object on `globalThis` (as `wx`, `my`, … by the profile), and with a virtual clock also `setTimeout`, `clearTimeout`, `setInterval`,
   * `clearInterval` and `Date`; `Promise` where the profile has its own. Returns the uninstall, which puts back
   * exactly what was there. Calling it twice does nothing.
   */
  install(): () => void

  /**
   * What can go wrong on the way to a real server.
   * @throws Error in scripted mode: there, the tasks are driven by hand.
   */
  readonly faults: Faults

  /** Plans the next call of `connectSocket` that has no plan yet. */
  nextConnect(plan: ConnectPlan): void
  /** Calls back, a moment after `connectSocket`, with each new task: for a server played by the test. Returns the unsubscribe. */
  onTask(listener: (task: FakeTask) => void): () => void
  /** Fires `wx.onSocketClose` and nothing else. @default 1000 'interrupted' */
  globalClose(close?: Partial<SocketClose>): void

  /** The app goes to the background: `wx.onAppHide` now; after the profile's times the script stops and sockets are cut. */
  hide(options?: HideOptions): void
  /** The app comes back: `wx.onAppShow`, what waited, and late timers, in the profile's order. */
  show(options?: ShowOptions): void
  /** The network changes. A repeated event is fired again, as some phones do. Sockets are left alone. */
  network(change: NetworkChange): void

  /** How many listeners the script has on an event of `wx`: proves that something leaves none behind. */
  listenerCount(event: FakeWxEvent): number
  /** Takes closed tasks, and the calls that led to them, out of `tasks` and `connectCalls`: for very long runs. */
  forgetClosed(): void
  /** Ends every socket and timer of the fake, so that a process with a live fake can end too. */
  dispose(): void
}
