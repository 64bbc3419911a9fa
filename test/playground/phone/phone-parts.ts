/** A `wx` of a phone, with everything around it played by the test. */
import { createFakeWx, type FakeWx, type HostProfileName } from '../../../src/testing'
import { createWx } from '../../../playground/phone/api/create-wx'
import { createMemoryStore } from '../../../playground/phone/api/phone-store'
import type {
  Chrome,
  PhoneApi,
  Router,
  StringStore,
  Theme,
  Views,
  WxParts,
} from '../../../playground/phone/ports'

export interface TestPhoneOptions {
  readonly profile?: HostProfileName
  readonly language?: string
  readonly theme?: Theme
  readonly isThemed?: boolean
  readonly store?: StringStore
  readonly chrome?: Partial<Chrome>
  readonly router?: Partial<Router>
  readonly views?: Partial<Views>
  readonly clipboard?: Partial<WxParts['clipboard']>
}

export interface TestPhone {
  readonly fake: FakeWx
  readonly api: PhoneApi
  /** What the chrome, the router and the clipboard were told, in order: `['showToast', {…}]`. */
  readonly told: readonly (readonly unknown[])[]
  readonly reported: readonly { readonly type: string; readonly text: string }[]
  /** `wx[name](…args)`. */
  call(name: string, ...args: readonly unknown[]): unknown
  /** Calls an API without callbacks and waits for what its promise comes to. */
  ask(name: string, options?: object): Promise<unknown>
  /** Gives promises and callbacks their turns. */
  settle(): Promise<void>
}

export function createTestPhone(options: TestPhoneOptions = {}): TestPhone {
  const { language = 'en', theme = 'light', isThemed = true, profile = 'android' } = options
  const told: (readonly unknown[])[] = []
  const reported: { type: string; text: string }[] = []
  const fake = createFakeWx({ profile })
  const recorder = <Part extends object>(part: Partial<Part> = {}) => recordCalls(part, told)

  const api = createWx({
    fake,
    chrome: recorder<Chrome>({ isTabPage: true, tabCount: 4, ...options.chrome }),
    router: recorder<Router>(options.router),
    clipboard: recorder<WxParts['clipboard']>(options.clipboard),
    views: {
      page: () => null,
      inside: () => null,
      viewport: () => null,
      hasTag: () => false,
      ...options.views,
    },
    store: options.store ?? createMemoryStore(),
    system: { language, theme, isThemed },
    entry: { launch: entry('pages/rooms/rooms', 1001), enter: entry('pages/chat/chat', 1007) },
    resolveAsset: (path) => `/assets/${path}`,
    report: (event) => reported.push(event),
  })
  const call = (name: string, ...args: readonly unknown[]) =>
    (api.wx as Record<string, (...args: readonly unknown[]) => unknown>)[name]?.(...args)
  const settle = async () => {
    for (let turn = 0; turn < 8; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 0))
      fake.clock.advance(1)
    }
  }

  return {
    fake,
    api,
    told,
    reported,
    call,
    settle,
    async ask(name, given) {
      const outcome = (call(name, given) as Promise<unknown>).then(
        (result) => result,
        (failure: unknown) => failure,
      )
      await settle()
      return outcome
    },
  }
}

const entry = (path: string, scene: number) => ({ path, query: { room: 'general' }, scene })

/** Every method that the test does not play is recorded, and answers nothing. */
function recordCalls<Part extends object>(part: Partial<Part>, told: (readonly unknown[])[]): Part {
  return new Proxy(part, {
    get: (target, name, self) => {
      if (name in target) return Reflect.get(target, name, self) as unknown
      return (...args: unknown[]) => void told.push([name, ...args])
    },
  }) as Part
}
