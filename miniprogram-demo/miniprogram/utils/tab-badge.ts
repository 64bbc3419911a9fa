import type { Rooms } from '../room/create-rooms'

/** The place of the chat in the tab bar. */
const CHAT_TAB = 0
/** A burst of messages is one badge. */
const SOON_MS = 100
const MOST = 99

/** The badge on the tab of the chat. */
export interface TabBadge {
  /** Shows how much is unread: for a page with tabs that is shown again. */
  show(): void
  /** Follows the rooms no more. */
  stop(): void
}

/** What a badge says of so much that is unread. */
export const badgeText = (unread: number) => (unread > MOST ? `${MOST}+` : String(unread))

/** Keeps the badge up to date with the rooms. */
export function createTabBadge(rooms: Rooms): TabBadge {
  let timer = 0

  function show() {
    clearTimeout(timer)
    timer = 0
    // While a page without tabs is on top the call fails, and there is nothing to be seen of it.
    const fail = () => undefined
    if (rooms.unread === 0) wx.removeTabBarBadge({ index: CHAT_TAB, fail })
    else wx.setTabBarBadge({ index: CHAT_TAB, text: badgeText(rooms.unread), fail })
  }

  const off = rooms.on('unread', () => {
    if (timer === 0) timer = setTimeout(show, SOON_MS)
  })

  return {
    show,
    stop() {
      off()
      clearTimeout(timer)
    },
  }
}
