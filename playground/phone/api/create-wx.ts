/** The `wx` of a phone: the sockets, life and network of the fake, and what a page needs beside them. */
import type { PhoneApi, WxParts } from '../ports'
import { base64Api } from './base64'
import { createCalls } from './calls'
import { createCanIUse } from './can-i-use'
import { createClipboardApi } from './clipboard'
import { createDeviceApi } from './device'
import { createEntryApi } from './entry'
import { createErrorReports, type ErrorReports } from './errors'
import { createFeedbackApi } from './feedback'
import { createListeners } from './listeners'
import { watchMissingApi } from './missing-api'
import { createNavigationApi } from './navigation'
import { createNavigationBarApi } from './navigation-bar'
import { createPageScrollApi } from './page-scroll'
import { createSelectorQuery } from './selector-query'
import { createStorageApi } from './storage'
import { createSystemInfoApi } from './system-info'
import { createTabBarApi } from './tab-bar'
import { createThemeApi } from './theme'

export function createWx(parts: WxParts): PhoneApi {
  const { fake, chrome, views, system } = parts
  const calls = createCalls(fake, (error) => reports.reportError(error))
  const { later } = calls
  const errors = createListeners<string>(later)
  const rejections = createListeners<{ reason: string; promise: Promise<unknown> }>(later)
  const theme = createThemeApi(system.theme, system.isThemed, later)

  const host: object = {
    ...fake.wx,
    ...createSystemInfoApi(calls, parts, theme.read),
    ...createStorageApi(calls, parts.store),
    ...createFeedbackApi(calls, parts),
    ...createClipboardApi(calls, parts),
    ...createNavigationApi(calls, parts.router),
    ...createNavigationBarApi(calls, chrome),
    ...createTabBarApi(calls, parts),
    ...createPageScrollApi(calls, views),
    ...createEntryApi(parts.entry),
    ...createDeviceApi(calls),
    ...theme.api,
    ...base64Api,
    ...listApi('Error', errors),
    ...listApi('UnhandledRejection', rejections),
    createSelectorQuery: () => createSelectorQuery(views, later),
    nextTick: (run: unknown) => {
      if (typeof run === 'function') later(run as () => void)
    },
    canIUse: createCanIUse(() => host, views),
  }

  const missing = watchMissingApi(host)
  const reports: ErrorReports = createErrorReports({
    chrome,
    report: parts.report,
    explain: missing.explain,
    errors,
    rejections,
  })

  return {
    wx: missing.wx,
    createSelectorQuery: (instance) => createSelectorQuery(views, later, instance),
    setTheme: theme.set,
    ...reports,
  }
}

/** `onX` and `offX`. */
function listApi<Event>(name: string, listeners: ReturnType<typeof createListeners<Event>>) {
  return {
    [`on${name}`]: (listener: unknown) => listeners.add(listener),
    [`off${name}`]: (listener?: unknown) => listeners.remove(listener),
  }
}
