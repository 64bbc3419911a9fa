/** The parts of the page layer that this room uses, as structural interfaces of its own. */

/** A page or a component, as its methods see it. */
export interface Instance {
  /** Changes data and redraws. */
  setData(values: Record<string, unknown>): void
}

declare const Behavior: ((definition: object) => string) | undefined
declare const setTimeout: (callback: () => void, delayMs: number) => unknown
declare const clearTimeout: (timer: unknown) => void
declare const Date: { now(): number }

/** `Behavior()` of the host; undefined outside a mini-program. */
export const findBehavior = (): ((definition: object) => string) | undefined =>
  typeof Behavior === 'undefined' ? undefined : Behavior

/** Runs once after so many milliseconds; returns the cancel. */
export function later(callback: () => void, delayMs: number): () => void {
  const timer = setTimeout(callback, delayMs)
  return () => clearTimeout(timer)
}

export const nowMs = (): number => Date.now()

interface Languages {
  readonly language?: string
}

declare const getApp: (() => unknown) | undefined
declare const console: { warn(text: string): void } | undefined
declare const wx: { getAppBaseInfo?(): Languages; getSystemInfoSync?(): Languages } | undefined

/** What `App()` made; undefined outside an app. */
export const findApp = (): unknown => (typeof getApp === 'undefined' ? undefined : getApp())

/** The app's language, such as `zh_CN`; empty where the host does not say. */
export function findLanguage(): string {
  const host = typeof wx === 'undefined' ? {} : wx
  // https://developers.weixin.qq.com/miniprogram/dev/api/base/system/wx.getAppBaseInfo.html: base library 2.20.1.
  const ask = host.getAppBaseInfo || host.getSystemInfoSync
  return (ask && ask.call(host).language) || ''
}

/** Says it where developers look, where there is such a place. */
export function warn(text: string): void {
  if (typeof console !== 'undefined') console.warn(text)
}
