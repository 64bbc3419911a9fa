/**
 * The compiled app on a phone: its code in a realm of its own on a fake `wx`, its page and the component in it
 * rendered by the official simulator from the compiled templates.
 */
import { jest } from '@jest/globals'
import { loadApp } from '../../../scripts/mini-program/load-app.mjs'
import type { FakeClock, FakeWx } from '../../../src/testing'

type Files = Readonly<Record<string, string | Buffer>>
type Definition = Readonly<Record<string, unknown>>

interface Element {
  readonly dom: HTMLElement
  dispatchEvent(name: string, options?: object): void
}
interface Root extends Element {
  readonly data: Record<string, unknown>
  attach(parent: object): void
  detach(): void
  querySelector(selector: string): Element | undefined
  triggerPageLifeTime(name: 'show' | 'hide'): void
}
interface Simulator {
  load(definition: object): string
  render(id: string): Root
}

const simulate = jest.requireActual<Simulator>('miniprogram-simulate')

export interface Screen {
  /** What stands on it, without the spaces of the markup. */
  text(): string
  /** The text of the status bar while it is to be seen. */
  bar(): string | null
  /** Types into the input. */
  type(text: string): Promise<void>
  /** Taps on the first element of a selector. */
  tap(selector: string): Promise<void>
  hide(): void
  show(): void
  /** What the app printed. */
  readonly printed: readonly string[]
  close(): void
}

const PAGE = 'pages/index/index'
const COMPONENT = 'miniprogram-socket/socket-status/index'

export function openScreen(files: Files, fake: FakeWx<FakeClock>, language: string): Screen {
  const printed: string[] = []
  let defined: Definition = {}
  const define = (definition: Definition) => void (defined = definition)
  const wx = Object.assign(Object.create(fake.wx), { getAppBaseInfo: () => ({ language }) })
  const { setTimeout, clearTimeout } = fake.clock
  const { app, requireModule } = loadApp({
    files,
    wx,
    globals: {
      // The simulator knows the types of properties by identity.
      ...{ String, Number, Boolean, Object, Array },
      ...{ setTimeout, clearTimeout },
      ...{ Page: define, Component: define, Behavior: Reflect.get(globalThis, 'Behavior') },
      console: consoleInto(printed),
    },
  })
  const evaluate = (path: string): Definition => {
    requireModule(path)
    return defined
  }
  const template = (path: string) => String(files[`${path}.wxml`])

  const bar = simulate.load({
    ...evaluate(COMPONENT),
    template: template(`miniprogram_npm/${COMPONENT}`),
  })
  const { usingComponents } = JSON.parse(String(files[`${PAGE}.json`]))
  const root = simulate.render(
    simulate.load({
      ...asComponent(evaluate(`/${PAGE}`)),
      template: template(PAGE),
      usingComponents: Object.fromEntries(
        Object.entries<string>(usingComponents).flatMap(([tag, path]) =>
          path.endsWith(COMPONENT) ? [[tag, bar]] : [],
        ),
      ),
    }),
  )
  root.attach(document.body)

  function find(selector: string): HTMLElement {
    const found = root.dom.querySelector<HTMLElement>(selector)
    if (!found) throw new Error(`there is no ${selector} on the screen: ${root.dom.innerHTML}`)
    return found
  }
  return {
    text: () => root.dom.textContent.replace(/\s+/g, ' ').trim(),
    bar: () => root.dom.querySelector('.shown')?.textContent.trim() ?? null,
    type(value) {
      root.querySelector('.input')?.dispatchEvent('input', { detail: { value } })
      return heard()
    },
    tap(selector) {
      tapOn(find(selector))
      return heard()
    },
    hide() {
      root.triggerPageLifeTime('hide')
      fake.hide()
    },
    show() {
      fake.show()
      root.triggerPageLifeTime('show')
    },
    printed,
    close() {
      root.detach()
      app.socket.close()
      fake.dispose()
    },
  }
}

interface Instance {
  setData(values: object, done?: () => void): void
}

/** What `Page` makes of a definition, for a simulator that knows `Component` only: handlers are methods. */
function asComponent(page: Definition): object {
  const entries = Object.entries(page)
  const isMethod = ([, value]: [string, unknown]) => typeof value === 'function'
  return {
    ...Object.fromEntries(entries.filter((entry) => !isMethod(entry))),
    data: asJson(page['data']),
    methods: Object.fromEntries(entries.filter(isMethod)),
    lifetimes: {
      // As in a phone, where data goes to another thread; here, to another realm.
      created(this: Instance) {
        const setData = this.setData.bind(this)
        this.setData = (values, done) => setData(asJson(values) as object, done)
      },
    },
  }
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

/** The simulator hands events to handlers a turn later. */
const heard = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0))

/** A finger on an element of the document, as the simulator's root hears it. */
function tapOn(element: HTMLElement): void {
  const touch = { pageX: 0, pageY: 0 }
  for (const [type, touches] of [
    ['touchstart', [touch]],
    ['touchend', []],
  ] as const) {
    const event = new Event(type, { bubbles: true, cancelable: true })
    element.dispatchEvent(Object.assign(event, { touches, changedTouches: [touch] }))
  }
}

function consoleInto(printed: string[]): object {
  const print = (...args: unknown[]) => void printed.push(args.map(String).join(' '))
  return { log: print, info: print, warn: print, error: print }
}
