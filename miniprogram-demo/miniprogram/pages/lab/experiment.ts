/** What a card of the lab is about: what a button does, and what it promises. */
import type { SocketState } from 'miniprogram-socket'
import type { Step } from './trial'

/** The calls of the socket that have a button. */
export type Call = 'probe' | 'reconnect' | 'close' | 'connect'

/** A button and its promise. */
export interface Experiment {
  readonly id: string
  readonly label: string
  /** What the button does. */
  readonly effect: string
  /** What is to be seen then, anew for each press; the first ones depend on where the socket is. */
  steps(state: SocketState): Step[]
  /** How long that may take. */
  readonly withinMs: number
  /** A command for the server (see server.js). */
  readonly command?: { readonly command: string } & Readonly<Record<string, string | number>>
  /** What the lab does once the server has answered, so that the effect is seen at once. */
  readonly then?: 'probe' | 'reconnect' | 'say'
  /** A call of the socket. */
  readonly call?: Call
  /** Why nothing is to be seen in a state; empty when something is. */
  whyNot(state: SocketState): string
  /** The experiments that this one puts an end to. */
  readonly ends?: readonly string[]
}
