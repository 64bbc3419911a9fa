/** `Event` and `EventTarget` of the DOM standard, as far as sockets use them: a mini-program has neither. */
import type { Clock } from '../core/ports'

/** A function, or an object with `handleEvent`. */
export type EventListener<E> = ((event: E) => void) | { handleEvent(event: E): void }

/** Options of `addEventListener`. */
export interface ListenerOptions {
  /** Part of what tells listeners apart; nothing else here. @default false */
  readonly capture?: boolean
  /** Removes the listener when it is called. @default false */
  readonly once?: boolean
}

interface Entry {
  readonly type: string
  readonly callback: EventListener<never>
  readonly capture: boolean
  readonly once: boolean | undefined
}

// Symbols: whoever adds properties of its own, as stompjs and phoenix do, or derives a class, meets none of ours.
const stopped = Symbol()
const timers = Symbol()
/** The listeners of all types, in order; the list is replaced, never changed. */
export const entries = Symbol()

/** Options of an {@link Event}. */
export interface EventInit {
  /** As in the standard; there is no tree to bubble up. @default false */
  readonly bubbles?: boolean
  /** Whether `preventDefault()` counts. @default false */
  readonly cancelable?: boolean
}

/** Something that happened. */
export class Event {
  /** What happened. */
  readonly type: string
  /** As it was made. */
  readonly bubbles: boolean
  /** As it was made. */
  readonly cancelable: boolean
  /** `preventDefault()` was called, and counted. */
  defaultPrevented = false
  /** Whom it was dispatched to; `null` before that. */
  target: EventTarget | null = null
  /** Whose listeners are being called; `null` before and after. */
  currentTarget: EventTarget | null = null;
  declare [stopped]: boolean

  constructor(type: string, { bubbles = false, cancelable = false }: EventInit = {}) {
    this.type = `${type}`
    this.bubbles = bubbles
    this.cancelable = cancelable
  }

  /** Counts on a cancelable event only. */
  preventDefault(): void {
    this.defaultPrevented = this.cancelable
  }

  /** Does nothing: there are no parents. */
  stopPropagation(): void {}

  /** The listeners that are left are not called. */
  stopImmediatePropagation(): void {
    this[stopped] = true
  }
}

const toEntry = (
  type: string,
  callback: EventListener<never> | null,
  options?: boolean | ListenerOptions,
): Entry => {
  const { capture = options === true, once } = Object(options) as ListenerOptions
  return { type, callback: callback as EventListener<never>, capture: !!capture, once }
}

const find = (target: EventTarget, { type, callback, capture }: Entry): Entry | undefined =>
  target[entries].find(
    (entry) => entry.type === type && entry.callback === callback && entry.capture === capture,
  )

/** Keeps listeners and calls them. */
export class EventTarget {
  declare readonly [timers]: Pick<Clock, 'startTimer'>;
  declare [entries]: readonly Entry[]

  /** What a listener throws is thrown again by a timer of this clock, so that it reaches the host's `onError` (E1). */
  constructor(clock: Pick<Clock, 'startTimer'>) {
    this[timers] = clock
    this[entries] = []
  }

  /**
   * Adds a listener, unless it is there already; `null` adds none. Takes effect after a dispatch under way.
   * @throws TypeError for anything but a function or an object.
   */
  addEventListener(
    type: string,
    callback: EventListener<never> | null,
    options?: boolean | ListenerOptions,
  ): void {
    const entry = toEntry(type, callback, options)
    if (callback === null || callback === undefined || find(this, entry)) return
    if (Object(callback) !== callback) throw new TypeError('no listener')
    this[entries] = this[entries].concat(entry)
  }

  /** Removes exactly that listener, also from a dispatch under way. */
  removeEventListener(
    type: string,
    callback: EventListener<never> | null,
    options?: boolean | ListenerOptions,
  ): void {
    dropEntry(this, find(this, toEntry(type, callback, options)))
  }

  /**
   * Calls the listeners; one that throws stops nobody.
   * @returns whether nobody prevented the default.
   * @throws TypeError for anything but an {@link Event}.
   */
  dispatchEvent(event: Event): boolean {
    if (!(event instanceof Event)) throw new TypeError('no Event')
    event.target = event.currentTarget = this
    // The list as it is now: what is added meanwhile is in another one.
    this[entries].forEach((entry) => {
      if (event[stopped] || entry.type !== event.type || this[entries].indexOf(entry) < 0) return
      if (entry.once) dropEntry(this, entry)
      const callback = entry.callback as EventListener<Event>
      try {
        if (typeof callback === 'function') callback.call(this, event)
        else callback.handleEvent(event)
      } catch (thrown) {
        this[timers].startTimer(() => {
          throw thrown
        }, 0)
      }
    })
    event.currentTarget = null
    event[stopped] = false
    return !event.defaultPrevented
  }
}

/** Removes a listener, if there is one. */
export function dropEntry(target: EventTarget, entry: Entry | undefined): void {
  target[entries] = target[entries].filter((other) => other !== entry)
}
