/** The hosts whose sockets are those of wx but for a few fields. docs/platforms.md says where each is known from. */
import type { SocketClose, SocketMessage, SocketOpen, SocketTask } from '../wx-types'
import type { HostShape } from './host-shape'

/** What the listeners are called with instead. */
interface Payloads {
  open(open: SocketOpen): object
  message(message: SocketMessage): object
  close(close: SocketClose): object
}

const asTheyAre: Payloads = {
  open: (open) => open,
  message: (message) => message,
  close: (close) => close,
}

const STATES = { connecting: 0, open: 1, closing: 2, closed: 3 }
const STATE_NAMES = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }

function createLookAlike(own: Partial<Payloads>, hasReadyState = false): HostShape {
  const payloads = { ...asTheyAre, ...own }
  return {
    host: (host) => host,
    task(task, { state }) {
      const shaped = {
        send: (options) => task.send(options),
        close: (options) => task.close(options),
        onError: (listener) => task.onError(listener),
        onOpen: (listener) => task.onOpen((open) => listener(payloads.open(open) as SocketOpen)),
        onMessage: (listener) =>
          task.onMessage((message) => listener(payloads.message(message) as SocketMessage)),
        onClose: (listener) =>
          task.onClose((close) => listener(payloads.close(close) as SocketClose)),
      } satisfies SocketTask
      if (hasReadyState) {
        Object.assign(shaped, STATE_NAMES)
        Object.defineProperty(shaped, 'readyState', { get: () => STATES[state()] })
      }
      return shaped
    },
  }
}

/** wx itself. */
export const wxShape: HostShape = { task: (task) => task, host: (host) => host }

const transport = { protocolType: 'http/1.1', socketType: 'tradition' }

/** Douyin, after @douyin-microapp/typings 1.3.1: the code of a close is a text. */
export const douyinShape = createLookAlike(
  {
    open: ({ header }) => ({ header, ...transport }),
    message: ({ data }) => ({ data, ...transport }),
    close: ({ code, reason }) => ({ code: String(code), reason, errMsg: reason, ...transport }),
  },
  true,
)

/** Baidu: a kind beside the data. */
export const baiduShape = createLookAlike(
  {
    open: ({ header }) => ({ header }),
    message: ({ data }) => ({
      data,
      dataType: typeof data === 'string' ? 'string' : 'arrayBuffer',
    }),
  },
  true,
)

/** QQ: an end that has no close code, such as a timeout, has a status code. */
export const qqShape = createLookAlike({
  open: ({ header }) => ({ header }),
  close: (close) => (close.code < 1_000 ? { statusCode: close.code } : close),
})
