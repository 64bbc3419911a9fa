/** `wx.onThemeChange`. */
import type { Theme } from '../ports'
import { createListeners } from './listeners'

export function createThemeApi(begin: Theme, isThemed: boolean, later: (run: () => void) => void) {
  const listeners = createListeners<{ readonly theme: Theme }>(later)
  let theme = begin

  return {
    read: () => theme,
    set(next: Theme) {
      if (next === theme) return
      theme = next
      // Without `darkmode` in app.json the app has no themes, and hears of none.
      if (isThemed) listeners.emit({ theme })
    },
    api: {
      onThemeChange: (listener: unknown) => listeners.add(listener),
      offThemeChange: (listener?: unknown) => listeners.remove(listener),
    },
  }
}
