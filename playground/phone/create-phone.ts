/** Puts a phone together: the fake host, `wx`, what is drawn around the pages, and the mini-program in it. */
import { createFakeWx, type HostProfileName } from 'miniprogram-socket/testing'
import { createBrowserClipboard } from './api/browser-clipboard'
import { createWx } from './api/create-wx'
import { createPhoneStore, findBrowserStore } from './api/phone-store'
import { createChrome } from './chrome/create-chrome'
import { followFake } from './chrome/follow-fake'
import { createStyles } from './framework/styles'
import { createViews } from './framework/views'
import { createAppRegistry } from './mini-program/app'
import type { MiniProgram } from './mini-program/mini-program'
import { createPhoneEvents } from './phone-events'
import { createRuntime } from './runtime'
import { assetAddress } from './pages/asset-address'
import { parseQuery } from './pages/url'
import type { Phone } from './phone'
import type { EntryOptions, PhoneApi, Theme } from './ports'
import { reportSockets } from './socket-events'
import { createStage } from './pages/stage'

export interface PhoneOptions {
  readonly id: string
  readonly profile: HostProfileName
  readonly theme: Theme
  readonly language: string
  /** The route of the first page; empty for the app's own. */
  readonly path: string
  /** The query of the launch, as it stands behind a `?`. */
  readonly query: string
}

/** Launches the mini-program on `screen`, which has the size of a phone's. */
export function createPhone(
  miniProgram: MiniProgram,
  screen: HTMLElement,
  options: PhoneOptions,
): Phone {
  const { language } = options
  // An app without `darkmode` in its app.json is light, whatever the system is.
  const shown = (theme: Theme): Theme => (miniProgram.app.isThemed ? theme : 'light')
  const theme = shown(options.theme)
  const events = createPhoneEvents()
  const reportError = (error: unknown): void => apps.call('onError', api.reportError(error))
  const apps = createAppRegistry(reportError)
  const plainFake = createFakeWx({
    live: { WebSocket },
    profile: options.profile,
    onUncaught: reportError,
  })
  const { platform } = plainFake.profile
  const chrome = createChrome(screen, { platform, language, theme })
  const fake = followFake(plainFake, chrome)
  const styles = createStyles(document.head, theme)

  const stage = createStage({
    miniProgram,
    chrome,
    theme,
    createRoot: (path) => runtime.createRoot(path),
    flushReady: () => runtime.flushReady(),
    reportError,
    report: events.emit,
  })
  const { router } = stage
  const addressOf = (path: string) => assetAddress(path, router.top?.route ?? '')

  const launch: EntryOptions = {
    path: options.path === '' ? miniProgram.app.home : options.path,
    query: parseQuery(options.query),
    scene: 1001,
  }
  const api: PhoneApi = createWx({
    fake,
    chrome,
    router,
    views: createViews(() => router.top),
    store: createPhoneStore(findBrowserStore(), options.id),
    clipboard: createBrowserClipboard(document),
    system: { language, theme, isThemed: miniProgram.app.isThemed },
    entry: { launch, enter: launch },
    resolveAsset: addressOf,
    report: events.emit,
  })
  const runtime = createRuntime({
    miniProgram,
    fake,
    api,
    apps,
    stage,
    styles,
    events,
    reportError,
  })
  reportSockets(fake, events.emit)

  const phone: Phone = {
    id: options.id,
    fake,
    ready: runtime.launch(launch, options.query),
    get pages() {
      return router.pages.map(({ route, instance }) => ({ route, data: instance.data }))
    },
    app: apps.getApp,
    on: events.on,
    hide: () => runtime.hide(),
    show: () => runtime.show(launch),
    setTheme(next) {
      styles.setTheme(shown(next))
      stage.setTheme(shown(next))
      api.setTheme(next)
      if (miniProgram.app.isThemed) apps.call('onThemeChange', { theme: next })
    },
  }
  chrome.onClose(phone.hide)
  chrome.onReturn(phone.show)
  chrome.onRestart(() => location.reload())
  return phone
}
