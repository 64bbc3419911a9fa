/** `wx.setClipboardData` and `wx.getClipboardData`. */
import type { WxParts } from '../ports'
import type { Calls } from './calls'
import { readString } from './options'

export function createClipboardApi({ defineAll }: Calls, parts: WxParts) {
  const { chrome, clipboard, system, report } = parts
  const copied = system.language.startsWith('zh') ? '内容已复制' : 'Copied'

  return defineAll({
    async setClipboardData(options) {
      await clipboard.write(readString(options, 'data'))
      // WeChat says so by itself.
      chrome.showToast({
        title: copied,
        icon: 'none',
        imageUrl: null,
        durationMs: 1500,
        hasMask: false,
      })
      report({ type: 'toast', text: copied })
    },
    async getClipboardData() {
      return { data: await clipboard.read() }
    },
  })
}
