/** Event handlers: `onmessage = …`, which keeps its place among the listeners. */
import { type Event, type EventTarget, dropEntry, entries } from './event-target'

/** A listener that can become another one where it stands. */
class Place {
  constructor(public handler: unknown) {}

  handleEvent(event: Event): void {
    if (typeof this.handler === 'function') this.handler.call(event.currentTarget, event)
  }
}

const entryOf = (target: EventTarget, type: string) =>
  target[entries].find((entry) => entry.type === type && entry.callback instanceof Place)

/** Gives all objects of a class the handler of a type: it is `null`, or a function or object, kept where the first one stood. */
export function defineHandler(prototype: EventTarget, type: string): void {
  Object.defineProperty(prototype, `on${type}`, {
    get(this: EventTarget) {
      const entry = entryOf(this, type)
      return entry ? (entry.callback as Place).handler : null
    },
    set(this: EventTarget, handler: unknown) {
      const entry = entryOf(this, type)
      if (Object(handler) !== handler) dropEntry(this, entry)
      else if (entry) (entry.callback as Place).handler = handler
      else this.addEventListener(type, new Place(handler))
    },
  })
}
