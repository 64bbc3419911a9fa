// The few DOM classes some peers expect. Also pasted into the script that runs in JavaScriptCore's
// shell, which has none of them: so no import here, and nothing newer than that shell understands.

export class Event {
  /** @param {string} type @param {any} [init] */
  constructor(type, init) {
    this.type = type
    this.target = (init && init.target) || null
  }
}

export class MessageEvent extends Event {
  /** @param {string} type @param {any} init */
  constructor(type, init) {
    super(type, init)
    this.data = init.data
  }
}

export class CloseEvent extends Event {
  /** @param {string} type @param {any} init */
  constructor(type, init) {
    super(type, init)
    this.code = init.code
    this.reason = init.reason
    this.wasClean = init.wasClean
  }
}

export class CustomEvent extends Event {
  /** @param {string} type @param {any} [init] */
  constructor(type, init) {
    super(type, init)
    this.detail = init && init.detail
  }
}

export class EventTarget {
  constructor() {
    /** @type {Record<string, Function[]>} */
    this.listenersByType = {}
  }

  /** @param {string} type @param {Function} listener */
  addEventListener(type, listener) {
    const listeners = this.listenersByType[type] || (this.listenersByType[type] = [])
    if (listeners.indexOf(listener) < 0) listeners.push(listener)
  }

  /** @param {string} type @param {Function} listener */
  removeEventListener(type, listener) {
    const listeners = this.listenersByType[type]
    if (listeners) this.listenersByType[type] = listeners.filter((other) => other !== listener)
  }

  /** @param {any} event */
  dispatchEvent(event) {
    const listeners = this.listenersByType[event.type]
    if (listeners) for (const listener of listeners) listener(event)
    return true
  }
}
