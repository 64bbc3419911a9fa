/** `uni` of uni-app as what the core asks of the world. */
import type { Ports } from '../../core/ports'
import { toPlainTask } from '../socket-task/plain-task'
import { createTranslatedPlatform } from '../socket-task/translated-platform'
import type { WxHost } from '../wx/wx-host'

/** `uni`, as far as it is used. */
export interface UniObject {
  /** Makes a socket; looked at when `connect()` is called. */
  readonly connectSocket: (options: never) => unknown
}

/**
 * The ports of `uni`. It gives a task only to a call with callbacks, which every call of ours has; else a promise of
 * nothing useful. https://github.com/dcloudio/uni-app/issues/294
 */
export const createUniPlatform = (uni: UniObject): Ports =>
  createTranslatedPlatform(() => uni as unknown as WxHost, {
    // Of wx, Alipay and Douyin beneath it; on its own in an app and a browser nothing is documented.
    maxSockets: 5,
    connect: (host, options) => host.connectSocket(options),
    toWxTask: toPlainTask,
  })
