/**
 * The two faces of the network: the standard `WebSocket` and `wx`. Only what both kinds of library need; where
 * the platforms differ is in bench/README.md.
 */
import { CloseEvent, Event, EventTarget, MessageEvent } from './dom.mjs'

/** @typedef {import('./network.mjs').Network} Network */

/** The network as the standard `WebSocket` class. @param {Network} network */
export function createWebSocketClass(network) {
  return class WebSocket extends EventTarget {
    static CONNECTING = 0
    static OPEN = 1
    static CLOSING = 2
    static CLOSED = 3
    CONNECTING = 0
    OPEN = 1
    CLOSING = 2
    CLOSED = 3
    binaryType = 'blob'
    bufferedAmount = 0
    extensions = ''
    protocol = ''
    onopen = null
    onmessage = null
    onerror = null
    onclose = null

    /** @param {string} url */
    constructor(url) {
      super()
      this.url = url
      const emit = (/** @type {any} */ event) => {
        const handler = /** @type {any} */ (this)[`on${event.type}`]
        if (handler) handler.call(this, event)
        this.dispatchEvent(event)
      }
      this.native = network.connect(
        {
          open: () => emit(new Event('open')),
          message: (data) => emit(new MessageEvent('message', { data })),
          error: () => emit(new Event('error')),
          close: (code, reason, wasClean) => {
            emit(new CloseEvent('close', { code, reason, wasClean }))
          },
        },
        { ignoresCloseWhileConnecting: false },
      )
    }

    get readyState() {
      return this.native.readyState
    }

    /** @param {string} data */
    send(data) {
      if (this.readyState === 0) throw new Error('InvalidStateError: still in CONNECTING state')
      if (this.readyState === 1) this.native.send(data)
    }

    /** @param {number} [code] @param {string} [reason] */
    close(code = 1005, reason = '') {
      this.native.close(code, reason)
    }
  }
}

/** The network as the part of `wx` that socket libraries use. @param {Network} network */
export function createWx(network) {
  const listeners = {
    /** @type {Set<Function>} */ show: new Set(),
    /** @type {Set<Function>} */ hide: new Set(),
    /** @type {Set<Function>} */ networkStatus: new Set(),
    /** @type {Set<Function>} */ socketClose: new Set(),
  }

  /** @param {any} options */
  function connectSocket(options) {
    /** @type {Record<string, Function>} */
    const handlers = {}
    const call = (/** @type {string} */ name, /** @type {any} */ result) => {
      if (handlers[name]) handlers[name](result)
    }
    const native = network.connect(
      {
        open: () => call('open', { header: {}, profile: {} }),
        message: (data) => call('message', { data }),
        error: (errMsg) => call('error', { errMsg }),
        close: (code, reason) => call('close', { code, reason }),
      },
      { ignoresCloseWhileConnecting: true },
    )
    if (options.success) options.success({ errMsg: 'connectSocket:ok' })
    if (options.complete) options.complete({ errMsg: 'connectSocket:ok' })
    const on = (/** @type {string} */ name) => (/** @type {Function} */ handler) => {
      handlers[name] = handler
    }
    return {
      onOpen: on('open'),
      onMessage: on('message'),
      onError: on('error'),
      onClose: on('close'),
      send(/** @type {any} */ { data, success, fail }) {
        if (native.readyState !== 1) {
          if (fail) fail({ errMsg: 'sendSocketMessage:fail WebSocket is not connected' })
          return
        }
        native.send(data)
        if (success) success({ errMsg: 'sendSocketMessage:ok' })
      },
      close(/** @type {any} */ { code = 1000, reason = '', success, fail } = {}) {
        const isOpen = native.readyState === 1
        native.close(code, reason)
        if (isOpen && success) success({ errMsg: 'closeSocket:ok' })
        if (!isOpen && fail) fail({ errMsg: 'closeSocket:fail WebSocket is not connected' })
      },
    }
  }

  return {
    connectSocket,
    onAppShow: (/** @type {Function} */ fn) => void listeners.show.add(fn),
    offAppShow: (/** @type {Function} */ fn) => void listeners.show.delete(fn),
    onAppHide: (/** @type {Function} */ fn) => void listeners.hide.add(fn),
    offAppHide: (/** @type {Function} */ fn) => void listeners.hide.delete(fn),
    onNetworkStatusChange: (/** @type {Function} */ fn) => void listeners.networkStatus.add(fn),
    offNetworkStatusChange: (/** @type {Function} */ fn) => void listeners.networkStatus.delete(fn),
    onSocketClose: (/** @type {Function} */ fn) => void listeners.socketClose.add(fn),
    /** How many listeners the libraries have left on this host. */
    countListeners: () => Object.values(listeners).reduce((sum, set) => sum + set.size, 0),
  }
}
