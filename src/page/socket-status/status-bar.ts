/** The definition of the component: which socket it watches, and when the bar is to be seen. */
import type { Socket } from '../../socket/types'
import { type Instance, findApp, findLanguage, later, warn } from '../host'
import { type Texts, type Trouble, fill, mayPass, textsFor, troubleOf } from './texts'

interface Bar extends Instance {
  readonly properties: {
    readonly from: string
    readonly graceMs: number
    readonly texts: Partial<Texts> | null
  }
  readonly data: BarData
  triggerEvent(name: string, detail: object): void
}

/** What the WXML draws. */
interface BarData {
  readonly isShown: boolean
  /** It stays while the bar closes, so that the text does not vanish before the bar. */
  readonly trouble: Trouble | ''
  readonly text: string
}

/** One bar, from attached to detached. */
interface Life {
  socket: Socket | null
  stops: readonly (() => void)[]
  /** Ends the wait that a trouble of a moment is given, or that for a socket. */
  cancel: (() => void) | null
  isHidden: boolean
}

/** How often a socket is looked for that is not there yet, as before a login. */
const SEEK_MS = 1_000

/** `a.b` of the app. */
const findSocket = (from: string): unknown =>
  from
    .split('.')
    .reduce<unknown>((at, name) => (Object(at) as Record<string, unknown>)[name], findApp())

const isSocket = (value: unknown): value is Socket =>
  typeof (Object(value) as Partial<Socket>).connect === 'function' && !!(value as Socket).status

/** What `Component` is given. */
export function createStatusBar(): object {
  const lives = new WeakMap<Bar, Life>()

  const wait = (life: Life, callback?: () => void, delayMs = 0): void => {
    if (life.cancel) life.cancel()
    life.cancel = callback ? later(callback, delayMs) : null
  }

  const set = (bar: Bar, next: Partial<BarData>): void => {
    const names = Object.keys(next) as (keyof BarData)[]
    if (names.some((name) => bar.data[name] !== next[name])) bar.setData(next)
  }

  const draw = (bar: Bar, life: Life, isPatient = true): void => {
    const { socket } = life
    if (!socket || life.isHidden) return
    const { status } = socket
    const trouble = troubleOf(status)
    if (!trouble) {
      wait(life)
      // In the background nobody looks; what was wrong before is most likely still so on return.
      if (status.state !== 'suspended') set(bar, { isShown: false })
      return
    }
    const { graceMs, texts } = bar.properties
    if (isPatient && !bar.data.isShown && mayPass(trouble)) {
      if (!life.cancel) wait(life, () => draw(bar, life, false), graceMs)
      return
    }
    wait(life)
    const text = (Object(texts) as Partial<Texts>)[trouble] ?? textsFor(findLanguage())[trouble]
    set(bar, { isShown: true, trouble, text: fill(`${text}`, status) })
  }

  const leave = (life: Life): void => {
    wait(life)
    life.stops.forEach((stop) => stop())
    life.stops = []
    life.socket = null
  }

  const follow = (bar: Bar, life: Life, isAgain = false): void => {
    leave(life)
    const { from } = bar.properties
    const socket = findSocket(from)
    if (isSocket(socket)) {
      const look = (): void => draw(bar, life)
      life.socket = socket
      life.stops = [socket.on('state', look), socket.on('retry', look), socket.on('close', look)]
      look()
      return
    }
    if (!isAgain) {
      warn(
        `socket-status: getApp().${from} is no socket, got ${typeof socket}; name it in the property "from"`,
      )
    }
    set(bar, { isShown: false })
    if (!life.isHidden) wait(life, () => follow(bar, life, true), SEEK_MS)
  }

  function detached(this: Bar): void {
    const life = lives.get(this)
    if (life) leave(life)
    lives.delete(this)
  }

  const withLife = (act: (bar: Bar, life: Life) => void) =>
    function (this: Bar): void {
      const life = lives.get(this)
      if (life) act(this, life)
    }

  return {
    options: { multipleSlots: true },
    externalClasses: ['bar-class', 'text-class'],
    properties: {
      from: { type: String, value: 'socket' },
      graceMs: { type: Number, value: 1500 },
      texts: { type: Object, value: null },
      safeArea: { type: String, value: '' },
    },
    data: { isShown: false, trouble: '', text: '' },
    observers: {
      from: withLife(follow),
      texts: withLife(draw),
    },
    lifetimes: {
      attached(this: Bar) {
        detached.call(this)
        const life = { socket: null, stops: [], cancel: null, isHidden: false }
        lives.set(this, life)
        follow(this, life)
      },
      detached,
    },
    pageLifetimes: {
      show: withLife((bar, life) => {
        life.isHidden = false
        // The app may have made it since, or another one.
        if (life.socket && life.socket === findSocket(bar.properties.from)) draw(bar, life)
        else follow(bar, life, true)
      }),
      hide: withLife((_, life) => {
        wait(life)
        life.isHidden = true
      }),
    },
    methods: {
      tap: withLife((bar, { socket }) => {
        if (!socket || bar.data.trouble !== 'lost' || !bar.data.isShown) return
        const { state, lastClose } = socket.status
        bar.triggerEvent('retry', { state, code: lastClose ? lastClose.code : 0 })
        socket.connect()
      }),
    },
  }
}
