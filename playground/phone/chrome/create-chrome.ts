/**
 * What is drawn around a page: plain DOM. Its styles are `chrome.css`, which the page of the phone loads; every class
 * begins with `phone-`, so that no style of a mini-program meets one.
 */
import type { ActionSheet, Chrome, ModalAnswer, PageBars, Theme } from '../ports'
import { drawActionSheet } from './action-sheet'
import { createBackdrop } from './backdrop'
import { createCover } from './cover'
import { createDialogs, type Dialogs } from './dialogs'
import { create } from './elements'
import { createErrorNotice } from './error-notice'
import { geometryOf, type Geometry, type Platform } from './geometry'
import { measureOn, measureScreen } from './measure'
import { drawModal } from './modal'
import { createNavigationBar } from './navigation-bar'
import { createSignal } from './signal'
import { createStatusBar } from './status-bar'
import { createTabBar } from './tab-bar'
import { createToastPlace } from './toast'
import { wordsOf, type Words } from './words'

export interface ChromeOptions {
  readonly platform: Platform
  readonly language: string
  readonly theme: Theme
  /** What the status bar says the time is, for pictures that are compared. @default the time of day */
  readonly time?: string | undefined
}

/** Fills `parent`, which has the size of a phone's screen. */
export function createChrome(parent: HTMLElement, options: ChromeOptions): Chrome {
  const words = wordsOf(options.language)
  const geometry = geometryOf(options.platform)
  const signals = createSignals()
  const parts = createParts(words, options, signals)
  const { screen, pageArea, navigation, tabs, dialogs } = parts
  let bars: PageBars | null = null

  setGeometry(screen, geometry)
  parent.append(screen)
  listenToKeys(screen, dialogs, () => {
    if (bars?.leading === 'back') signals.back.emit()
  })

  const layOut = () => setInsets(pageArea, geometry, !tabs.element.hidden, bars?.isCustom === true)
  signals.layout.on(layOut)
  layOut()

  return {
    pageArea,
    setBars(next) {
      bars = next
      screen.classList.toggle('phone-is-custom', next.isCustom)
      navigation.show(next)
      tabs.select(next.tabIndex)
    },
    setTabBar: tabs.setTabBar,
    setTheme: (theme) => setTheme(screen, theme),
    setNetwork: parts.status.setNetwork,
    setBackground: parts.cover.setShown,
    setTitle: navigation.setTitle,
    setNavigationBarColor: navigation.setColors,
    setNavigationBarLoading: navigation.setLoading,
    hideHomeButton: navigation.hideHome,
    get tabCount() {
      return tabs.count
    },
    get isTabPage() {
      return bars?.tabIndex !== null && bars?.tabIndex !== undefined
    },
    setTabBadge: tabs.setBadge,
    changeTab: tabs.changeTab,
    changeTabBar: tabs.changeStyle,
    setTabBarHidden: tabs.setHidden,
    showToast: parts.toast.show,
    hideToast: parts.toast.hide,
    showModal: (modal) =>
      dialogs.open<ModalAnswer>({
        draw: (answer) => drawModal(modal, answer),
        escaped: { isConfirmed: false, content: null },
      }),
    showActionSheet: (sheet) => openSheet(dialogs, sheet, words),
    showError: parts.error.show,
    measure: () => measureScreen(screen, pageArea, geometry),
    measureCapsule: () => measureOn(screen, navigation.capsule),
    onBack: signals.back.on,
    onHome: signals.home.on,
    onTab: signals.tab.on,
    onClose: signals.close.on,
    onReturn: signals.returned.on,
    onRestart: signals.restart.on,
  }
}

function createSignals() {
  return {
    back: createSignal(),
    home: createSignal(),
    tab: createSignal<[number]>(),
    close: createSignal(),
    returned: createSignal(),
    restart: createSignal(),
    /** The tab bar came or went. */
    layout: createSignal(),
  }
}

function createParts(
  words: Words,
  options: ChromeOptions,
  signals: ReturnType<typeof createSignals>,
) {
  const top = create('header', { class: 'phone-top' })
  const status = createStatusBar(words, options.time)
  const navigation = createNavigationBar(
    words,
    {
      back: signals.back.emit,
      home: signals.home.emit,
      close: signals.close.emit,
      menu: () => void openMenu(dialogs, words, signals.restart.emit),
    },
    ({ front, background }) => {
      top.style.backgroundColor = background
      top.style.color = front
      top.classList.toggle('phone-top-white', front === 'white' || front === '#ffffff')
    },
  )
  top.append(status.element, navigation.element)
  const pageArea = create('main', { class: 'phone-page-area' })
  const tabs = createTabBar(words, signals.tab.emit, signals.layout.emit)
  const layer = create('div', { class: 'phone-layer' })
  const app = createBackdrop([top, pageArea, tabs.element])
  const dialogs = createDialogs(layer, app)
  const toast = createToastPlace()
  const error = createErrorNotice(words)
  const above = createBackdrop([layer, error.element])
  const cover = createCover(words, [app, above], signals.returned.emit)
  const screen = create(
    'div',
    { class: `phone-screen phone-${options.platform}` },
    top,
    pageArea,
    tabs.element,
    toast.element,
    error.element,
    layer,
    cover.element,
    create('div', { class: 'phone-indicator', 'aria-hidden': 'true' }),
  )
  setTheme(screen, options.theme)
  return { screen, pageArea, status, navigation, tabs, dialogs, toast, error, cover }
}

const openSheet = (dialogs: Dialogs, sheet: ActionSheet, words: Words) =>
  dialogs.open<number | null>({
    draw: (answer) => drawActionSheet(sheet, words, answer),
    escaped: null,
  })

async function openMenu(dialogs: Dialogs, words: Words, restart: () => void): Promise<void> {
  const sheet = { title: null, items: [words.restart], itemColor: null }
  if ((await openSheet(dialogs, sheet, words)) === 0) restart()
}

function setTheme(screen: HTMLElement, theme: Theme): void {
  screen.dataset.theme = theme
}

function setGeometry(screen: HTMLElement, geometry: Geometry): void {
  for (const [name, height] of Object.entries(geometry) as [string, number][]) {
    const property = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    screen.style.setProperty(`--phone-${property}`, `${height}px`)
  }
}

/** What the page has to leave free by itself: the bars keep the rest away from it. */
function setInsets(
  pageArea: HTMLElement,
  geometry: Geometry,
  hasTabBar: boolean,
  isCustom: boolean,
): void {
  const insets = {
    top: isCustom ? geometry.statusBarHeight : 0,
    right: 0,
    bottom: hasTabBar ? 0 : geometry.indicatorHeight,
    left: 0,
  }
  for (const [side, inset] of Object.entries(insets)) {
    pageArea.style.setProperty(`--phone-safe-area-inset-${side}`, `${inset}px`)
  }
}

/** Escape is the phone's back gesture, unless it takes the caret out of a field. */
function listenToKeys(screen: HTMLElement, dialogs: Dialogs, goBack: () => void): void {
  const onKey = (event: KeyboardEvent) => {
    if (!screen.isConnected) return document.removeEventListener('keydown', onKey)
    if (event.key !== 'Escape' || event.defaultPrevented || dialogs.isOpen) return
    event.preventDefault()
    const focused = document.activeElement
    const isTyping = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement
    if (isTyping) focused.blur()
    else goBack()
  }
  document.addEventListener('keydown', onKey)
}
