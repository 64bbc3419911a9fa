/** A phone with the demo on it, as it stands in the repository: its pages in WeChat's component framework, the host a scripted fake. */
import { expect, jest } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createPhoneStorage } from '../../../scripts/start/phone-storage.mjs'
import type { Delivery } from '../../../src/delivery'
import type { Socket } from '../../../src/index'
import { createFakeWx, type FakeTask, type FakeWx, type FakeWxOptions } from '../../../src/testing'
import { createFramework, type Framework, type OpenPage } from '../../page/component-framework'
import { serverOn, type ScriptedServer } from './scripted-server'

const ROOT = join(__dirname, '../../..')
const DEMO = join(ROOT, 'miniprogram-demo/miniprogram')
const STATUS_BAR = join(ROOT, 'src/page/socket-status')

/** The demo's app, as a page gets it. */
export interface DemoApp {
  readonly socket: Socket
  readonly delivery: Delivery
  readonly rooms: {
    readonly name: string
    readonly unread: number
    readonly online: readonly string[]
    on(name: string, listener: (payload: unknown) => void): () => void
  }
  onLaunch(options: { query: Record<string, string> }): void
  signIn(name: string): void
}

/** A page that is open. */
export interface PhonePage {
  readonly data: Readonly<Record<string, unknown>>
  /** What every `setData` since it was opened was given. */
  readonly setDataCalls: Record<string, unknown>[]
  /** Calls a handler of the page. */
  call(method: string, event?: object): void
  /** The texts of every element that matches, in order. */
  texts(selector: string): string[]
  /** An attribute of every element that matches; empty where there is none. */
  attributes(selector: string, name: string): string[]
  /** Taps the only element that matches. */
  tap(selector: string): void
  /** What the status bar of the page says; empty when it is not to be seen. */
  bar(): string
  show(): void
  hide(): void
  close(): void
}

/** What the host was asked to show. */
export interface Screen {
  /** On the first tab; empty when there is none. */
  badge: string
  /** How often the badge was set or taken away. */
  badgeCalls: number
  title: string
  readonly clipboard: string[]
  readonly relaunches: string[]
}

export interface Phone {
  readonly fake: FakeWx
  readonly app: DemoApp
  readonly screen: Screen
  lastTask(): FakeTask
  /** Opens a page: onLoad, onShow, and a wait until what it sets soon is set. */
  open(route: string, query?: Record<string, string>): PhonePage
  /** Lets what the pages set soon be set: 100 ms of the phone's time. */
  draw(): void
  /** Lets promises and the storage have their turns; takes 20 ms of the phone's time. */
  settle(): Promise<void>
  /** The system kills the app: its timers, its link and what it asked of the storage end with it. */
  kill(): void
}

type Storage = ReturnType<typeof createPhoneStorage>
const realSetTimeout = globalThis.setTimeout
const DRAW_MS = 100

/** Launches the app on a phone with this storage; its link is not open yet. */
export async function launch(
  query: Record<string, string> = { name: 'ann' },
  storage: Storage = createPhoneStorage(),
  options: FakeWxOptions = {},
): Promise<Phone> {
  const fake = createFakeWx(options)
  const uninstall = fake.install()
  const kept = storage.forLaunch()
  const screen = { badge: '', badgeCalls: 0, title: '', clipboard: [], relaunches: [] }
  Object.assign(globalThis, { wx: Object.assign({}, fake.wx, kept.api, screenApi(screen)) })
  const app = readApp()
  const framework = createFramework()
  const added = new Set<string>()
  const pages = new Set<PhonePage>()

  /** With a live fake time moves by itself. */
  const advance = (ms: number) => (fake.clock as Partial<FakeWx['clock']>).advance?.(ms)
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      await new Promise((resolve) => realSetTimeout(resolve, 0))
      advance(2)
    }
  }
  const phone: Phone = {
    fake,
    app,
    screen,
    settle,
    draw: () => advance(DRAW_MS),
    lastTask() {
      const task = fake.tasks.at(-1)
      if (!task) throw new Error('no link was asked for')
      return task
    },
    open(route, query) {
      if (!added.has(route)) addPage(framework, route)
      added.add(route)
      const page = wrap(framework.open(route, query), () => pages.delete(page))
      pages.add(page)
      phone.draw()
      return page
    },
    kill() {
      for (const page of pages) page.close()
      kept.end()
      fake.dispose()
      uninstall()
    },
  }
  app.onLaunch({ query: { server: 'ws%3A%2F%2Fdemo.example', ...query } })
  // Without a listener it is warned of.
  app.socket.on('error', () => undefined)
  await settle()
  return phone
}

/** Opens the link that was asked for last, and welcomes the client on it. */
export async function welcome(
  phone: Phone,
  fields: Record<string, unknown> = {},
): Promise<ScriptedServer> {
  const task = phone.lastTask()
  task.open()
  const server = serverOn(task, Number(fields['next'] ?? 1) - 1)
  server.welcome(fields)
  await phone.settle()
  return server
}

/** The part of `wx` that shows something, with success and fail left out: the demo asks for neither. */
function screenApi(screen: Omit<Screen, 'clipboard' | 'relaunches'> & Record<string, unknown>) {
  const setBadge = (text: string) => {
    screen.badge = text
    screen.badgeCalls += 1
  }
  const query = {
    select: () => query,
    boundingClientRect: (tell: (rect: { height: number }) => void) => {
      tell({ height: 400 })
      return query
    },
    exec: () => undefined,
  }
  return {
    setTabBarBadge: ({ text }: { text: string }) => setBadge(text),
    removeTabBarBadge: () => setBadge(''),
    setNavigationBarTitle: ({ title }: { title: string }) => (screen.title = title),
    setClipboardData: ({ data }: { data: string }) => (screen['clipboard'] as string[]).push(data),
    reLaunch: ({ url }: { url: string }) => (screen['relaunches'] as string[]).push(url),
    createSelectorQuery: () => query,
    getAppBaseInfo: () => ({ language: 'en' }),
  }
}

/** Evaluates app.ts, and takes what it hands to `App()`. */
function readApp(): DemoApp {
  let app: DemoApp | undefined
  Object.assign(globalThis, { App: (given: DemoApp) => (app = given), getApp: () => app })
  jest.isolateModules(() => void jest.requireActual(join(DEMO, 'app.ts')))
  if (!app) throw new Error('app.ts did not call App()')
  return app
}

const evaluate = (file: string) => () => jest.isolateModules(() => void jest.requireActual(file))

/** Adds a page, and the components of the demo that it uses. */
function addPage(framework: Framework, route: string): void {
  framework.add('socket-status', {
    wxml: readFileSync(join(STATUS_BAR, 'index.wxml'), 'utf8'),
    script: evaluate(join(STATUS_BAR, 'index.ts')),
  })
  const file = join(DEMO, route)
  if (!existsSync(`${file}.ts`)) throw new Error(`the demo has no page ${route}`)
  const { usingComponents = {} } = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as {
    usingComponents?: Record<string, string>
  }
  const components = Object.values(usingComponents).map((path) => path.replace(/^\//, ''))
  for (const path of [...components, route]) {
    framework.add(path, {
      wxml: readFileSync(join(DEMO, `${path}.wxml`), 'utf8'),
      usingComponents: { 'socket-status': '/socket-status', ...usingComponents },
      script: evaluate(join(DEMO, `${path}.ts`)),
    })
  }
}

function wrap(page: OpenPage, forget: () => void): PhonePage {
  const { instance } = page
  const dom = page.dom as unknown as HTMLElement
  const setDataCalls: Record<string, unknown>[] = []
  const setData = instance['setData']
  instance['setData'] = function (this: object, values: unknown) {
    setDataCalls.push(values as Record<string, unknown>)
    return setData?.call(instance, values)
  }
  const all = (selector: string) => Array.from(dom.querySelectorAll(selector))
  let isOpen = true
  return {
    get data() {
      return page.data
    },
    setDataCalls,
    call: (method, event = {}) => void instance[method]?.(event),
    texts: (selector) => all(selector).map(({ textContent }) => textContent ?? ''),
    attributes: (selector, name) => all(selector).map((one) => one.getAttribute(name) ?? ''),
    tap(selector) {
      expect(all(selector)).toHaveLength(1)
      page.tap(selector)
    },
    bar: () => (dom.querySelector('.frame.shown')?.textContent ?? '').trim(),
    show: () => page.show(),
    hide: () => page.hide(),
    close() {
      if (!isOpen) return
      isOpen = false
      forget()
      page.close()
    },
  }
}
