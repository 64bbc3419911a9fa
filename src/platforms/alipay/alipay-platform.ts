/** `my` as what the core asks of the world: sockets of its own, everything else like wx. */
import type { Ports } from '../../core/ports'
import {
  type SocketTranslation,
  createTranslatedPlatform,
} from '../socket-task/translated-platform'
import type { WxSocketTask } from '../wx/wx-host'
import { fromBase64, toBase64 } from './base64'
import { toWxFailure } from './my-errors'
import type { MyEvent, MyHost, MyPayload, MySocketTask } from './my-host'

const hasOwn = (object: object, name: string): boolean =>
  Object.prototype.hasOwnProperty.call(object, name)

/** What a message carries, wrapped or not. */
function unwrap(message: MyEvent<MyPayload>): MyPayload {
  const outer = Object(message) as { readonly data?: unknown }
  const inner = Object(outer.data) as object
  return (hasOwn(inner, 'isBuffer') || hasOwn(inner, 'socketTaskID') ? inner : outer) as MyPayload
}

function toWxTask(task: MySocketTask): WxSocketTask {
  return {
    send({ data, success, fail }) {
      const payload = typeof data === 'string' ? { data } : { data: toBase64(data), isBuffer: true }
      return task.send({ ...payload, success, fail: (raw) => fail(toWxFailure(raw)) })
    },
    close: ({ fail, ...close }) => task.close({ ...close, fail: (raw) => fail(toWxFailure(raw)) }),
    onOpen: (listener) => task.onOpen(() => listener({})),
    onMessage: (listener) =>
      task.onMessage((message) => {
        const { data, isBuffer } = unwrap(message)
        listener({ data: isBuffer && typeof data === 'string' ? fromBase64(data) : data })
      }),
    onError: (listener) => task.onError((raw) => listener(toWxFailure(raw))),
    // It says which task closed and nothing else; the Android client knows no more itself.
    onClose: (listener) => task.onClose(() => listener({})),
  }
}

const translation: SocketTranslation<MyHost, MySocketTask> = {
  // https://opendocs.alipay.com/mini/api/vx19c3; some Android clients refuse the third, see docs/platforms.md.
  maxSockets: 5,
  connect: (my, { fail, ...options }) =>
    my.connectSocket({ ...options, multiple: true, fail: (raw) => fail(toWxFailure(raw)) }),
  toWxTask,
}

/** The ports of Alipay. The host is looked up when it is needed, never at import. */
export function createAlipayPlatform(lookUp: () => MyHost | undefined): Ports {
  const platform = createTranslatedPlatform(lookUp, translation)
  return {
    ...platform,
    transport: {
      ...platform.transport,
      // `my.onSocketClose` belongs to the one socket that is made without `multiple`.
      watchCuts: () => () => undefined,
    },
  }
}
