// The cheapest host a library can run on: an event goes straight to the listener. Pasted into the script
// that runs in JavaScriptCore's shell: so no import here; the DOM classes come from dom.mjs.
import { Event, EventTarget, MessageEvent } from './dom.mjs'

/** @typedef {{ open(): void, message(data: string): void }} BareLink */

/** `wx` with nothing behind it; `links` collects what to drive. */
export function createBareWx() {
  /** @type {BareLink[]} */
  const links = []
  const nothing = () => {}
  return {
    links,
    wx: {
      connectSocket(/** @type {any} */ options) {
        /** @type {Function} */ let onOpen = nothing
        /** @type {Function} */ let onMessage = nothing
        links.push({
          open: () => onOpen({ header: {}, profile: {} }),
          message: (data) => onMessage({ data }),
        })
        if (options.success) options.success({ errMsg: 'connectSocket:ok' })
        return {
          onOpen: (/** @type {Function} */ listener) => void (onOpen = listener),
          onMessage: (/** @type {Function} */ listener) => void (onMessage = listener),
          onError: nothing,
          onClose: nothing,
          send: nothing,
          close: nothing,
        }
      },
      ...{ onAppShow: nothing, offAppShow: nothing, onAppHide: nothing, offAppHide: nothing },
      ...{ onNetworkStatusChange: nothing, offNetworkStatusChange: nothing },
      onSocketClose: nothing,
    },
  }
}

/** The standard `WebSocket` with nothing behind it. */
export function createBareWebSocket() {
  /** @type {BareLink[]} */
  const links = []
  class WebSocket extends EventTarget {
    constructor() {
      super()
      this.readyState = 0
      /** @type {Function | null} */ this.onopen = null
      /** @type {Function | null} */ this.onmessage = null
      links.push({
        open: () => {
          this.readyState = 1
          const event = new Event('open')
          if (this.onopen) this.onopen(event)
          this.dispatchEvent(event)
        },
        message: (data) => {
          const event = new MessageEvent('message', { data })
          if (this.onmessage) this.onmessage(event)
          this.dispatchEvent(event)
        },
      })
    }

    send() {}

    close() {}
  }
  return {
    links,
    WebSocket: Object.assign(WebSocket, { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }),
  }
}
