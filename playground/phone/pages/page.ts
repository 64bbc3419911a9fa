/** One page on the stack: what is drawn, and its life from `onLoad` to `onUnload`. */
import type { Root } from 'glass-easel-miniprogram-adapter'
import type { Instance } from '../framework/instances'
import { listenToPageScroll } from './page-scroll'
import type { PageUrl } from './url'

export type PageHook =
  | 'onLoad'
  | 'onShow'
  | 'onReady'
  | 'onHide'
  | 'onUnload'
  | 'onResize'
  | 'onTabItemTap'
  | 'onPageScroll'
  | 'onReachBottom'

export interface Page {
  readonly route: string
  /** `this` of its code. */
  readonly instance: Instance
  /** Fills the screen's page area, and is what WXSS takes for the window. */
  readonly frame: HTMLElement
  /** What scrolls when the page is longer than the screen. */
  readonly scroller: HTMLElement
  /** The first time, `onReady` follows. */
  show(): void
  hide(): void
  /** For good. A second time does nothing. */
  unload(): void
  call(hook: PageHook, ...args: unknown[]): void
  /** Tells the components of the page. */
  resize(size: { readonly windowWidth: number; readonly windowHeight: number }): void
}

export interface PageParts {
  readonly url: PageUrl
  /** Draws and attaches; `onLoad` is called right after. */
  readonly root: Root
  readonly pageArea: HTMLElement
  /** How near to the bottom `onReachBottom` runs. */
  readonly bottomDistancePx: number | undefined
  /** Runs `ready` of the components. */
  flushReady(): void
  reportError(error: unknown): void
}

/** Draws the page and attaches it. `onLoad` is the caller's, once the page is on the stack. */
export function createPage(parts: PageParts): Page {
  const { url, root, pageArea, reportError } = parts
  const { frame, scroller } = attach(root, url.route, pageArea)
  const component = root.getComponent()
  const instance = root.get() as unknown as Instance
  Object.assign(instance, { route: url.route, __route__: url.route, options: url.query })
  let isReady = false
  let isShown = false
  let isLoaded = true

  const page: Page = {
    route: url.route,
    instance,
    frame,
    scroller,
    show() {
      if (!isLoaded || isShown) return
      isShown = true
      component.triggerPageLifetime('show', [])
      page.call('onShow')
      if (isReady) return
      isReady = true
      parts.flushReady()
      page.call('onReady')
    },
    hide() {
      if (!isLoaded || !isShown) return
      isShown = false
      component.triggerPageLifetime('hide', [])
      page.call('onHide')
    },
    unload() {
      if (!isLoaded) return
      isLoaded = false
      page.call('onUnload')
      root.release()
      frame.remove()
    },
    call(hook, ...args) {
      const run = instance[hook]
      if (typeof run !== 'function') return
      try {
        run.apply(instance, args)
      } catch (error) {
        reportError(error)
      }
    },
    resize(size) {
      component.triggerPageLifetime('resize', [{ size }])
      page.call('onResize', { size })
    },
  }
  listenToPageScroll(
    scroller,
    {
      onPageScroll: (event) => page.call('onPageScroll', event),
      onReachBottom: () => page.call('onReachBottom'),
    },
    parts.bottomDistancePx,
  )
  return page
}

function attach(root: Root, route: string, pageArea: HTMLElement) {
  const frame = document.createElement('div')
  frame.className = 'page-frame'
  const scroller = document.createElement('div')
  scroller.className = 'page-scroller'
  // Where nothing in a page takes the focus, the keyboard scrolls what does.
  scroller.tabIndex = 0
  const placeholder = document.createElement('div')
  scroller.append(placeholder)
  frame.append(scroller)
  pageArea.append(frame)
  root.attach(scroller as never, placeholder as never)
  const drawn = root.getComponent().getBackendElement() as unknown as HTMLElement
  drawn.dataset.page = route
  return { frame, scroller }
}
