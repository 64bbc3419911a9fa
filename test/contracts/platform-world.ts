/** What the platform contract needs of a scripted host. A new platform brings one of these. */
import type { SocketData } from '../../src/core/ports'

/** How the host answers when it is asked for a socket, instead of giving one. */
export type ConnectFault =
  | 'throws'
  | 'returns-undefined'
  | 'returns-nonsense'
  | 'rejects'
  | 'fails-and-rejects'
  | 'is-missing'

/** How the host fails a call of a native socket. `in-every-way`: all of them at once, and twice. */
export type CallFault = 'fails' | 'fails-later' | 'throws' | 'rejects' | 'in-every-way'

/** One native socket, driven by hand. */
export interface WorldSocket {
  /** What the host was asked with. */
  readonly asked: { readonly [option: string]: unknown }
  /** What went out, in order, copied when it was handed over. */
  readonly sent: readonly SocketData[]
  /** Every native close, in order. */
  readonly closes: readonly { readonly code: number; readonly reason: string }[]
  open(info?: { readonly header?: Record<string, string> }): void
  message(data: SocketData): void
  error(text: string, errno?: number): void
  close(code: number, reason: string): void
  /** The host takes back that it accepted the call. */
  fail(text: string, errno?: number): void
  /** It never answers a close of its own accord. */
  silence(): void
  /** Its next sends and closes fail. */
  failCalls(fault: CallFault): void
}

/** A scripted host. */
export interface World {
  /** Every native socket, oldest first. */
  readonly sockets: readonly WorldSocket[]
  /** How often the host was asked for a socket, also when there came none. */
  readonly asks: number
  /** What reached the host uncaught. */
  readonly uncaught: readonly unknown[]
  /** How many listeners there are on the app's life and on the network. */
  readonly listeners: number
  /** The host behaves like this from now on. */
  failConnects(fault: ConnectFault): void
  /** The host has no events of the app and the network, or throws when it is asked for them. */
  denyHints(how: 'missing' | 'throws'): void
  hide(): void
  show(): void
  network(isOnline: boolean): void
  /** The host reports an end for no socket in particular. */
  closeGlobally(reason: string): void
  advance(ms: number): void
  /** Lets what is due at once happen, promises included. */
  settle(): Promise<void>
  /** Puts everything back. */
  dispose(): void
}
