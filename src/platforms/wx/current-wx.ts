/** The `wx` that this program runs on. */
import { createWxPlatform } from './wx-platform'
import type { WxHost } from './wx-host'

declare const wx: WxHost | undefined

/** Looked up when it is needed, never at import. */
export const currentWx = /* @__PURE__ */ createWxPlatform(() =>
  typeof wx === 'undefined' ? undefined : wx,
)
