/** `hover-class`: how a tag looks while a finger is on it. */
import type { Host } from './built-in'

export const HOVER_ATTRIBUTES = {
  hoverClass: 'none',
  hoverStopPropagation: false,
  hoverStartTime: 50,
  hoverStayTime: 400,
}

type HoverHost = Host<typeof HOVER_ATTRIBUTES>

/** Adds the classes some time after the press, and takes them off some time after it ended. */
export function listenToHover(host: Pick<HoverHost, 'element' | 'values' | 'classes'>): object {
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
  const release = () => later(hide, host.values.hoverStayTime)

  element.addEventListener('pointerdown', (event) => {
    const { hoverClass, hoverStopPropagation, hoverStartTime } = host.values
    if (hoverClass === 'none' || hoverClass === '' || isTaken(event)) return
    if (hoverStopPropagation) take(event)
    later(() => {
      hide()
      shown = host.classes(hoverClass)
      element.classList.add(...shown)
    }, hoverStartTime)
    addEventListener('pointerup', release, { once: true })
    addEventListener('pointercancel', release, { once: true })
  })
  return {}
}

/** Presses that a descendant keeps from its ancestors. */
const taken = new WeakSet<Event>()
const take = (event: Event) => taken.add(event)
const isTaken = (event: Event) => taken.has(event)
