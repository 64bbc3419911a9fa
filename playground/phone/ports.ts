/**
 * What the two halves of a phone promise each other: the runtime (pages, router, components) on one side, `wx` and
 * what is drawn around a page on the other.
 */
import type { FakeClock, FakeWx } from 'miniprogram-socket/testing'

/** The fake host of a phone: live, so its sockets are the browser's and its time is real. */
export type PhoneFake = FakeWx<FakeClock>

/** What an API says after `:fail `. Whatever else is thrown is a defect and is reported as one. */
export class PhoneFailure extends Error {
  override readonly name = 'PhoneFailure'

  /** `text` as WeChat words it: `page "pages/x/x" is not found`. */
  constructor(readonly text: string) {
    super(text)
  }
}

export type Theme = 'light' | 'dark'

/** Where pages come from and go. Each rejects with a {@link PhoneFailure}; a `url` may be relative to the visible page. */
export interface Router {
  navigateTo(url: string): Promise<void>
  redirectTo(url: string): Promise<void>
  switchTab(url: string): Promise<void>
  reLaunch(url: string): Promise<void>
  /** More pages back than there are goes to the first one. @default delta 1 */
  navigateBack(delta?: number): Promise<void>
}

/** One node that a selector found. */
export interface ViewNode {
  /** What is drawn: its place and its computed style are read from here. */
  readonly element: Element
  readonly id: string
  readonly dataset: Readonly<Record<string, unknown>>
  /** What scrolls, for a `scroll-view` and for the viewport: often an element inside `element`. */
  readonly scroller: Element | null
  /** What `node` answers: the canvas with its `getContext`, a scroll-view's context. */
  readonly node: unknown
  /** The value of one property of the tag, for `fields({ properties })`. */
  property(name: string): unknown
}

/** Where selectors are looked up: a page, or the inside of one component. */
export interface ViewScope {
  /** All matches in document order, other components' insides left out, except behind `>>>`. */
  select(selector: string): readonly ViewNode[]
}

/** What is rendered. */
export interface Views {
  /** The visible page; `null` before the first one is rendered. */
  page(): ViewScope | null
  /** The inside of a component or page instance; `null` for anything else. */
  inside(instance: unknown): ViewScope | null
  /** The visible page's viewport: `element` is its frame, `scroller` what `pageScrollTo` moves. */
  viewport(): ViewNode | null
  /** Whether this is one of the built-in tags, for `canIUse`. */
  hasTag(name: string): boolean
}

/** Where `setStorage` keeps things: `localStorage`, or anything like it. */
export interface StringStore {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, text: string): void
  removeItem(key: string): void
}

export interface Clipboard {
  read(): Promise<string>
  write(text: string): Promise<void>
}

/** One entry of the tab bar. */
export interface Tab {
  readonly text: string
  /** Addresses that an `<img>` understands; `null` for a bar of words. */
  readonly iconUrl: string | null
  readonly selectedIconUrl: string | null
}

/** `tabBar` of app.json, colours resolved for the theme. */
export interface TabBar {
  readonly color: string
  readonly selectedColor: string
  readonly backgroundColor: string
  readonly borderStyle: 'black' | 'white'
  readonly tabs: readonly Tab[]
}

/** What stands around one page: its own `window` settings over app.json's, colours resolved for the theme. */
export interface PageBars {
  /** Whose bars these are. What `setTitle` and `setNavigationBarColor` changed stays with it. */
  readonly page: object
  readonly title: string
  readonly backgroundColor: string
  readonly textStyle: 'black' | 'white'
  /** `navigationStyle: custom`: no bar, the page reaches up to the top of the screen. */
  readonly isCustom: boolean
  /** `'back'` with a page below, `'home'` for a first page that is neither a tab nor the home page. */
  readonly leading: 'back' | 'home' | 'none'
  /** Which tab is selected; `null` hides the tab bar. */
  readonly tabIndex: number | null
}

export interface Toast {
  readonly title: string
  readonly icon: 'success' | 'error' | 'loading' | 'none'
  /** Address of an image that stands in for the icon. */
  readonly imageUrl: string | null
  /** `null` stays until `hideToast`. */
  readonly durationMs: number | null
  /** Whether the page below takes no taps meanwhile. */
  readonly hasMask: boolean
}

export interface Modal {
  readonly title: string
  readonly content: string
  /** `null`: a modal with one button. */
  readonly cancelText: string | null
  readonly cancelColor: string | null
  readonly confirmText: string
  readonly confirmColor: string | null
  /** `null`: no field to type into; the text of `content` is then its first value. */
  readonly placeholder: string | null
}

/** How a modal ended. `content` is what was typed, `null` where there was no field. */
export interface ModalAnswer {
  readonly isConfirmed: boolean
  readonly content: string | null
}

export interface ActionSheet {
  readonly title: string | null
  readonly items: readonly string[]
  readonly itemColor: string | null
}

export interface Rectangle {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly width: number
  readonly height: number
}

/** The screen and what of it the page gets, in px, as `wx.getWindowInfo` says it. */
export interface ScreenSizes {
  readonly screenWidth: number
  readonly screenHeight: number
  /** Where the page begins. */
  readonly screenTop: number
  readonly windowWidth: number
  readonly windowHeight: number
  readonly statusBarHeight: number
  readonly pixelRatio: number
  readonly safeArea: Rectangle
}

/**
 * What is drawn around a page. Made by `createChrome(parent, options)` of `chrome/create-chrome`.
 *
 * On `pageArea` it sets `--phone-safe-area-inset-top`, `-right`, `-bottom` and `-left`: what `env(safe-area-inset-…)`
 * says in the app's styles is to be read from them.
 */
export interface Chrome {
  /** Where the runtime puts its pages. It has the size of a page and does not scroll by itself. */
  readonly pageArea: HTMLElement

  /** The bars of the page that is visible from now on; to be called before its `onLoad`, so that it can change them. */
  setBars(bars: PageBars): void
  setTabBar(tabBar: TabBar | null): void
  setTheme(theme: Theme): void
  /** What the status bar shows: `'wifi'`, `'4g'`, …; `'none'` is no network. */
  setNetwork(networkType: string): void
  /** While the app is in the background, a cover lies over it, with a button that brings it back. */
  setBackground(isInBackground: boolean): void

  /** Of the visible page. */
  setTitle(title: string): void
  /** Of the visible page. */
  setNavigationBarColor(colors: { readonly front: string; readonly background: string }): void
  setNavigationBarLoading(isLoading: boolean): void
  hideHomeButton(): void

  readonly tabCount: number
  /** Whether the visible page is one of the tabs. */
  readonly isTabPage: boolean
  /** `null` takes it off; the red dot is `'dot'`. */
  setTabBadge(index: number, badge: { readonly text: string } | 'dot' | null): void
  changeTab(index: number, tab: Partial<Tab>): void
  changeTabBar(style: Partial<Omit<TabBar, 'tabs'>>): void
  setTabBarHidden(isHidden: boolean): void

  showToast(toast: Toast): void
  hideToast(): void
  showModal(modal: Modal): Promise<ModalAnswer>
  /** Answers the number of the item, or `null` when it was closed without one. */
  showActionSheet(sheet: ActionSheet): Promise<number | null>
  /** A bar at the bottom that stays until it is closed. The same text twice is counted, not stacked. */
  showError(text: string): void

  measure(): ScreenSizes
  /** The capsule's place on the screen, in px, for apps that draw their own navigation bar beside it. */
  measureCapsule(): Rectangle

  /** The back button, or Escape where nothing else is open. Each returns the unsubscribe. */
  onBack(listener: () => void): () => void
  onHome(listener: () => void): () => void
  onTab(listener: (index: number) => void): () => void
  /** The capsule's round button: the app goes to the background. */
  onClose(listener: () => void): () => void
  /** The button on the cover: the app comes back. */
  onReturn(listener: () => void): () => void
  /** The menu's one entry: the mini-program begins anew. */
  onRestart(listener: () => void): () => void
}

/** How the mini-program was opened. */
export interface EntryOptions {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly scene: number
}

/** What `createWx` of `api/create-wx` is made from. */
export interface WxParts {
  readonly fake: PhoneFake
  readonly router: Router
  readonly chrome: Chrome
  readonly views: Views
  /** Only this phone's: see `createPhoneStore` of `api/phone-store`. */
  readonly store: StringStore
  /** See `createBrowserClipboard` of `api/browser-clipboard`. */
  readonly clipboard: Clipboard
  /** `zh_CN`, `en`, …, and the theme to begin with. `isThemed` is `darkmode` of app.json: only then does a theme exist. */
  readonly system: { readonly language: string; readonly theme: Theme; readonly isThemed: boolean }
  /** Read at each call; `enter` changes when the app is shown again. */
  readonly entry: { readonly launch: EntryOptions; readonly enter: EntryOptions }
  /** The address of a file of the mini-program, for `<img>`; a path without leading slash is relative to the visible page. */
  resolveAsset(path: string): string
  report(event: { readonly type: 'toast' | 'error'; readonly text: string }): void
}

/** What the runtime gets beside `wx` itself. */
export interface PhoneApi {
  /** What the mini-program's code knows as `wx`. */
  readonly wx: object
  /** `this.createSelectorQuery()`: a query that looks inside this component or page. */
  createSelectorQuery(instance: unknown): object
  /** Fires `wx.onThemeChange`; from then on system info says the new theme. The bars are the runtime's to set. */
  setTheme(theme: Theme): void
  /**
   * The mini-program's code threw: `wx.onError` is told, the phone shows it, the event is reported. An API that is
   * missing is named in plain words. `App.onError` is the runtime's, with the text that comes back.
   */
  reportError(error: unknown): string
  /** A promise was rejected and nobody listened: as {@link reportError}, by `wx.onUnhandledRejection`. */
  reportRejection(reason: unknown, promise: Promise<unknown>): string
}
