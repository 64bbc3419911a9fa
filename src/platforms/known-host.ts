/** What is known of a host, as data: docs/platforms.md and the platform contract are made from it, no code runs on it. */
import type { PlatformException } from './exceptions'

/**
 * Who says so. `documented`: the host's own documents or types. `read`: seen in the decompiled client, or in code that
 * others run on the host. `reported`: said by users or by a third party's page.
 */
export type Testimony = 'documented' | 'read' | 'reported'

/** One difference to wx. */
export interface KnownFact {
  /** What is so, and, where it matters, what this package makes of it. */
  readonly fact: string
  readonly by: Testimony
  /** Where it is said, and of which version. */
  readonly source: string
  /** When it was looked up. */
  readonly date: string
}

/** A host and its differences to wx. */
export interface KnownHost {
  /** Its object, and the profile of the fake that plays it. */
  readonly object: string
  readonly profile: string
  readonly title: string
  /** How an app gets its socket. */
  readonly use: string
  /** How many sockets it allows at once, as far as it is said. */
  readonly maxSockets: KnownFact | null
  readonly facts: readonly KnownFact[]
  /** What was looked for and not found; there it is assumed to do what wx does. */
  readonly unknown: readonly string[]
  readonly exceptions: readonly PlatformException[]
}
