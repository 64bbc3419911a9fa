import type { Inquiry } from './create-inquiry'

/** Plain data: what is no JSON does not get into the report. */
export interface Plain {
  readonly [name: string]: unknown
}

/** What a question found out. */
export interface Finding {
  /** What the host does. The same host gives the same answer again. */
  readonly answer: Plain
  /** Times that came out on the way, in ms. They differ from run to run. */
  readonly measured?: { readonly [name: string]: number | null }
}

/** One thing that nobody knows for sure before a phone has answered it. */
export interface Question {
  /** Its name in the report, which stays. */
  readonly id: string
  /** What it asks, for a person. */
  readonly title: string
  /** What it does to find out. */
  readonly about: string
  /** Whether a person has to do something. */
  readonly needsHands: boolean
  /** After how long it is given up. */
  readonly timeoutMs: number
  ask(inquiry: Inquiry): Promise<Finding>
}
