import type { FakeClock, HostTime, VirtualClock } from './clock'
import type { ConnectorSetup } from './connect-socket'
import { countListeners, createFakeParts, type FakeParts } from './fake-parts'
import type { FakeWx, FakeWxOptions } from './fake-wx'
import { createFaultBox, type FaultBox } from './faults'
import { installGlobals, listTimeGlobals } from './globals'
import type { HostProfile, HostProfileName } from './host-profile'
import { hostProfiles } from './host-profiles'
import { createLiveWire } from './live-wire'
import { createMacrotaskPromise } from './macrotask-promise'
import type { FakeMy } from './my-types'
import { createRealTime } from './real-time'
import { shapeOf } from './shapes/shapes'
import { endTask } from './task-record'
import { createVirtualTime } from './virtual-clock'
import type { FakeHost } from './wx-types'

/** Options that lead to a clock which cannot be moved by hand. */
export type RealTimeFakeWxOptions = FakeWxOptions &
  ({ readonly live: NonNullable<FakeWxOptions['live']> } | { readonly clock: 'real' })

/**
 * Makes a `wx` whose sockets, app life, network and time do what a test says. Live, its sockets are real ones. With the
 * profile of another host it is that host's object: `tt`, `my`, ….
 * @throws Error for an unknown profile name.
 */
export function createFakeWx(
  options: RealTimeFakeWxOptions & { readonly profile: 'alipay' },
): FakeWx<FakeClock, FakeMy>
export function createFakeWx(
  options: FakeWxOptions & { readonly profile: 'alipay' },
): FakeWx<VirtualClock, FakeMy>
export function createFakeWx(options: FakeWxOptions & { readonly clock: 'virtual' }): FakeWx
export function createFakeWx(options: RealTimeFakeWxOptions): FakeWx<FakeClock>
export function createFakeWx(options?: FakeWxOptions): FakeWx
export function createFakeWx(options: FakeWxOptions = {}): FakeWx<FakeClock, object> {
  const { onUncaught, live } = options
  const profile = findProfile(options.profile ?? 'android')
  const isRealTime = (options.clock ?? (live === undefined ? 'virtual' : 'real')) === 'real'
  const { clock, host: time } = isRealTime
    ? createRealTime({ ...profile, onUncaught })
    : createVirtualTime({ ...profile, onUncaught, startAtMs: options.startAtMs })
  const HostPromise = profile.promise === 'native' ? Promise : createHostPromise(time)
  const box = createFaultBox()
  const layWire = live === undefined ? null : createWireLayer(live.WebSocket, box, time, profile)
  const parts = createFakeParts({ clock, time, profile, HostPromise, onUncaught, layWire })
  const wx = createHost(parts, profile, HostPromise)
  const globals = {
    [profile.globalName]: wx,
    ...(isRealTime ? {} : listTimeGlobals(clock)),
    ...(profile.promise === 'native' ? {} : { Promise: HostPromise }),
  }

  return {
    ...createControls(parts, time),
    wx,
    clock,
    profile,
    Promise: HostPromise,
    tasks: parts.sockets.tasks,
    connectCalls: parts.sockets.connectCalls,
    get openCount() {
      return parts.sockets.countOpen()
    },
    get isHidden() {
      return parts.life.isHidden()
    },
    get faults() {
      if (live !== undefined) return box.faults
      throw new Error('faults are for live mode; a scripted task is driven by hand')
    },
    install: () => installGlobals(globals),
  }
}

function findProfile(profile: HostProfileName | HostProfile): HostProfile {
  if (typeof profile !== 'string') return profile
  const found: HostProfile | undefined = hostProfiles[profile]
  if (found !== undefined) return found
  const names = Object.keys(hostProfiles).join(', ')
  throw new Error(`createFakeWx: no profile is called '${profile as string}'; there are ${names}`)
}

/** Promise callbacks are the script's, so they stand still with it. */
function createHostPromise(time: HostTime): PromiseConstructor {
  return createMacrotaskPromise((callback) => time.after(0, () => time.post(callback)))
}

function createWireLayer(
  WebSocket: NonNullable<FakeWxOptions['live']>['WebSocket'],
  box: FaultBox,
  time: HostTime,
  profile: HostProfile,
): NonNullable<ConnectorSetup['layWire']> {
  return (options, events) => createLiveWire({ WebSocket, box, time, profile }, options, events)
}

function createHost(
  { sockets, legacy, life, network }: FakeParts,
  profile: HostProfile,
  HostPromise: PromiseConstructor,
): FakeHost {
  const host: FakeHost = {
    connectSocket: sockets.connectSocket,
    ...legacy.api,
    ...life.api,
    ...network.api,
    getAppBaseInfo: () => ({ SDKVersion: '3.17.0', version: '8.0.60', language: 'zh_CN' }),
    getDeviceInfo: () => ({ platform: profile.platform, system: profile.name, model: 'fake' }),
  }
  for (const name of profile.lacks) Reflect.deleteProperty(host, name)
  return shapeOf(profile).host(host, { tasks: sockets.tasks, Promise: HostPromise })
}

function createControls(parts: FakeParts, time: HostTime) {
  const { sockets, life, network, globalClose } = parts
  return {
    globalClose,
    nextConnect: sockets.nextConnect,
    onTask: sockets.onTask,
    forgetClosed: sockets.forgetClosed,
    hide: life.hide,
    show: life.show,
    network: network.change,
    listenerCount: (event: Parameters<FakeWx['listenerCount']>[0]) => countListeners(parts, event),
    dispose() {
      for (const { record } of sockets.owned) endTask(record)
      time.dispose()
    },
  }
}
