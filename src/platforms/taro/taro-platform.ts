/** Taro as what the core asks of the world: what it runs on, without what it wraps around it. */
import type { Ports } from '../../core/ports'
import { createAlipayPlatform } from '../alipay/alipay-platform'
import type { MyHost } from '../alipay/my-host'
import { toPlainTask } from '../socket-task/plain-task'
import { createTranslatedPlatform } from '../socket-task/translated-platform'
import { createWebPlatform, globalWebSocket } from '../web/web-platform'
import type { WxHost } from '../wx/wx-host'

/** `Taro` of `@tarojs/taro`, as far as it is used. */
export interface TaroObject {
  /** Makes a socket; looked at when `connect()` is called. */
  readonly connectSocket: (options: never) => unknown
  /** Says what the app was built for: `'WEB'`, `'WEAPP'`, `'ALIPAY'`, … */
  readonly getEnv?: () => unknown
}

/** The host under Taro, where Taro names it (`miniGlobal`, not in its typings). */
const hostUnder = (taro: object): unknown => (taro as { readonly miniGlobal?: unknown }).miniGlobal

/**
 * Its own `connectSocket` gives the task in a promise, after `success`: where `Promise` is a macrotask (iOS ≤ 15), that
 * may be after the open. So the host's is asked where it can be, and the limit of sockets is the host's, too (R12).
 */
function socketHostOf(taro: TaroObject): WxHost {
  const under = hostUnder(taro) as Partial<WxHost> | undefined
  return (under && under.connectSocket ? under : taro) as WxHost
}

/** Whether it runs in a browser. */
export const isTaroWeb = ({ getEnv }: TaroObject): boolean => !!getEnv && getEnv() === 'WEB'

/** The ports of what Taro runs on. */
export function createTaroPlatform(taro: TaroObject): Ports {
  // There Taro's task loses the server's close code, closes without ours, hands out Blobs and takes no notice of
  // `offline`: @tarojs/taro-h5 4.2.1, api/network/websocket and api/device/network.
  if (isTaroWeb(taro)) return createWebPlatform(globalWebSocket)
  // There Taro puts the global events in the place of the task's own: https://github.com/NervJS/taro/issues/13252
  if (taro.getEnv && taro.getEnv() === 'ALIPAY') {
    return createAlipayPlatform(() => hostUnder(taro) as MyHost | undefined)
  }
  return createTranslatedPlatform(() => socketHostOf(taro), {
    maxSockets: 5,
    connect: (host, options) => host.connectSocket(options),
    toWxTask: toPlainTask,
  })
}
