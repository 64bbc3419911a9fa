/** The states of a socket, the events that move it, and what a move asks for. All plain data. */
import type { CloseInfo, Failure } from './close'
import type { SocketError } from './errors'
import type { LinkEvent, Target } from './ports'

/** A ping that nothing was heard after. */
export interface Ping {
  readonly dueAtMs: number
  readonly isProbe: boolean
}

export interface Connecting {
  readonly tag: 'connecting'
  /** `due`: on its 0 ms timer; `begun`: the url was asked for; `asked`: a native socket may exist. */
  stage: 'due' | 'begun' | 'asked'
  readonly dueAtMs: number
  /** It spends a retry: its delay ran out. */
  readonly isRetry: boolean
  wasHidden: boolean
}

export interface Open {
  readonly tag: 'open'
  readonly sinceMs: number
  /** After a failed send nothing goes out before this or the next frame (S2); 0 where messages go out. */
  resumeAtMs: number
  ping: Ping | null
  /** Silence counts from here at the earliest: the link was believed at this time. */
  believedAtMs: number
  /** `onError` came; its `onClose` is waited for until then (R10). */
  failing: { readonly failure: Failure; readonly dueAtMs: number } | null
  /** The host cut something in the background; unless a socket reports that it was the one, it is ours (H9). */
  cut: { readonly dueAtMs: number; readonly reported: number } | null
}

/** A state with what only it has. */
export type Phase =
  | { readonly tag: 'idle' }
  | Connecting
  | Open
  | { readonly tag: 'waiting'; readonly dueAtMs: number; readonly delayMs: number }
  | { readonly tag: 'suspended'; readonly dueAtMs: number }
  | { readonly tag: 'gave-up' }
  | {
      readonly tag: 'closing'
      readonly dueAtMs: number
      readonly code: number
      readonly reason: string
    }
  | { readonly tag: 'closed' }

/** The name of a state. */
export type SocketState = Phase['tag']

/** Everything a socket remembers: `phase` owns what only one state has, the rest holds in every state. */
export interface MachineState {
  readonly phase: Readonly<Phase>
  /** Names the newest link; an event that carries another epoch is dropped. */
  readonly epoch: number
  /** Attempts since the round began. */
  readonly attempt: number
  /** Retries spent in this outage. */
  readonly retry: number
  readonly hiddenAtMs: number | null
  readonly shownAtMs: number
  readonly isOnline: boolean
  readonly lastClose: CloseInfo | null
  /** Links that opened since `connect()`. */
  readonly links: number
  /** Links in a row that died of silence while no ping was ever answered (H8). */
  readonly muteDeaths: number
}

/** What was heard and said on the link in use; counted where the effects are performed, read here. */
export interface Pulse {
  readonly heardAtMs: number
  readonly saidAtMs: number
  /** Whether any ping on this socket was ever answered. */
  readonly wasEverAnswered: boolean
}

/** What the machine needs to know of the options. */
export interface Rules {
  readonly connectTimeoutMs: number
  readonly closeTimeoutMs: number
  readonly background: 'keep' | 'close' | 'run'
  readonly heartbeat: HeartbeatRules
  readonly reconnect: ReconnectRules
}

export interface HeartbeatRules {
  readonly intervalMs: number
  readonly outboundMs: number
  readonly timeoutMs: number
  readonly probeTimeoutMs: number
  /** What is asked; with `null` we only listen. */
  readonly message: unknown
}

export interface ReconnectRules {
  readonly limit: number
  readonly stableAfterMs: number
  /** The delay of a retry, jitter included. */
  readonly delayMs: (retry: number, close: CloseInfo) => number
  readonly isFinal: (close: CloseInfo) => boolean
}

/** What a decision looks at besides the state and the event. */
export interface Circumstances {
  readonly rules: Rules
  readonly pulse: Pulse
  readonly nowMs: number
  /** How many background cuts the sockets of this process have reported themselves. */
  readonly cutsReported: number
}

/** A state while it is being decided. */
export type Draft = { -readonly [K in keyof MachineState]: MachineState[K] } & { phase: Phase }

/** A decision being made: what it looks at, and the effects so far. */
export interface Turn extends Circumstances {
  readonly effects: Effect[]
}

/** What the app and the host do. */
export type HostEvent =
  | { readonly type: 'connect-called' }
  | { readonly type: 'reconnect-called' }
  | { readonly type: 'close-called'; readonly code: number; readonly reason: string }
  | { readonly type: 'probe-called' }
  | { readonly type: 'timer-fired'; readonly isLate: boolean }
  | { readonly type: 'hidden' }
  | { readonly type: 'shown' }
  | { readonly type: 'network-changed'; readonly isOnline: boolean }
  | { readonly type: 'cut-reported'; readonly isInterrupted: boolean }

/** What a link does; a frame moves nothing, and is an event only where it was waited for. */
export type LinkMove =
  | LinkEvent
  | { readonly type: 'url-answered'; readonly target: Target }
  | { readonly type: 'url-failed'; readonly error: SocketError }
  | { readonly type: 'heard' }
  | { readonly type: 'send-failed' }
  | { readonly type: 'ping-skipped' }

/** What moves the machine. */
export type MachineEvent = HostEvent | LinkMove

type HandlersOf<Event extends { readonly type: string }> = {
  readonly [Type in Event['type']]: (
    draft: Draft,
    at: Turn,
    event: Extract<Event, { readonly type: Type }>,
  ) => void
}

/** How each event changes the draft. */
export type Handlers = HandlersOf<MachineEvent>

/** The same, for what a link does. */
export type LinkHandlers = HandlersOf<LinkMove>

/** What to do, in order, once the state has changed: a name, and what goes with it. */
export type Effect =
  | readonly ['ask-url', boolean]
  | readonly ['open-link', Target]
  | readonly ['close-link', { readonly code: number; readonly reason: string }]
  | readonly ['send-ping', null]
  | readonly ['flush-queue', null]
  | readonly ['empty-queue', null]
  | readonly ['watch-host', null]
  | readonly ['unwatch-host', null]
  | readonly ['state', StateChange]
  | readonly ['open', OpenInfo]
  | readonly ['close', CloseInfo]
  | readonly ['retry', RetryInfo]
  | readonly ['giveup', GiveUpInfo]
  | readonly ['error', SocketError]

/** The socket moved from one state to another. */
export interface StateChange {
  /** The state before. */
  readonly from: SocketState
  /** The state now. */
  readonly to: SocketState
  /** What moved it: a call, a timer, an event of the host, or the cause of a close. */
  readonly reason: string
}

/** A link is open. */
export interface OpenInfo {
  /** Scheme and host only: the rest may hold a token. */
  readonly url: string
  /** The attempts of this round, this one included; a round begins with `connect()`, `reconnect()` or a revival from gave-up. */
  readonly attempt: number
  /** Whether a link was open before, since `connect()`. */
  readonly isReconnect: boolean
  /** The response header, where the host gives it. */
  readonly header?: object | undefined
  /** The host's handshake timings (`SocketProfile` on wx), where it gives them. */
  readonly profile?: object | undefined
}

/** A retry is scheduled: enough to draw "reconnecting 3/12 in 5 s". */
export interface RetryInfo {
  /** The number of this retry in the outage, from 1. */
  readonly retry: number
  /** How many retries there are, `reconnect.limit`. */
  readonly limit: number
  /** Milliseconds until it begins, jitter included. */
  readonly delayMs: number
  /** The close that it answers. */
  readonly close: CloseInfo
}

/** The limit is used up. */
export interface GiveUpInfo {
  /** Retries spent. */
  readonly retries: number
  /** The last end. */
  readonly close: CloseInfo
}

/** The state of a new socket. */
export const INITIAL_STATE: MachineState = {
  phase: { tag: 'idle' },
  epoch: 0,
  attempt: 0,
  retry: 0,
  hiddenAtMs: null,
  shownAtMs: -Infinity,
  isOnline: true,
  lastClose: null,
  links: 0,
  muteDeaths: 0,
}
