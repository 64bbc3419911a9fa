/** `wx.navigateTo` and its family. */
import type { Router } from '../ports'
import type { Calls } from './calls'
import { readNumber, readString } from './options'

export function createNavigationApi({ defineAll }: Calls, router: Router) {
  return defineAll({
    navigateTo: (options) => router.navigateTo(readString(options, 'url')),
    redirectTo: (options) => router.redirectTo(readString(options, 'url')),
    switchTab: (options) => router.switchTab(readString(options, 'url')),
    reLaunch: (options) => router.reLaunch(readString(options, 'url')),
    navigateBack: (options) => router.navigateBack(readNumber(options, 'delta', 1)),
  })
}
