/** `onPageScroll` and `onReachBottom` of the page whose scroller it is. */

/** `onReachBottomDistance` of page.json, when it says nothing. */
const BOTTOM_DISTANCE_PX = 50

export interface ScrollHooks {
  onPageScroll(event: { readonly scrollTop: number }): void
  onReachBottom(): void
}

export function listenToPageScroll(
  scroller: HTMLElement,
  hooks: ScrollHooks,
  bottomDistancePx: number = BOTTOM_DISTANCE_PX,
): void {
  let isAtBottom = false
  scroller.addEventListener('scroll', () => {
    const { scrollTop, scrollHeight, clientHeight } = scroller
    hooks.onPageScroll({ scrollTop })
    const wasAtBottom = isAtBottom
    isAtBottom = scrollHeight - clientHeight - scrollTop <= bottomDistancePx
    if (isAtBottom && !wasAtBottom) hooks.onReachBottom()
  })
}
