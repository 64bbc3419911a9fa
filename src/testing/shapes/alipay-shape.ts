/** Alipay's `my`: wrapped payloads, base64, numbers for errors, promises, and a close that says nothing. */
import type {
  MyCallbackOptions,
  MyConnectSocketOptions,
  MyFailure,
  MySendOptions,
  MySocketMessage,
} from '../my-types'
import type {
  CallbackOptions,
  ConnectSocketOptions,
  Failure,
  FakeHost,
  SocketPayload,
  SocketTask,
} from '../wx-types'
import { alipayFailures, numberOf } from './alipay-failures'
import { fromBase64, toBase64 } from './base64'
import type { HostInsides, HostShape, TaskInsides } from './host-shape'

type Listener = (payload: unknown) => void

const toMyFailure = (failure: Failure): MyFailure => ({
  error: numberOf(failure),
  errorMessage: failure.errMsg,
})

const toMyMessage = (data: SocketPayload): MySocketMessage =>
  typeof data === 'string' ? { data, isBuffer: false } : { data: toBase64(data), isBuffer: true }

const toPayload = ({ data, isBuffer = false }: MySendOptions): SocketPayload =>
  isBuffer ? fromBase64(data) : data

/** The same callbacks in the words of wx; those that were not passed stay away. */
function toWxCallbacks(options: MyCallbackOptions<never>, result: object): CallbackOptions {
  const { success, fail, complete } = options as MyCallbackOptions
  return {
    ...(success && { success: () => success(result) }),
    ...(fail && { fail: (failure) => fail(toMyFailure(failure)) }),
    ...(complete && {
      complete: (told) => complete(/:ok$/.test(told.errMsg) ? result : toMyFailure(told)),
    }),
  }
}

/**
 * A promise in any case, as it is typed. It rejects only where no callback could hear of the failure: assumed, for the
 * documents say nothing of it.
 */
function promised(
  HostPromise: PromiseConstructor,
  options: MyCallbackOptions<never>,
  result: object,
  call: (callbacks: CallbackOptions) => void,
): Promise<never> {
  const { success, fail, complete } = toWxCallbacks(options, result)
  return new HostPromise((resolve, reject) => {
    call({
      success(told) {
        success?.(told)
        resolve(result as never)
      },
      fail(failure) {
        fail?.(failure)
        if (!fail && !complete)
          reject(Object.assign(new Error(failure.errMsg), toMyFailure(failure)))
      },
      ...(complete && { complete }),
    })
  })
}

/** Adds and removes listeners that are called in other words than they are in wx. */
function createTranslation(remove: (wrapped: (payload: never) => void) => void) {
  const wrapped = new Map<Listener, (payload: never) => void>()
  return {
    wrap<Payload>(listener: Listener, translate: (payload: Payload) => unknown) {
      const wrap = (payload: Payload): void => listener(translate(payload))
      wrapped.set(listener, wrap)
      return wrap
    },
    /** One listener, or all of them. */
    off(listener?: Listener) {
      for (const [own, wrap] of [...wrapped]) {
        if (listener !== undefined && own !== listener) continue
        wrapped.delete(own)
        remove(wrap)
      }
    },
  }
}

function shapeTask(task: SocketTask, { id, remove, Promise: HostPromise }: TaskInsides): object {
  const data = { socketTaskID: String(id) }
  const opens = createTranslation((wrapped) => remove('open', wrapped))
  const messages = createTranslation((wrapped) => remove('message', wrapped))
  const errors = createTranslation((wrapped) => remove('error', wrapped))
  const closes = createTranslation((wrapped) => remove('close', wrapped))

  return {
    send: (options: MySendOptions) =>
      promised(HostPromise, options, { success: true }, (callbacks) =>
        task.send({ data: toPayload(options), ...callbacks }),
      ),
    close: (options: MyCallbackOptions & { code?: number; reason?: string } = {}) =>
      promised(HostPromise, options, { message: '' }, ({ ...callbacks }) =>
        task.close({ code: options.code ?? 1000, reason: options.reason ?? '', ...callbacks }),
      ),
    onOpen: (listener: Listener) => task.onOpen(opens.wrap(listener, () => ({ data }))),
    onMessage: (listener: Listener) =>
      task.onMessage(
        messages.wrap<{ data: SocketPayload }>(listener, (message) => ({
          data: { ...toMyMessage(message.data), ...data },
        })),
      ),
    onError: (listener: Listener) =>
      task.onError(
        errors.wrap<Failure>(listener, (failure) => ({ data, error: numberOf(failure) })),
      ),
    onClose: (listener: Listener) => task.onClose(closes.wrap(listener, () => ({ data }))),
    offOpen: opens.off,
    offMessage: messages.off,
    offError: errors.off,
    offClose: closes.off,
  }
}

/** Its words for the network: upper case, and one of its own for none. */
const toMyNetworkType = (type: string): string =>
  type === 'none' ? 'NOTREACHABLE' : type.toUpperCase()

function shapeHost(host: FakeHost, { tasks, Promise: HostPromise }: HostInsides): object {
  const networks = createTranslation((wrapped) => host.offNetworkStatusChange(wrapped))
  const isSingle = ({ options }: HostInsides['tasks'][number]): boolean => options.multiple !== true

  return {
    connectSocket(options: MyConnectSocketOptions) {
      const callbacks = toWxCallbacks(options, {})
      const asked = { ...(options as object as ConnectSocketOptions), ...callbacks }
      if (options.multiple) return host.connectSocket(asked)
      // Only Android refuses the second, says AlipayDocs/open-docs#2162.
      if (tasks.some((task) => isSingle(task) && task.state !== 'closed')) {
        callbacks.fail?.(alipayFailures.exists)
        callbacks.complete?.(alipayFailures.exists)
      } else host.connectSocket(asked)
      return undefined
    },
    onSocketOpen: (listener: Listener) => host.onSocketOpen(() => listener(undefined)),
    onSocketMessage: (listener: Listener) =>
      host.onSocketMessage(({ data }) => listener(toMyMessage(data))),
    onSocketError: (listener: Listener) =>
      host.onSocketError((failure) => listener(toMyFailure(failure))),
    onSocketClose: (listener: Listener) => host.onSocketClose(({ reason }) => listener({ reason })),
    sendSocketMessage: (options: MySendOptions) =>
      promised(
        HostPromise,
        options,
        { success: true },
        (callbacks) => void host.sendSocketMessage({ data: toPayload(options), ...callbacks }),
      ),
    closeSocket: (options: MyCallbackOptions = {}) =>
      promised(HostPromise, options, {}, (callbacks) => void host.closeSocket(callbacks)),
    onAppShow: (listener: Listener) => host.onAppShow(listener),
    offAppShow: (listener?: Listener) => host.offAppShow(listener),
    onAppHide: (listener: Listener) => host.onAppHide(listener),
    offAppHide: (listener?: Listener) => host.offAppHide(listener),
    onNetworkStatusChange: (listener: Listener) =>
      host.onNetworkStatusChange(
        networks.wrap<{ isConnected: boolean; networkType: string }>(listener, (status) => ({
          isConnected: status.isConnected,
          networkType: toMyNetworkType(status.networkType),
        })),
      ),
    offNetworkStatusChange: networks.off,
  }
}

export const alipayShape: HostShape = {
  task: (task, insides) => shapeTask(task, insides) as SocketTask,
  host: (host, insides) => shapeHost(host, insides) as FakeHost,
}
