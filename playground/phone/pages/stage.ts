/** Where pages appear: the stack, the frames on the screen, and the bars around the visible one. */
import type { Root } from 'glass-easel-miniprogram-adapter'
import type { MiniProgram } from '../mini-program/mini-program'
import type { PhoneEvent } from '../phone'
import type { Chrome, Theme } from '../ports'
import { barsOf, bottomDistanceOf, isStill, tabBarOf, tabRoutes } from './bars'
import { createPage, type Page } from './page'
import { createPageStack, type Move, type PageStack } from './router'

export interface Stage {
  readonly router: PageStack
  setTheme(theme: Theme): void
}

export interface StageParts {
  readonly miniProgram: MiniProgram
  readonly chrome: Chrome
  readonly theme: Theme
  createRoot(path: string): Root
  flushReady(): void
  reportError(error: unknown): void
  report(event: PhoneEvent): void
}

export function createStage(parts: StageParts): Stage {
  const { miniProgram, chrome, reportError } = parts
  const { app } = miniProgram
  const { pageArea } = chrome
  const tabs = tabRoutes(app)
  let theme = parts.theme

  const drawBars = (page: Page) =>
    chrome.setBars(barsOf(miniProgram, page, router.pages.length, theme))
  const drawTabBar = () => chrome.setTabBar(tabBarOf(app, theme))

  const router = createPageStack({
    pages: app.pages,
    tabs,
    createPage: (url) =>
      createPage({
        url,
        root: parts.createRoot(url.route),
        pageArea,
        bottomDistancePx: bottomDistanceOf(miniProgram, url.route),
        flushReady: () => parts.flushReady(),
        reportError,
      }),
    onVisible(page, move) {
      page.frame.toggleAttribute('data-still', isStill(miniProgram, page.route))
      bringToFront(page, pageArea, move)
      drawBars(page)
    },
    onChange: ({ route }, change) => parts.report({ type: 'page', route, change }),
  })

  const act = (move: Promise<void>) => void move.catch(reportError)
  chrome.onBack(() => act(router.navigateBack()))
  chrome.onHome(() => act(router.reLaunch(`/${app.home}`)))
  chrome.onTab((index) => {
    const pagePath = tabs[index] ?? ''
    const text = app.tabBar?.list[index]?.text ?? ''
    act(router.switchTab(`/${pagePath}`))
    router.top?.call('onTabItemTap', { index: `${index}`, pagePath, text })
  })
  addEventListener('resize', () => {
    const { windowWidth, windowHeight } = chrome.measure()
    router.top?.resize({ windowWidth, windowHeight })
  })
  drawTabBar()

  return {
    router,
    setTheme(next) {
      theme = next
      chrome.setTheme(next)
      drawTabBar()
      if (router.top) drawBars(router.top)
    },
  }
}

/** The other pages keep what they are and are not drawn. */
function bringToFront(page: Page, pageArea: HTMLElement, move: Move): void {
  for (const frame of pageArea.querySelectorAll<HTMLElement>(':scope > .page-frame')) {
    const isVisible = frame === page.frame
    frame.toggleAttribute('data-covered', !isVisible)
    frame.inert = !isVisible
  }
  page.frame.dataset.move = move
}
