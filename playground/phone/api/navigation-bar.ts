/** `wx.setNavigationBarTitle` and its family: of the visible page. */
import { PhoneFailure, type Chrome } from '../ports'
import type { Calls } from './calls'
import { mismatch, readColor, readString } from './options'

export function createNavigationBarApi({ defineAll }: Calls, chrome: Chrome) {
  return defineAll({
    setNavigationBarTitle: (options) => chrome.setTitle(readString(options, 'title')),
    setNavigationBarColor(options) {
      const front = readString(options, 'frontColor').toLowerCase()
      if (front !== '#ffffff' && front !== '#000000') {
        throw new PhoneFailure(`invalid frontColor "${front}": #ffffff or #000000`)
      }
      const background = readColor(options, 'backgroundColor')
      if (background === null) throw mismatch('backgroundColor', 'String', undefined)
      chrome.setNavigationBarColor({ front, background })
    },
    showNavigationBarLoading: () => chrome.setNavigationBarLoading(true),
    hideNavigationBarLoading: () => chrome.setNavigationBarLoading(false),
    hideHomeButton: () => chrome.hideHomeButton(),
  })
}
