/** What the core asks of the world. A platform implements these; the core names no host. */
import type { CloseInfo, Failure } from './close'
import type { SocketError } from './errors'

export type { Failure }

/** What arrives from the other side. */
export type SocketData = string | ArrayBuffer

/** What can be sent; a view means exactly its bytes. */
export type Sendable = SocketData | ArrayBufferView

/** Time. */
export interface Clock {
  /** The wall clock, in milliseconds. It may jump either way; the core copes. */
  nowMs(): number
  /** Runs `callback` once after `delayMs`; returns the cancel, which may be called at any time. */
  startTimer(callback: () => void, delayMs: number): () => void
}

/** A number from 0 (included) to 1 (excluded). */
export type Random = () => number

/** The app coming and going. A host without such events returns a stop that does nothing. */
export interface Lifecycle {
  watch(hidden: () => void, shown: () => void): () => void
}

/** The network coming and going: a hint, sometimes wrong, never the only trigger (rule L5). */
export interface Network {
  watch(changed: (isOnline: boolean) => void): () => void
}

/** A place for texts that outlives the app. What it throws or rejects with becomes an `error` E_STORAGE. */
export interface Storage {
  /** The text under a key; `undefined` where there is none. */
  get(key: string): Promise<string | undefined>
  /** Puts a text under a key; settles when it is safe. */
  set(key: string, value: string): Promise<void>
  /** Takes a key away, if it is there. */
  remove(key: string): Promise<void>
  /** All keys, those of others included. */
  keys(): Promise<readonly string[]>
}

/** Where unheard errors (`warn`) and state changes (`info`) go. `console` and WeChat's log managers fit. */
export interface Logger {
  /** Hears of every change of state. */
  info(...args: unknown[]): void
  /** Hears of every error that no listener hears. */
  warn(...args: unknown[]): void
}

/** What an attempt is told. */
export interface AttemptInfo {
  /** The number of this attempt in the round, from 1; a round begins with `connect()`, `reconnect()` or a revival from gave-up. */
  readonly attempt: number
  /** Retries spent in this outage, this one included. */
  readonly retry: number
  /** How the last link ended; `null` before the first end. */
  readonly lastClose: CloseInfo | null
}

/** Where an attempt goes. */
export interface Target {
  readonly url: string
  /** Left out when empty: some hosts fail on an empty one (C5). */
  readonly header?: Readonly<Record<string, string>>
  readonly protocols?: readonly string[]
}

/** Says where each attempt goes. Never throws. */
export interface UrlSource {
  /** Answers at once or later, and at most once. */
  ask(
    attempt: AttemptInfo,
    answer: (target: Target) => void,
    refuse: (error: SocketError) => void,
  ): void
  /** The last target asked for has opened. */
  opened(): void
}

/** One native connection attempt. */
export interface LinkRequest {
  readonly target: Target
  /** Handed to the platform; the core watches the time itself as well. */
  readonly connectTimeoutMs: number
  /** How long a closing native socket may be waited for where the host limits their number (R12). */
  readonly closeTimeoutMs: number
  /** Host options, handed over as they are. */
  readonly host: object
}

/** What a link tells: at any time, late, twice, in any order, also before `open()` returns. */
export type LinkEvent =
  /** The platform is about to be asked: from here on a native socket may exist. */
  | { readonly type: 'link-requested' }
  | {
      readonly type: 'link-opened'
      readonly url: string
      readonly header?: object | undefined
      readonly profile?: object | undefined
    }
  | { readonly type: 'link-errored'; readonly failure: Failure }
  | {
      readonly type: 'link-closed'
      readonly code?: number | undefined
      readonly reason?: string | undefined
    }

/** A link that was asked for. */
export interface Link {
  /**
   * Hands data to the platform; `failed` is called at most once, at once or later; `taken` when the platform said that
   * it took the data, where it does. Never throws.
   */
  send(data: SocketData, failed: () => void, taken?: () => void): void
  /**
   * Ends the link, whatever it is doing: waiting for room, connecting (then also when it opens later), open.
   * Never throws; calling it again does nothing.
   */
  close(code: number, reason: string): void
}

/** Makes links. */
export interface Transport {
  /** @throws {@link SocketError} E_HOST when the host has no sockets. */
  assertAvailable(): void
  /** Starts one attempt. Never throws: every failure is an event. */
  open(
    request: LinkRequest,
    tell: (event: LinkEvent) => void,
    received: (data: SocketData) => void,
  ): Link
  /**
   * Hears of ends that the host reports for no socket in particular (R11). `isInterrupted`: the host cut
   * something in the background, and no socket of this process had just said that it was the one.
   */
  watchCuts(cut: (isInterrupted: boolean) => void): () => void
  /** How many background cuts the sockets of this process have reported themselves. */
  cutsReported(): number
}

/** Everything a socket needs of the world: a host, as the entries of this package make it. */
export interface Ports {
  /** The host's time. */
  readonly clock: Clock
  /** The host's randomness. */
  readonly random: Random
  /** The host's sockets. */
  readonly transport: Transport
  /** The app coming and going. */
  readonly lifecycle: Lifecycle
  /** The network coming and going. */
  readonly network: Network
  /** Where lines go when the app names no logger. */
  readonly logger: Logger
}
