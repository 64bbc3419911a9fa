/** The fake of `miniprogram-socket/testing` as the world that the platform contract drives, whichever host it plays. */
import {
  createFakeWx,
  type FakeTask,
  type FakeWx,
  type HostProfile,
  type HostProfileName,
  type SocketTask,
} from '../../src/testing'
import type { CallFault, ConnectFault, World, WorldSocket } from './platform-world'

/** A world whose host is a fake. */
export interface FakeWorld<Host> extends World {
  /** What a platform of this host is given. */
  readonly host: Host
}

interface Callbacks {
  readonly fail?: ((failure: { errMsg: string }) => void) | undefined
}

// Kept from before a fake is installed: its Promise and its timers may stand still.
const realSetTimeout = globalThis.setTimeout
const RealPromise = globalThis.Promise

/** The host that the fake plays with this profile, or what `wrap` makes of it, as a framework does. */
export function createFakeWorld<Host extends object>({
  profile,
  wrap = (host) => host as Host,
}: {
  readonly profile: HostProfileName | HostProfile
  readonly wrap?: (host: object) => Host
}): FakeWorld<Host> {
  const uncaught: unknown[] = []
  const fake = createFakeWx({ profile, onUncaught: (error) => uncaught.push(error) })
  const uninstall = fake.install()
  const sockets: WorldSocket[] = []
  const { connectSocket } = fake.wx
  let asks = 0
  fake.wx.connectSocket = (options) => {
    asks += 1
    const made = connectSocket(options)
    sockets.push(createSocket(fake.tasks[fake.tasks.length - 1] as FakeTask, fake))
    return made
  }

  return {
    host: wrap(fake.wx),
    sockets,
    uncaught,
    get asks() {
      return asks
    },
    get listeners() {
      const events = ['appShow', 'appHide', 'networkStatusChange'] as const
      return events.reduce((sum, event) => sum + fake.listenerCount(event), 0)
    },
    failConnects: (fault) => failConnects(fake, fault),
    denyHints: (how) => denyHints(fake, how),
    hide: () => fake.hide(),
    show: () => fake.show(),
    network: (isConnected) => fake.network({ isConnected }),
    closeGlobally: (reason) => fake.globalClose({ code: 1000, reason }),
    advance: (ms) => fake.clock.advance(ms),
    async settle() {
      for (let turn = 0; turn < 4; turn += 1) {
        fake.clock.advance(0)
        await new RealPromise<void>((resolve) => void realSetTimeout(resolve, 0))
      }
    },
    dispose() {
      fake.dispose()
      uninstall()
    },
  }
}

function createSocket(task: FakeTask, { clock, Promise: HostPromise }: FakeWx): WorldSocket {
  const toFailure = (errMsg: string, errno?: number) =>
    errno === undefined ? { errMsg } : { errMsg, errno }
  return {
    asked: task.options as unknown as WorldSocket['asked'],
    sent: task.sent,
    closes: task.closeCalls,
    open: (info) => task.open(info),
    message: (data) => task.message(data),
    error: (text, errno) => task.error(toFailure(text, errno)),
    close: (code, reason) => task.close(code, reason),
    fail: (text, errno) => task.fail(toFailure(text, errno)),
    silence: () => void (task.silent = true),
    failCalls(fault) {
      const { native } = task
      const close = task.closeCalls as { code: number; reason: string }[]
      native.send = (options) => failCall(fault, options, clock, HostPromise) as undefined
      native.close = (options = {}) => {
        close.push({ code: options.code ?? 1000, reason: options.reason ?? '' })
        return failCall(fault, options, clock, HostPromise) as undefined
      }
    },
  }
}

function failCall(
  fault: CallFault,
  { fail }: Callbacks,
  clock: FakeWx['clock'],
  HostPromise: PromiseConstructor,
): unknown {
  const failNow = () => fail?.({ errMsg: 'the host fails' })
  switch (fault) {
    case 'fails':
      return failNow()
    case 'fails-later':
      return void clock.setTimeout(failNow, 50)
    case 'throws':
      throw new Error('the host throws')
    case 'rejects':
      return HostPromise.reject(new Error('the host rejects'))
    case 'in-every-way':
      failNow()
      failNow()
      clock.setTimeout(failNow, 50)
      return HostPromise.reject(new Error('the host rejects'))
  }
}

function failConnects({ wx, Promise: HostPromise }: FakeWx, fault: ConnectFault): void {
  const set = (connectSocket: (options: Callbacks) => unknown) => {
    wx.connectSocket = connectSocket as (options: Callbacks) => SocketTask
  }
  switch (fault) {
    case 'throws':
      return set(() => {
        throw new Error('the host throws')
      })
    case 'returns-undefined':
      return set(() => undefined)
    case 'returns-nonsense':
      return set(() => ({ id: 7 }))
    case 'rejects':
      return set(() => HostPromise.reject(new Error('the host rejects')))
    case 'fails-and-rejects':
      return set(({ fail }) => {
        fail?.({ errMsg: 'the host fails' })
        return HostPromise.reject(new Error('the host rejects'))
      })
    case 'is-missing':
      Reflect.deleteProperty(wx, 'connectSocket')
  }
}

function denyHints({ wx }: FakeWx, how: 'missing' | 'throws'): void {
  const hints = Object.keys(wx).filter((name) =>
    /^(on|off)(App(Show|Hide)|NetworkStatusChange|SocketClose)$/.test(name),
  )
  for (const name of hints) {
    if (how === 'missing') Reflect.deleteProperty(wx, name)
    else {
      Object.assign(wx, {
        [name]: () => {
          throw new Error('the host throws')
        },
      })
    }
  }
}
