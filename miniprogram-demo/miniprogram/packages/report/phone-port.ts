/** The port of the questions on a phone: `wx` itself, without this package between. */
import type { GlobalEvent, ReportPort } from './inquiry/port'

type GlobalListener = (event: GlobalEvent) => void

/**
 * Who hears of `wx.onSocket…`. There is no off for these, so the host is listened to once for as long as the app lives,
 * and only from the first question on that asks for it.
 */
const globalListeners = new Set<GlobalListener>()
let isListening = false

function listenOnce(): void {
  if (isListening) return
  isListening = true
  const tell = (event: GlobalEvent) => globalListeners.forEach((listener) => listener(event))
  wx.onSocketMessage(({ data }) => tell({ type: 'message', data: data as string | ArrayBuffer }))
  wx.onSocketClose((close) => {
    const { code = null, reason = null } = close as { code?: number; reason?: string }
    tell({ type: 'close', code, reason })
  })
}

export function createPhonePort(server: string, guide: (text: string) => void): ReportPort {
  return {
    server,
    guide,
    Promise,
    nowMs: () => Date.now(),
    setTimeout: (run, delayMs) => setTimeout(run, delayMs),
    clearTimeout: (id) => clearTimeout(id),
    setInterval: (run, periodMs) => setInterval(run, periodMs),
    clearInterval: (id) => clearInterval(id),
    connectSocket: (options) => wx.connectSocket(options as WechatMiniprogram.ConnectSocketOption),
    watchApp(hidden, shown) {
      wx.onAppHide(hidden)
      wx.onAppShow(shown)
      return () => {
        wx.offAppHide(hidden)
        wx.offAppShow(shown)
      }
    },
    watchGlobals(listener) {
      listenOnce()
      globalListeners.add(listener)
      return () => void globalListeners.delete(listener)
    },
    watchUncaught(listener) {
      // Each registration of its own, so that the off takes away this one. Older clients have neither event.
      const heard = () => listener()
      wx.onError?.(heard)
      wx.onUnhandledRejection?.(heard)
      return () => {
        wx.offError?.(heard)
        wx.offUnhandledRejection?.(heard)
      }
    },
  }
}
