import { defineBuiltIn, type Host } from '../built-in'
import { expose } from '../exposed'

const ATTRIBUTES = {
  scrollX: false,
  scrollY: false,
  /** Numbers, or texts of numbers; `null` leaves it where it is. */
  scrollTop: null,
  scrollLeft: null,
  scrollIntoView: '',
  scrollWithAnimation: false,
  upperThreshold: 50,
  lowerThreshold: 50,
  enableFlex: false,
  showScrollbar: true,
  enhanced: false,
}

type ScrollHost = Host<typeof ATTRIBUTES>

export const scrollView = defineBuiltIn({
  tag: 'scroll-view',
  attributes: ATTRIBUTES,
  setUp(host) {
    const { element, values } = host
    expose(element, { scroller: element })
    listenToScroll(host)
    const behavior = () => (values.scrollWithAnimation ? 'smooth' : 'instant')
    /** After the children that came with the same `setData` are drawn. */
    const scroll = (options: () => ScrollToOptions | undefined) =>
      queueMicrotask(() => element.scrollTo({ behavior: behavior(), ...options() }))
    const updateAxes = () => {
      element.style.overflowX = values.scrollX ? 'auto' : 'hidden'
      element.style.overflowY = values.scrollY ? 'auto' : 'hidden'
      // A region that scrolls must be reachable by keyboard.
      if (values.scrollX || values.scrollY) element.tabIndex = 0
      else element.removeAttribute('tabindex')
    }
    return {
      scrollX: updateAxes,
      scrollY: updateAxes,
      scrollTop: (top) => isPlace(top) && scroll(() => ({ top: Number(top) })),
      scrollLeft: (left) => isPlace(left) && scroll(() => ({ left: Number(left) })),
      scrollIntoView: (id) => id !== '' && scroll(() => placeOf(element, id)),
      enableFlex: (isFlex) => element.toggleAttribute('data-flex', isFlex),
      showScrollbar: (isShown) => element.toggleAttribute('data-no-scrollbar', !isShown),
    }
  },
})

const isPlace = (value: unknown) =>
  value !== null && value !== undefined && value !== '' && Number.isFinite(Number(value))

/** Where to scroll so that the child of this id stands at the beginning. */
function placeOf(element: HTMLElement, id: string): ScrollToOptions | undefined {
  const child = element.querySelector(`#${CSS.escape(id)}`)
  if (!child) return undefined
  const from = element.getBoundingClientRect()
  const to = child.getBoundingClientRect()
  return {
    top: element.scrollTop + to.top - from.top - element.clientTop,
    left: element.scrollLeft + to.left - from.left - element.clientLeft,
  }
}

/** `scroll` with every step, `scrolltoupper` and `scrolltolower` when an end comes near. */
function listenToScroll(host: ScrollHost): void {
  const { element, values } = host
  let last = { left: 0, top: 0 }
  let end: 'upper' | 'lower' | null = 'upper'

  const findEnd = () => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth, clientHeight, clientWidth } = element
    const before = values.scrollY ? scrollTop : scrollLeft
    const after = values.scrollY
      ? scrollHeight - clientHeight - scrollTop
      : scrollWidth - clientWidth - scrollLeft
    if (after <= values.lowerThreshold) return 'lower'
    return before <= values.upperThreshold ? 'upper' : null
  }
  element.addEventListener('scroll', () => {
    const { scrollTop, scrollLeft, scrollHeight, scrollWidth } = element
    const deltaX = last.left - scrollLeft
    const deltaY = last.top - scrollTop
    last = { left: scrollLeft, top: scrollTop }
    host.fire('scroll', { scrollLeft, scrollTop, scrollHeight, scrollWidth, deltaX, deltaY })
    const now = findEnd()
    if (now !== null && now !== end) host.fire(`scrollto${now}`, { direction: sideOf(host, now) })
    end = now
  })
}

function sideOf({ values }: ScrollHost, end: 'upper' | 'lower'): string {
  if (values.scrollY) return end === 'upper' ? 'top' : 'bottom'
  return end === 'upper' ? 'left' : 'right'
}
