/** `wx.setTabBarBadge` and its family. They work while one of the tabs is the visible page, as in WeChat. */
import { PhoneFailure, type Tab, type TabBar, type WxParts } from '../ports'
import type { Calls } from './calls'
import { readColor, readNumber, readString, type CallOptions } from './options'

export function createTabBarApi({ defineAll }: Calls, { chrome, resolveAsset }: WxParts) {
  const onTabPage = (act: (options: CallOptions) => void) => (options: CallOptions) => {
    if (!chrome.isTabPage) throw new PhoneFailure('not TabBar page')
    act(options)
  }
  const onTab = (act: (index: number, options: CallOptions) => void) =>
    onTabPage((options) => {
      const index = readNumber(options, 'index')
      const isTab = Number.isInteger(index) && index >= 0 && index < chrome.tabCount
      if (!isTab) throw new PhoneFailure('tabbar item not found')
      act(index, options)
    })

  return defineAll({
    setTabBarBadge: onTab((index, options) =>
      chrome.setTabBadge(index, { text: shorten(readString(options, 'text')) }),
    ),
    removeTabBarBadge: onTab((index) => chrome.setTabBadge(index, null)),
    showTabBarRedDot: onTab((index) => chrome.setTabBadge(index, 'dot')),
    hideTabBarRedDot: onTab((index) => chrome.setTabBadge(index, null)),
    setTabBarItem: onTab((index, options) =>
      chrome.changeTab(index, readTab(options, resolveAsset)),
    ),
    setTabBarStyle: onTabPage((options) => chrome.changeTabBar(readStyle(options))),
    showTabBar: onTabPage(() => chrome.setTabBarHidden(false)),
    hideTabBar: onTabPage(() => chrome.setTabBarHidden(true)),
  })
}

/** More than 4 characters are shown as three dots. */
const shorten = (text: string) => ([...text].length > 4 ? '…' : text)

function readTab(options: CallOptions, resolveAsset: (path: string) => string): Partial<Tab> {
  const { text, iconPath, selectedIconPath } = options
  return {
    ...(text === undefined ? {} : { text: readString(options, 'text') }),
    ...(iconPath === undefined ? {} : { iconUrl: resolveAsset(readString(options, 'iconPath')) }),
    ...(selectedIconPath === undefined
      ? {}
      : { selectedIconUrl: resolveAsset(readString(options, 'selectedIconPath')) }),
  }
}

function readStyle(options: CallOptions): Partial<Omit<TabBar, 'tabs'>> {
  const color = readColor(options, 'color')
  const selectedColor = readColor(options, 'selectedColor')
  const backgroundColor = readColor(options, 'backgroundColor')
  const borderStyle = readString(options, 'borderStyle', 'keep')
  if (borderStyle !== 'keep' && borderStyle !== 'black' && borderStyle !== 'white') {
    throw new PhoneFailure(`invalid borderStyle "${borderStyle}": black or white`)
  }
  return {
    ...(color === null ? {} : { color }),
    ...(selectedColor === null ? {} : { selectedColor }),
    ...(backgroundColor === null ? {} : { backgroundColor }),
    ...(borderStyle === 'keep' ? {} : { borderStyle }),
  }
}
