/** When the timeline is drawn, and with what: on a canvas that remembers what was done to it. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { join } from 'node:path'
import type { SocketRecord } from '../../miniprogram-demo/miniprogram/utils/socket-record'
import { createFakeWx, type FakeWx } from '../../src/testing'
import { expectConsole } from '../support/console'

const WIDTH = 300
const RATIO = 3
const NOW_MS = 1_700_000_000_000

/** A canvas, as a selector query answers. */
interface Canvas {
  readonly width: number
  readonly node: { width: number; height: number }
}
interface Surface {
  findCanvas(found: (canvas: Canvas | undefined) => void): void
  setSummary(text: string): void
}
interface TimelineView {
  show(): void
  hide(): void
  resize(): void
  end(): void
}
interface ViewModule {
  createView(record: SocketRecord, minutes: number, surface: Surface): TimelineView
}
// Its code is written for the official typings, which are not those of the tests.
const { createView } = jest.requireActual<ViewModule>(
  join(__dirname, '../../miniprogram-demo/miniprogram/components/socket-timeline/view.ts'),
)

type Theme = 'light' | 'dark'

let fake: FakeWx
let uninstall: () => void
let theme: Theme
let themeListeners: ((event: { theme: Theme }) => void)[]
let record: { -readonly [Name in keyof SocketRecord]: SocketRecord[Name] }
let canvas: ReturnType<typeof createCanvas>
let summaries: string[]
let view: TimelineView
/** How often the canvas was looked for, and what is found. */
let searches: number
let isThere: boolean
let shownWidth: number

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  theme = 'light'
  themeListeners = []
  Object.assign(globalThis, {
    wx: Object.assign({}, fake.wx, {
      getAppBaseInfo: () => ({ theme }),
      getWindowInfo: () => ({ pixelRatio: RATIO }),
      onThemeChange: (listener: (typeof themeListeners)[number]) => themeListeners.push(listener),
      offThemeChange: (listener: unknown) => {
        themeListeners = themeListeners.filter((other) => other !== listener)
      },
    }),
  })
  record = {
    version: 0,
    before: { state: 'open', sinceMs: NOW_MS - 600_000 },
    events: [],
  }
  canvas = createCanvas()
  summaries = []
  searches = 0
  isThere = true
  shownWidth = WIDTH
  view = createView(record, 3, {
    setSummary: (text) => summaries.push(text),
    findCanvas(found) {
      searches += 1
      setTimeout(() => found(isThere ? { node: canvas.node, width: shownWidth } : undefined), 0)
    },
  })
})

afterEach(() => {
  view.end()
  fake.dispose()
  uninstall()
})

/** A canvas whose pictures are counted, with the texts and colours of the last one. */
function createCanvas() {
  const picture = { count: 0, texts: [] as string[], colors: [] as string[] }
  const scales: number[] = []
  const context = new Proxy({} as Record<string, unknown>, {
    get(target, name: string) {
      if (name in target) return target[name]
      return (...args: unknown[]) => {
        if (name === 'clearRect') {
          Object.assign(picture, { count: picture.count + 1, texts: [], colors: [] })
        }
        if (name === 'fillText') picture.texts.push(String(args[0]))
        if (name === 'scale') scales.push(args[0] as number)
        return name === 'measureText' ? { width: String(args[0]).length * 5 } : undefined
      }
    },
    set(target, name: string, value) {
      target[name] = value
      if (/Style$/.test(name)) picture.colors.push(String(value))
      return true
    },
  })
  const node = { width: 0, height: 0, getContext: () => context } as unknown as Canvas['node']
  return { node, picture, scales }
}

function happen(event: object): void {
  record.events = [...record.events, { atMs: Date.now(), ...event } as never]
  record.version += 1
}

const pass = (ms: number) => fake.clock.advance(ms)

describe('a timeline that is seen', () => {
  test('is drawn at once, in the pixels of the screen', () => {
    view.show()
    pass(1)
    expect(canvas.picture.count).toBe(1)
    expect(canvas.node).toMatchObject({ width: WIDTH * RATIO, height: 156 * RATIO })
    expect(canvas.scales).toEqual([RATIO])
    expect(canvas.picture.texts).toEqual(expect.arrayContaining(['now', '−1 min', 'open']))
  })

  test('is drawn twice a second at most, whatever happens', () => {
    view.show()
    pass(1)
    canvas.picture.count = 0
    for (let step = 0; step < 1_000; step += 1) {
      happen({ type: 'rtt', rttMs: step })
      pass(10)
    }
    expect(canvas.picture.count).toBeLessThanOrEqual(20)
    expect(canvas.picture.count).toBeGreaterThanOrEqual(19)
  })

  test('is not drawn while nothing happens and nothing moves by a pixel', () => {
    view.show()
    pass(1)
    canvas.picture.count = 0
    // A pixel is 600 ms.
    pass(6_000)
    expect(canvas.picture.count).toBeLessThanOrEqual(10)
    expect(canvas.picture.count).toBeGreaterThanOrEqual(8)
  })

  test('shows what happened: the close with its cause, the retry with its number', () => {
    view.show()
    pass(1)
    happen({ type: 'close', cause: 'network', code: 1006 })
    happen({ type: 'retry', retry: 7 })
    happen({ type: 'rtt', rttMs: 40 })
    happen({ type: 'mark', text: 'Drop' })
    pass(500)
    expect(canvas.picture.texts).toEqual(
      expect.arrayContaining(['network 1006', '7', '50 ms', 'Drop']),
    )
  })

  test('is measured anew when its size changes', () => {
    view.show()
    pass(1)
    shownWidth = 700
    view.resize()
    pass(1)
    expect(canvas.node.width).toBe(700 * RATIO)
    expect(canvas.picture.count).toBe(2)
  })

  test('looks for its canvas until there is one', () => {
    isThere = false
    view.show()
    pass(1_100)
    expect(searches).toBe(3)
    expect(canvas.picture.count).toBe(0)
    isThere = true
    pass(600)
    expect(canvas.picture.count).toBe(1)
  })
})

describe('the theme', () => {
  const TEXT = { light: '#5d6673', dark: '#9aa3af' }

  test.each(['light', 'dark'] as const)('%s is taken from the app', (name) => {
    theme = name
    view.show()
    pass(1)
    expect(canvas.picture.colors).toContain(TEXT[name])
  })

  test('is followed at once when it changes', () => {
    view.show()
    pass(1)
    themeListeners.forEach((listener) => listener({ theme: 'dark' }))
    expect(canvas.picture.colors).toContain(TEXT.dark)
    expect(canvas.picture.colors).not.toContain(TEXT.light)
  })

  test('that changed while nobody looked is known on return', () => {
    view.show()
    pass(1)
    view.hide()
    theme = 'dark'
    view.show()
    pass(1)
    expect(canvas.picture.colors).toContain(TEXT.dark)
  })

  test('is light on a client that knows none', () => {
    const { wx } = globalThis as unknown as { wx: Record<string, unknown> }
    for (const name of ['getAppBaseInfo', 'getWindowInfo', 'onThemeChange', 'offThemeChange']) {
      delete wx[name]
    }
    const old = createView(record, 3, {
      setSummary: () => undefined,
      findCanvas: (found) => found({ node: canvas.node, width: WIDTH }),
    })
    old.show()
    expect(canvas.picture.colors).toContain(TEXT.light)
    expect(canvas.node.width).toBe(WIDTH)
    old.end()
  })
})

describe('the words', () => {
  test('say what is drawn, when something happens and now and then', () => {
    view.show()
    expect(summaries).toHaveLength(1)
    expect(summaries[0]).toMatch(/^The last 3 minutes: open 3 min\. /)
    pass(4_000)
    expect(summaries).toHaveLength(1)
    happen({ type: 'retry', retry: 1 })
    pass(500)
    expect(summaries.at(-1)).toMatch(/1 retry/)
    pass(10_000)
    expect(summaries.length).toBeLessThanOrEqual(4)
  })
})

describe('a timeline that is not seen', () => {
  test('is not drawn, and nothing is said', () => {
    view.show()
    pass(1)
    view.hide()
    const before = { count: canvas.picture.count, words: summaries.length }
    happen({ type: 'retry', retry: 1 })
    pass(60_000)
    expect({ count: canvas.picture.count, words: summaries.length }).toEqual(before)
    view.show()
    pass(1)
    expect(canvas.picture.count).toBe(before.count + 1)
    expect(canvas.picture.texts).toContain('−1 min')
  })

  test('ended, draws nothing more and leaves no timer and no listener, also when its canvas is still looked for', () => {
    view.show()
    view.end()
    pass(5_000)
    view.show()
    pass(5_000)
    expect(canvas.picture.count).toBe(0)
    expect(themeListeners).toEqual([])
    expect(fake.clock.pending).toBe(0)
  })
})

describe('the component', () => {
  test.each([
    ['outside of an app', () => undefined],
    ['in an app without that socket', () => ({ other: {} })],
  ])('%s says what it misses, draws nothing, and may go', (_, getApp) => {
    let definition = {} as {
      lifetimes: Record<'attached' | 'detached', (this: object) => void>
      methods: object
    }
    Object.assign(globalThis, { getApp, Component: (given: never) => (definition = given) })
    try {
      jest.isolateModules(() => {
        jest.requireActual(
          '../../miniprogram-demo/miniprogram/components/socket-timeline/socket-timeline.ts',
        )
      })
      const component = { properties: { from: 'socket', minutes: 3 }, ...definition.methods }
      definition.lifetimes.attached.call(component)
      expectConsole('warn', 'socket-timeline: getApp().socket is no socket')
      definition.lifetimes.detached.call(component)
      expect(fake.clock.pending).toBe(0)
    } finally {
      for (const name of ['getApp', 'Component']) Reflect.deleteProperty(globalThis, name)
    }
  })
})
