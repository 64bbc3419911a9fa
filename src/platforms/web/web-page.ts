/** The page around the socket: whether somebody looks at it, and whether there is a network. Hints, all of them. */
import type { PageEvents, WebPage } from './web-host'

/** Registers a listener where the page can; returns how to remove exactly that one (L6). */
function listen(target: PageEvents | undefined, type: string, listener: () => void): () => void {
  const call = (verb: 'addEventListener' | 'removeEventListener'): void => {
    try {
      if (target) target[verb](type, listener)
    } catch {
      // `self` without events (React Native has one), or a sandbox that forbids them: a missing hint.
    }
  }
  call('addEventListener')
  return () => call('removeEventListener')
}

/**
 * Out of sight is hidden (another tab, the screen locked), and so is frozen (Chrome stops the script of a tab that was
 * long in the background) or put away (the page that "back" returns to, without its connections). One hide for all.
 * https://developer.chrome.com/docs/web-platform/page-lifecycle-api
 */
export function watchVisibility(
  { document, self }: WebPage,
  hidden: () => void,
  shown: () => void,
): () => void {
  let isAway = false
  const look = (): boolean => isAway || (document || {}).visibilityState === 'hidden'
  let isHidden = look()

  const changed = (): void => {
    const wasHidden = isHidden
    isHidden = look()
    if (isHidden === wasHidden) return
    if (isHidden) hidden()
    else shown()
  }
  const away = (is: boolean) => (): void => {
    isAway = is
    changed()
  }
  const stops = [
    listen(document, 'visibilitychange', changed),
    listen(document, 'freeze', away(true)),
    listen(document, 'resume', away(false)),
    listen(self, 'pagehide', away(true)),
    listen(self, 'pageshow', away(false)),
  ]
  return () => stops.forEach((stop) => stop())
}

/** `navigator.connection` is not listened to: it also tells every new estimate of the speed, and each would be a probe. */
export function watchOnline({ self }: WebPage, changed: (isOnline: boolean) => void): () => void {
  const stops = [
    listen(self, 'online', () => changed(true)),
    listen(self, 'offline', () => changed(false)),
  ]
  return () => stops.forEach((stop) => stop())
}
