/** `hover-class`: how a tag looks while a finger is on it. */
import type { Host } from './built-in'

export const HOVER_ATTRIBUTES = {
  hoverClass: 'none',
  hoverStopPropagation: false,
  hoverStartTime: 50,
  hoverStayTime: 400,
}

/** Adds the classes some time after the press, and takes them off some time after it ended. */
export function listenToHover(host: Host<typeof HOVER_ATTRIBUTES>): void {
  const { element } = host
  let timer: ReturnType<typeof setTimeout> | undefined
  let shown: readonly string[] = []

  const later = (run: () => void, delayMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(run, delayMs)
  }
  const hide = () => {
    element.classList.remove(...shown)
    shown = []
  }
  const show = () => {
    hide()
    shown = host.classes(host.values.hoverClass)
    element.classList.add(...shown)
  }
  element.addEventListener('pointerdown', (event) => {
    const { hoverClass, hoverStopPropagation, hoverStartTime } = host.values
    if (hoverClass === 'none' || hoverClass === '' || taken.has(event)) return
    if (hoverStopPropagation) taken.add(event)
    later(show, hoverStartTime)
    const release = new AbortController()
    for (const end of ['pointerup', 'pointercancel']) {
      const { signal } = release
      addEventListener(
        end,
        () => {
          release.abort()
          // A tap may be shorter than the time until it shows.
          if (shown.length === 0) show()
          later(hide, host.values.hoverStayTime)
        },
        { signal },
      )
    }
  })
  host.onDetached(() => clearTimeout(timer))
}

/** Presses that a descendant keeps from its ancestors. */
const taken = new WeakSet<Event>()
