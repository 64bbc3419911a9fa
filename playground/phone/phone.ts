/** What the page of a phone offers to whoever put it into a frame: the panel, and tests. */
import type { PhoneFake, Theme } from './ports'

export interface Phone {
  readonly id: string
  /** The fake host: network, faults, tasks, profile. For `hide` and `show` take those of the phone. */
  readonly fake: PhoneFake
  /** The first page is rendered. */
  readonly ready: Promise<void>
  /** The page stack, the visible page last. */
  readonly pages: readonly { readonly route: string; readonly data: unknown }[]
  /** What `getApp()` gives. */
  app(): unknown
  /** Returns the unsubscribe. */
  on(listener: (event: PhoneEvent) => void): () => void
  /** To the background: `Page.onHide`, `App.onHide`, then the host's own. */
  hide(): void
  /** Back to the foreground: the host's own, `App.onShow`, then `Page.onShow`. */
  show(): void
  /** The app's media queries, the bars and `wx.onThemeChange` follow. */
  setTheme(theme: Theme): void
}

export type PhoneEvent =
  | { readonly type: 'ready'; readonly route: string }
  | {
      readonly type: 'page'
      readonly route: string
      readonly change: 'open' | 'show' | 'hide' | 'close'
    }
  | {
      readonly type: 'set-data'
      readonly route: string
      readonly paths: number
      readonly bytes: number
    }
  | {
      readonly type: 'socket'
      readonly change: 'connect' | 'open' | 'message' | 'sent' | 'error' | 'close'
      readonly text: string
    }
  | { readonly type: 'toast'; readonly text: string }
  | { readonly type: 'error'; readonly text: string }

declare global {
  interface Window {
    phone?: Phone
  }
}
