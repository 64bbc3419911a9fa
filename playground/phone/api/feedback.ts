/** `wx.showToast` and its family: what an app says over its page. */
import { PhoneFailure, type WxParts } from '../ports'
import type { Calls } from './calls'
import {
  mismatch,
  readBoolean,
  readColor,
  readNumber,
  readString,
  type CallOptions,
} from './options'

const icons = ['success', 'error', 'loading', 'none'] as const

export function createFeedbackApi({ defineAll }: Calls, parts: WxParts) {
  const { chrome, system, report } = parts
  const isChinese = system.language.startsWith('zh')

  function showToast(options: CallOptions, settings: { icon: string; durationMs: number | null }) {
    const title = readString(options, 'title')
    const image = options.image === undefined ? null : readString(options, 'image')
    chrome.showToast({
      title,
      icon: icons.find((icon) => icon === settings.icon) ?? 'success',
      imageUrl: image === null ? null : parts.resolveAsset(image),
      durationMs: settings.durationMs,
      hasMask: readBoolean(options, 'mask', false),
    })
    report({ type: 'toast', text: title })
  }

  return defineAll({
    showToast: (options) =>
      showToast(options, {
        icon: readString(options, 'icon', 'success'),
        durationMs: readNumber(options, 'duration', 1500),
      }),
    hideToast: () => chrome.hideToast(),
    showLoading: (options) => showToast(options, { icon: 'loading', durationMs: null }),
    hideLoading: () => chrome.hideToast(),

    async showModal(options) {
      const isEditable = readBoolean(options, 'editable', false)
      const { isConfirmed, content } = await chrome.showModal({
        title: readString(options, 'title', ''),
        content: readString(options, 'content', ''),
        cancelText: readBoolean(options, 'showCancel', true)
          ? readLabel(options, 'cancelText', isChinese ? '取消' : 'Cancel')
          : null,
        cancelColor: readColor(options, 'cancelColor'),
        confirmText: readLabel(options, 'confirmText', isChinese ? '确定' : 'OK'),
        confirmColor: readColor(options, 'confirmColor'),
        placeholder: isEditable ? readString(options, 'placeholderText', '') : null,
      })
      return { confirm: isConfirmed, cancel: !isConfirmed, content }
    },

    async showActionSheet(options) {
      const tapIndex = await chrome.showActionSheet({
        title: options.alertText === undefined ? null : readString(options, 'alertText'),
        items: readItems(options),
        itemColor: readColor(options, 'itemColor'),
      })
      if (tapIndex === null) throw new PhoneFailure('cancel')
      return { tapIndex }
    },
  })
}

/** At most 4 Chinese characters, or 8 narrow ones. */
function readLabel(options: CallOptions, name: string, fallback: string): string {
  const label = readString(options, name, fallback)
  const width = [...label].reduce((sum, character) => sum + (character > '\u00ff' ? 2 : 1), 0)
  if (width <= 8) return label
  throw new PhoneFailure(`${name} length should not large than 4 Chinese characters`)
}

function readItems(options: CallOptions): readonly string[] {
  const items = options.itemList
  if (!Array.isArray(items) || items.some((item) => typeof item !== 'string')) {
    throw mismatch('itemList', 'Array of String', items)
  }
  if (items.length >= 1 && items.length <= 6) return items as string[]
  throw new PhoneFailure(`itemList takes 1 to 6 items, got ${items.length}`)
}
