/** What the processes tell each other, and what that means for the connections here. */
import { CLOSE_CODES } from '../protocol/close-codes'
import { senderOf, type Link } from './link'
import type { Outbound } from './outbound'
import type { Roster } from './roster'
import type { Notice } from './store'
import type { Wire } from './wire'

export interface NoticeboardParts {
  readonly roster: Roster
  readonly outbound: Outbound
  readonly wire: Wire
}

/** Makes what hears a store's notices. */
export function createNoticeboard({ roster, outbound, wire }: NoticeboardParts) {
  /**
   * Every process hears the notices in one order, and a connection counts as older from its own notice on. So of two
   * that come at once, each to another process, one stays.
   */
  function takeOver(link: Link, { linkId, sender, isAlone }: TookOver): void {
    if (link.id === linkId) link.isAnnounced = true
    else if (!link.isAnnounced) return
    else if (senderOf(link) === sender) {
      wire.end(link, CLOSE_CODES.superseded, 'another connection of the same run took over')
    } else if (isAlone) wire.end(link, CLOSE_CODES.replaced, 'signed in elsewhere')
  }

  return (notice: Notice): void => {
    switch (notice.type) {
      case 'appended':
        for (const place of notice.places) {
          for (const link of roster.of(place.clientId)) outbound.appended(link, place, notice.draft)
        }
        return
      case 'close':
        // All of them, also one that has not said hello yet: it was let in before.
        for (const link of roster.links) {
          if (link.clientId === notice.clientId) wire.end(link, notice.code, notice.reason)
        }
        return
      case 'took-over':
        for (const link of roster.of(notice.clientId)) takeOver(link, notice)
        return
      case 'resync':
        for (const link of roster.links) {
          link.isAnnounced = true
          outbound.lookAgain(link)
        }
        return
      default:
        notice satisfies never
    }
  }
}

type TookOver = Extract<Notice, { type: 'took-over' }>
