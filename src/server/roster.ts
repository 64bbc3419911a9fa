/** Whose connections are here. */
import type { Link } from './link'

export interface Roster {
  /** Every connection, closing ones included. */
  readonly links: ReadonlySet<Link>
  arrived(link: Link): void
  left(link: Link): void
  /** The link said `hello`: from here on it is one of its client's. */
  enlist(link: Link, clientId: string): void
  /** The link is closing or gone. Answers what that means for its client. */
  dismiss(link: Link): { readonly wasLast: boolean; readonly wasOnline: boolean }
  /** The client's link is live. Answers whether the client was not online before. */
  welcomed(clientId: string): boolean
  /** A client's connections from `hello` on; closing ones are not among them. */
  of(clientId: string): readonly Link[]
  /** The clients that are online here. */
  readonly online: ReadonlySet<string>
}

export function createRoster(): Roster {
  const links = new Set<Link>()
  const byClient = new Map<string, readonly Link[]>()
  const online = new Set<string>()
  const of = (clientId: string): readonly Link[] => byClient.get(clientId) ?? []

  return {
    links,
    online,
    of,
    arrived: (link) => void links.add(link),
    left: (link) => void links.delete(link),
    welcomed: (clientId) => online.size < online.add(clientId).size,
    enlist(link, clientId) {
      const theirs = of(clientId)
      // A new list each time: whoever is going through the old one is not confused.
      if (theirs.indexOf(link) < 0) byClient.set(clientId, theirs.concat(link))
    },
    dismiss(link) {
      const theirs = link.clientId === null ? [] : of(link.clientId)
      if (link.clientId === null || theirs.indexOf(link) < 0) {
        return { wasLast: false, wasOnline: false }
      }
      const others = theirs.filter((one) => one !== link)
      if (others.length > 0) {
        byClient.set(link.clientId, others)
        return { wasLast: false, wasOnline: false }
      }
      byClient.delete(link.clientId)
      return { wasLast: true, wasOnline: online.delete(link.clientId) }
    },
  }
}
