import type { FrozenTimers, ResumeStep } from './clock'
import type { Failure, FakeHost, SocketClose } from './wx-types'

/**
 * How one kind of host behaves, as data. Pass one of {@link hostProfiles} by name, or your own:
 * `createFakeWx({ profile: { ...hostProfiles.android, maxSockets: 2 } })`.
 *
 * Each field says where it is known from: *documented* by the platform, *reported* by users or by a public
 * re-implementation, or *assumed* where nothing was found. None was measured on a device by us.
 */
export interface HostProfile {
  /** What it is called in error messages. */
  readonly name: string
  /** The global that the host object is, which `install()` sets. Documented. */
  readonly globalName: 'wx' | 'tt' | 'swan' | 'qq' | 'ks' | 'jd' | 'my'
  /**
   * What the host object and its tasks look like: `'wx'`, or like it but for a few fields, or `'alipay'`, which has
   * words of its own for everything. docs/platforms.md says where each is known from.
   */
  readonly shape: 'wx' | 'douyin' | 'baidu' | 'qq' | 'alipay'
  /** Members of the host object that `wx` has and this host has not. */
  readonly lacks: readonly (keyof FakeHost)[]
  /**
   * Which socket the host's own `onSocket…` follow: the one created last, or the one that was created without
   * `multiple: true`, beside which there can be no second. Documented.
   */
  readonly globalEvents: 'latest' | 'single'
  /** What `wx.getDeviceInfo().platform` says. Documented. */
  readonly platform: 'ios' | 'android' | 'devtools'
  /**
   * Whether `Promise` is the engine's, or a polyfill over `setTimeout`, as up to iOS 15. Documented:
   * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/js-support.html
   */
  readonly promise: 'native' | 'macrotask'
  /**
   * What `connectSocket` returns. `'task'`: documented. `'promise'`: Taro's, it resolves after `success`
   * (NervJS/taro packages/shared/src/native-apis.ts). `'task-if-callback'`: uni-app's, a promise when none of
   * success, fail, complete is passed (dcloudio/uni-app#294). `'nothing'`: only the global events are left.
   */
  readonly connectReturns: 'task' | 'promise' | 'task-if-callback' | 'nothing'
  /** Whether `success` and `fail` are called after the call or before it returns. Assumed; some wrappers do the latter. */
  readonly callbacks: 'async' | 'sync'
  /** What a failed `send` or `close` without `fail` and `complete` does: mqttjs/MQTT.js#1112, WuKongIM/WuKongIM#513. Reported. */
  readonly unheardFailure: 'throw' | 'reject'
  /** Whether a second `task.onOpen(…)` joins the first or takes its place. Undocumented, so assumed. */
  readonly secondListener: 'add' | 'replace'
  /** Whether `send` takes a view like `Uint8Array`: the devtools do, phones do not (mqttjs/MQTT.js#813). Reported. */
  readonly sendsViews: boolean

  /** Sockets at once, those being connected included. Documented (5). */
  readonly maxSockets: number
  /** Whether a socket that is being closed still counts. Reported of a re-implementation. */
  readonly countsClosing: boolean
  /** How one socket too many fails: through `fail`, or through `success` and then `onError` without `onClose`. Reported. */
  readonly tooManySockets: { readonly report: 'fail' | 'error'; readonly failure: Failure }
  /**
   * The host's own connect timeout; `null` never. `perCall`: the `timeout` option is heeded. Documented:
   * https://developers.weixin.qq.com/miniprogram/dev/framework/ability/network.html. Texts and `thenClose`: reported.
   * `failure: null`: it is told as a close alone.
   */
  readonly connectTimeout: {
    readonly defaultMs: number
    readonly perCall: boolean
    readonly failure: Failure | null
    readonly thenClose: SocketClose | null
  } | null
  /** What follows the `onError` of a connect that failed; `null` nothing (dcloudio/uni-app#1619). Reported. Live mode. */
  readonly closeAfterConnectError: SocketClose | null
  /** What `onClose` says of a link that broke. Reported. */
  readonly brokenLink: SocketClose
  /** What `onClose` says for a reason when the server gave none, by code. Reported, most of it of the devtools. Live mode. */
  readonly closeReasons: { readonly [code: number]: string }
  /**
   * The largest message that `send` takes, and what a larger one does: `failure` is what `fail` is called with (without
   * one, the call succeeds), `close` how the link then ends (without one, it stays). `null`: no limit. Unknown, so assumed.
   */
  readonly sendLimit: {
    readonly maxBytes: number
    readonly failure: Failure | null
    readonly close: SocketClose | null
  } | null
  /** The words for what went wrong. Reported. */
  readonly texts: HostTexts

  /** How long after `close()` the host reports `onClose`, in ms. Assumed. */
  readonly closeDelayMs: number
  /** `close()` while connecting: `'ignored'` (it may still open; reported) or `'closed'` (as a browser does). */
  readonly closeWhileConnecting: 'ignored' | 'closed'
  /** Whether `close()` refuses codes other than 1000 and 3000–4999. Reported of re-implementations. */
  readonly checksCloseCode: boolean

  /**
   * How long after hide the script is stopped, in ms; `Infinity` never. Documented (5 s):
   * https://developers.weixin.qq.com/miniprogram/dev/framework/runtime/operating-mechanism.html
   */
  readonly suspendAfterMs: number
  /** What becomes of timers meanwhile. `'replay'` is reported of some Android phones, the others are assumed. */
  readonly frozenTimers: FrozenTimers
  /** In which order the host comes back. Documented is only that events wait for the foreground. */
  readonly resumeSteps: readonly ResumeStep[]
  /** How `connectSocket` fails once hidden for `suspendAfterMs`. Documented (network.html, "fail interrupted"). */
  readonly connectWhileHidden: Failure | null
  /**
   * What happens to sockets in the background: after how long, and who hears of it. `'task'`: each task's `onClose`;
   * `'global'`: only `wx.onSocketClose`, once; `'none'`: nobody. `null` never cuts. Reported.
   */
  readonly backgroundCut: {
    readonly afterMs: number
    readonly report: 'task' | 'global' | 'none'
    readonly close: SocketClose
  } | null
}

/** `errMsg` texts of one host. The official ones are not documented: match parts of them, never the whole. */
export interface HostTexts {
  /** `send` on a task that is not open. */
  readonly sendNotOpen: string
  /** `send` of a view, where views are not taken. */
  readonly sendNoView: string
  /** `close` on a task that is not open. */
  readonly closeNotOpen: string
  /** `close` with a code that is not allowed. */
  readonly closeBadCode: string
  /** `onError`: nobody listens there. */
  readonly refused: string
  /** `onError`: the server answered something else than 101. */
  readonly badStatus: string
  /** `onError`: any other failure to connect. */
  readonly unreachable: string
}

/** The names of the hosts in {@link hostProfiles}. */
export type HostProfileName =
  | 'ios'
  | 'ios15'
  | 'android'
  | 'devtools'
  | 'global-close-only'
  | 'promise-task'
  | 'callback-before-return'
  | 'undefined-task'
  | 'uni-app'
  | 'tt'
  | 'swan'
  | 'qq'
  | 'ks'
  | 'jd'
  | 'alipay'
