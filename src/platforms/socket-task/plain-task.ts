/** The task of a framework in the words of wx. */
import type { WxFailure, WxSocketTask } from '../wx/wx-host'

/** What uni-app says of a failure in an app is `{}` (dcloudio/uni-app#4894), Taro hands over a browser's event. */
function toFailure(raw: unknown): WxFailure {
  const failure = Object(raw) as WxFailure & { readonly message?: string }
  return failure.errMsg || failure.message || typeof raw === 'string'
    ? (raw as WxFailure)
    : { ...failure, errMsg: 'the host does not say why' }
}

/** The same task, whose errors have a text. */
export const toPlainTask = (task: WxSocketTask): WxSocketTask => ({
  send: (options) => task.send(options),
  close: (options) => task.close(options),
  onOpen: (listener) => task.onOpen(listener),
  onMessage: (listener) => task.onMessage(listener),
  onError: (listener) => task.onError((failure) => listener(toFailure(failure))),
  onClose: (listener) => task.onClose(listener),
})
