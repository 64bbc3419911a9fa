/** `wx.pageScrollTo`. */
import { PhoneFailure, type Views } from '../ports'
import type { Calls } from './calls'
import { readNumber, readString, type CallOptions } from './options'

export function createPageScrollApi({ defineAll }: Calls, views: Views) {
  return defineAll({
    async pageScrollTo(options) {
      const scroller = views.viewport()?.scroller
      if (scroller === undefined || scroller === null) throw new PhoneFailure('no page is visible')
      await glide(scroller, findTarget(options, views), readNumber(options, 'duration', 300))
    },
  })
}

/** Where to, in px from the top of the page. */
function findTarget(options: CallOptions, views: Views): number {
  if (options.selector === undefined) return readNumber(options, 'scrollTop')
  const selector = readString(options, 'selector')
  const element = views.page()?.select(selector)[0]?.element
  const viewport = views.viewport()
  if (element === undefined || viewport === null) {
    throw new PhoneFailure(`no node is found by the selector ${selector}`)
  }
  const fromTop = element.getBoundingClientRect().top - viewport.element.getBoundingClientRect().top
  return (viewport.scroller?.scrollTop ?? 0) + fromTop + readNumber(options, 'offsetTop', 0)
}

/** Moves evenly slowing down; at once for people who asked their system for less motion. */
function glide(scroller: Element, top: number, durationMs: number): Promise<void> {
  const wantsCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  if (durationMs <= 0 || wantsCalm) {
    scroller.scrollTop = top
    return Promise.resolve()
  }
  const from = scroller.scrollTop
  const startAtMs = performance.now()
  return new Promise((resolve) => {
    const step = (nowAtMs: number) => {
      const passed = Math.min(1, Math.max(0, (nowAtMs - startAtMs) / durationMs))
      scroller.scrollTop = from + (top - from) * (1 - (1 - passed) ** 3)
      if (passed < 1) requestAnimationFrame(step)
      else resolve()
    }
    requestAnimationFrame(step)
  })
}
