/** `App` and `getApp`: the one app, and its hooks. */
import type { EntryOptions, Theme } from '../ports'

export type AppInstance = Record<string, unknown>
export type AppHook =
  | 'onLaunch'
  | 'onShow'
  | 'onHide'
  | 'onError'
  | 'onPageNotFound'
  | 'onThemeChange'
  | 'onUnhandledRejection'

export interface AppRegistry {
  readonly App: (options?: AppInstance) => void
  readonly getApp: () => AppInstance | undefined
  /** Runs a hook, if the app has it. What it throws is reported. */
  call(hook: AppHook, argument: object | string): void
}

/** What `onLaunch`, `onShow` and `onThemeChange` are given. */
export type AppEvent = EntryOptions | { readonly theme: Theme }

export function createAppRegistry(reportError: (error: unknown) => void): AppRegistry {
  let app: AppInstance | undefined
  return {
    App(options = {}) {
      if (app) throw new Error('App() was called twice')
      app = { ...options }
    },
    getApp: () => app,
    call(hook, argument) {
      const run = app?.[hook]
      if (typeof run !== 'function') return
      try {
        run.call(app, argument)
      } catch (error) {
        reportError(error)
      }
    },
  }
}
