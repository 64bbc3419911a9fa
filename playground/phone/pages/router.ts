/**
 * The page stack, and the moves on it, with the hooks in WeChat's order.
 * https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html
 */
import { PhoneFailure, type Router } from '../ports'
import type { Page } from './page'
import { parsePageUrl, type PageUrl } from './url'

/** https://developers.weixin.qq.com/miniprogram/dev/api/route/wx.navigateTo.html */
const MAX_PAGES = 10

export interface RouterParts {
  readonly pages: readonly string[]
  readonly tabs: readonly string[]
  /** Draws a page; the stack does not have it yet. */
  createPage(url: PageUrl): Page
  /** The visible page is another one: it is about to load, or to be shown again. */
  onVisible(page: Page, move: Move): void
  onChange(page: Page, change: 'open' | 'show' | 'hide' | 'close'): void
}

/** How the visible page came to be: what an animation is made from. */
export type Move = 'push' | 'pop' | 'replace'

export interface PageStack extends Router {
  /** The visible page last. */
  readonly pages: readonly Page[]
  readonly top: Page | undefined
  /** The first page of a launch, whatever it is. */
  launch(url: string): Promise<void>
}

export function createPageStack(parts: RouterParts): PageStack {
  let stack: readonly Page[] = []
  /** Tab pages live on while another tab is visible. */
  const tabPages = new Map<string, Page>()
  const top = () => stack.at(-1)
  const isTab = (route: string) => parts.tabs.includes(route)

  const find = (url: string): PageUrl => {
    const found = parsePageUrl(url, top()?.route ?? '')
    if (!parts.pages.includes(found.route)) {
      throw new PhoneFailure(`page "${found.route}" is not found`)
    }
    return found
  }

  const open = (url: PageUrl, below: readonly Page[], move: Move) => {
    const page = parts.createPage(url)
    stack = [...below, page]
    if (isTab(url.route)) tabPages.set(url.route, page)
    parts.onVisible(page, move)
    parts.onChange(page, 'open')
    page.call('onLoad', url.query)
    show(page)
  }
  const show = (page: Page) => {
    page.show()
    parts.onChange(page, 'show')
  }
  const hide = (page: Page | undefined) => {
    if (!page) return
    page.hide()
    parts.onChange(page, 'hide')
  }
  const close = (page: Page) => {
    if (tabPages.get(page.route) === page) tabPages.delete(page.route)
    page.unload()
    parts.onChange(page, 'close')
  }
  const closeAll = (pages: readonly Page[]) => [...pages].reverse().forEach(close)

  const showTab = (url: PageUrl) => {
    const known = tabPages.get(url.route)
    const before = top()
    if (before && before === known) return
    const [bottom, ...above] = stack
    closeAll(bottom && isTab(bottom.route) ? above : stack)
    if (before && isTab(before.route)) hide(before)
    if (!known) return open(url, [], 'replace')
    stack = [known]
    parts.onVisible(known, 'replace')
    show(known)
  }

  return {
    get pages() {
      return stack
    },
    get top() {
      return top()
    },
    async launch(url) {
      open(find(url), [], 'replace')
    },
    async navigateTo(url) {
      const found = find(url)
      if (isTab(found.route)) throw new PhoneFailure('can not navigateTo a tabbar page')
      if (stack.length >= MAX_PAGES) throw new PhoneFailure('webview count limit exceed')
      hide(top())
      open(found, stack, 'push')
    },
    async redirectTo(url) {
      const found = find(url)
      if (isTab(found.route)) throw new PhoneFailure('can not redirectTo a tabbar page')
      const below = stack.slice(0, -1)
      closeAll(stack.slice(-1))
      open(found, below, 'replace')
    },
    async switchTab(url) {
      const found = find(url)
      if (!isTab(found.route)) throw new PhoneFailure('can not switch to no-tabBar page')
      showTab(found)
    },
    async reLaunch(url) {
      const found = find(url)
      const all = new Set([...tabPages.values(), ...stack])
      closeAll([...all])
      open(found, [], 'replace')
    },
    async navigateBack(delta = 1) {
      if (stack.length < 2) throw new PhoneFailure('cannot navigate back at first page.')
      const kept = Math.max(1, stack.length - Math.max(1, delta))
      const closed = stack.slice(kept)
      stack = stack.slice(0, kept)
      closeAll(closed)
      const page = top()
      if (!page) return
      parts.onVisible(page, 'pop')
      show(page)
    },
  }
}
