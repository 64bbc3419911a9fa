/** Foreground and background: the two events, the suspension, and what the host does to sockets meanwhile. */
import type { HostTime } from './clock'
import type { UncaughtListener } from './error-basket'
import type { HostProfile } from './host-profile'
import { createListeners } from './listeners'
import type { AppHide, AppShow, Failure, FakeHost } from './wx-types'

/** How the app goes to the background. */
export interface HideOptions {
  /** Why: 0 the user left, 1 another mini-program, 2 a native page, 3 anything else. @default 0 */
  readonly reason?: AppHide['reason']
  /** Whether sockets are cut in the background, where the profile does so. @default true */
  readonly cut?: boolean
  /** Whether `wx.onAppHide` fires: a locked screen is said not to report it on some phones. @default true */
  readonly event?: boolean
}

/** How the app comes back, with anything that `wx.onAppShow` shall be told. */
export interface ShowOptions extends Partial<AppShow> {
  /** Whether `wx.onAppShow` fires. @default true */
  readonly event?: boolean
}

export interface AppLife {
  readonly api: Pick<FakeHost, 'onAppShow' | 'offAppShow' | 'onAppHide' | 'offAppHide'>
  /** Whether the app is in the background. */
  readonly isHidden: () => boolean
  /** Fires `wx.onAppHide`, and from the first call on counts toward suspension and cut. */
  readonly hide: (options?: HideOptions) => void
  /** Brings the script back, in the profile's order, and fires `wx.onAppShow`. */
  readonly show: (options?: ShowOptions) => void
  /** How `connectSocket` fails just now, if it does. */
  readonly findRefusal: () => Failure | null
  readonly count: (event: 'appShow' | 'appHide') => number
}

export interface AppLifeSetup {
  readonly profile: HostProfile
  readonly time: HostTime
  readonly onUncaught: UncaughtListener | undefined
  /** The background cut is due. */
  readonly cutSockets: () => void
}

const plainShow: AppShow = {
  path: 'pages/index/index',
  query: {},
  scene: 1001,
  referrerInfo: { appId: '', extraData: {} },
  apiCategory: 'default',
  forwardMaterials: [],
  hostExtraData: { host_scene: '' },
}

/** In the foreground, or hidden with what is still to come. */
type Life = 'shown' | { isSuspended: boolean; readonly cancels: (() => void)[] }

export function createAppLife({ profile, time, onUncaught, cutSockets }: AppLifeSetup): AppLife {
  const shows = createListeners<AppShow>(onUncaught)
  const hides = createListeners<AppHide>(onUncaught)
  let life: Life = 'shown'

  function suspend(): void {
    if (life === 'shown') return
    life.isSuspended = true
    time.suspend()
  }

  return {
    api: {
      onAppShow: (listener) => shows.add(listener),
      offAppShow: (listener) => shows.remove(listener),
      onAppHide: (listener) => hides.add(listener),
      offAppHide: (listener) => hides.remove(listener),
    },
    isHidden: () => life !== 'shown',
    hide({ reason = 0, cut = true, event = true } = {}) {
      if (life === 'shown') {
        const cutAfterMs = cut ? (profile.backgroundCut?.afterMs ?? Infinity) : Infinity
        const cancels = [
          time.after(profile.suspendAfterMs, suspend),
          time.after(cutAfterMs, cutSockets),
        ]
        life = { isSuspended: false, cancels }
      }
      if (event) hides.emit({ reason })
    },
    show({ event = true, ...details } = {}) {
      const before = life
      life = 'shown'
      const emitShow = () => {
        if (event) shows.emit(Object.assign({}, plainShow, details))
      }
      if (before === 'shown') return emitShow()
      for (const cancel of before.cancels) cancel()
      if (before.isSuspended) time.resume(profile.resumeSteps, emitShow)
      else emitShow()
    },
    findRefusal: () => (life !== 'shown' && life.isSuspended ? profile.connectWhileHidden : null),
    count: (event) => (event === 'appShow' ? shows : hides).count,
  }
}
