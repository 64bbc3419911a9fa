import { alipayFailures } from './shapes/alipay-failures'
import type { HostProfile, HostProfileName, HostTexts } from './host-profile'

// developers.weixin.qq.com/community/personal/oCJUsw8cf6ChOHuRMVzNeSiH7luI and its neighbours print the connect
// texts; weapp-socketio/weapp.socket.io#56 and #18 the close texts; mqttjs/MQTT.js#1112 the send text.
const phoneTexts: HostTexts = {
  sendNotOpen: 'sendSocketMessage:fail WebSocket is not connected',
  sendNoView: 'sendSocketMessage:fail data should be String or ArrayBuffer',
  closeNotOpen: 'closeSocket:fail WebSocket is not connected',
  closeBadCode: 'closeSocket:fail invalid code',
  refused: 'exception onOpen fail code:111, msg:Connection refused',
  badStatus: 'exception onOpen fail code:20, msg:Invalid HTTP status.',
  unreachable: 'exception onOpen fail code:2, msg:Underlying Transport Error',
}

const android: HostProfile = {
  name: 'android',
  globalName: 'wx',
  shape: 'wx',
  lacks: [],
  globalEvents: 'latest',
  platform: 'android',
  promise: 'native',
  connectReturns: 'task',
  callbacks: 'async',
  unheardFailure: 'throw',
  secondListener: 'add',
  sendsViews: false,
  maxSockets: 5,
  countsClosing: true,
  // The text is the one didi/dimina re-implements; the number is 600007 in the official list of network errors.
  tooManySockets: {
    report: 'fail',
    failure: {
      errMsg: 'connectSocket:fail fail reach max websocket connect count 5',
      errno: 600007,
    },
  },
  connectTimeout: {
    defaultMs: 60_000,
    perCall: true,
    failure: { errMsg: 'exception onOpen fail code:9, msg:Timer Expired' },
    thenClose: null,
  },
  closeAfterConnectError: { code: 1006, reason: 'abnormal closure' },
  brokenLink: { code: 1006, reason: 'abnormal closure' },
  // Seen on phones: 1000 and 1006; the others in the devtools.
  closeReasons: {
    1000: 'normal closure',
    1001: 'going away',
    1002: 'protocol error',
    1003: 'unsupported data',
    1005: 'no status rcvd',
    1008: 'policy violation',
    1009: 'message too big',
    1011: 'internal server error',
  },
  sendLimit: null,
  texts: phoneTexts,
  closeDelayMs: 20,
  closeWhileConnecting: 'ignored',
  checksCloseCode: true,
  suspendAfterMs: 5_000,
  // developers.weixin.qq.com/community/develop/doc/0002e276e78e485ed68979f095b800
  frozenTimers: 'replay',
  resumeSteps: ['show', 'timers', 'events'],
  connectWhileHidden: { errMsg: 'connectSocket:fail interrupted', errno: 600003 },
  // developers.weixin.qq.com/community/develop/doc/000a0cbd84c480897c1e455105b800
  backgroundCut: { afterMs: 5_000, report: 'task', close: { code: 1000, reason: 'interrupted' } },
}

const ios: HostProfile = {
  ...android,
  name: 'ios',
  platform: 'ios',
  // developers.weixin.qq.com/community/develop/doc/00048ada508590695e888e8f25b800
  tooManySockets: {
    report: 'fail',
    failure: { errMsg: 'createSocketTask:fail wcwss taskID=9 exceed max concurrent count' },
  },
  closeAfterConnectError: null,
  // developers.weixin.qq.com/community/personal/oCJUsw8SKEEMPtt8ZOnUiye8rcQQ/question
  brokenLink: { code: 1001, reason: 'Stream end encountered' },
  // developers.weixin.qq.com/community/personal/oCJUsw7IW58vMNTvmJk6dDNx27eI
  texts: { ...phoneTexts, closeNotOpen: 'closeSocket:fail wcwss taskID not exist' },
  unheardFailure: 'reject',
  checksCloseCode: false,
  frozenTimers: 'late',
  resumeSteps: ['show', 'events', 'timers'],
  backgroundCut: { afterMs: 10_000, report: 'task', close: { code: 1000, reason: 'interrupted' } },
}

const devtools: HostProfile = {
  ...android,
  name: 'devtools',
  platform: 'devtools',
  sendsViews: true,
  tooManySockets: { report: 'error', failure: { errMsg: 'exceed max task count' } },
  // The devtools heed app.json only, and say nothing after the error.
  connectTimeout: {
    defaultMs: 60_000,
    perCall: false,
    failure: { errMsg: 'Timed out connecting to server.' },
    thenClose: null,
  },
  texts: {
    sendNotOpen: 'sendSocketMessage:fail webSocket is not connected',
    sendNoView: phoneTexts.sendNoView,
    closeNotOpen: 'closeSocket:fail task not found',
    closeBadCode: 'closeSocket:fail InvalidAccessError',
    refused: '未完成的操作',
    badStatus: '未完成的操作',
    unreachable: 'network is down',
  },
  closeWhileConnecting: 'closed',
  suspendAfterMs: Infinity,
  frozenTimers: 'late',
  connectWhileHidden: null,
  // The "切后台" button does not cut a socket: developers.weixin.qq.com/community/personal/oCJUsw_7LK3VzGls9LDTISg4Yj2Q/answer
  backgroundCut: null,
}

const alipayTexts: HostTexts = {
  sendNotOpen: alipayFailures.notOpen.errMsg,
  sendNoView: alipayFailures.badParameters.errMsg,
  closeNotOpen: alipayFailures.notOpen.errMsg,
  closeBadCode: alipayFailures.badParameters.errMsg,
  refused: alipayFailures.unknown.errMsg,
  badStatus: alipayFailures.badAnswer.errMsg,
  unreachable: alipayFailures.noNetwork.errMsg,
}

// Where nothing is known of a host, it is assumed to do what WeChat does on Android. docs/platforms.md says what is known.
const otherHosts = {
  tt: {
    ...android,
    name: 'tt',
    globalName: 'tt',
    shape: 'douyin',
    // Its list of options has no `timeout` (mini-games from 3.83.0 have one).
    connectTimeout: {
      defaultMs: 60_000,
      perCall: false,
      failure: { errMsg: 'connectSocket:fail timeout' },
      thenClose: null,
    },
    // "1001: closed because of something unusual, such as being in the background"; a reason is not documented.
    backgroundCut: { afterMs: 5_000, report: 'task', close: { code: 1001, reason: '' } },
  },
  swan: {
    ...android,
    name: 'swan',
    globalName: 'swan',
    shape: 'baidu',
    texts: { ...phoneTexts, sendNotOpen: 'SocketTask.readyState is not OPEN' },
  },
  qq: {
    ...android,
    name: 'qq',
    globalName: 'qq',
    shape: 'qq',
    texts: { ...phoneTexts, unreachable: 'network is down' },
    // Decompiled: a timeout is the state "close" with `statusCode` 600, which stands here where the code stands.
    connectTimeout: {
      defaultMs: 60_000,
      perCall: true,
      failure: null,
      thenClose: { code: 600, reason: '' },
    },
  },
  ks: { ...android, name: 'ks', globalName: 'ks' },
  jd: {
    ...android,
    name: 'jd',
    globalName: 'jd',
    lacks: ['onAppShow', 'offAppShow', 'onAppHide', 'offAppHide'],
  },
  alipay: {
    ...android,
    name: 'alipay',
    globalName: 'my',
    shape: 'alipay',
    globalEvents: 'single',
    unheardFailure: 'reject',
    tooManySockets: { report: 'fail', failure: alipayFailures.tooMany },
    connectTimeout: {
      defaultMs: 30_000,
      perCall: true,
      failure: alipayFailures.timedOut,
      thenClose: null,
    },
    texts: alipayTexts,
    // The Android client takes neither code nor reason, so it cannot refuse one either.
    checksCloseCode: false,
    connectWhileHidden: alipayFailures.unknown,
  },
} satisfies { readonly [name: string]: HostProfile }

/** The hosts that are known. Each one is a difference to `android` or `ios`. */
export const hostProfiles: { readonly [Name in HostProfileName]: HostProfile } = {
  android,
  ios,
  ios15: { ...ios, name: 'ios15', promise: 'macrotask' },
  devtools,
  // iOS WeChat 8.0.48, base library 3.4.1: developers.weixin.qq.com/community/develop/doc/000e0a7c7c85003d13121165c6bc00
  'global-close-only': {
    ...ios,
    name: 'global-close-only',
    resumeSteps: ['events', 'show', 'timers'],
    backgroundCut: {
      afterMs: 10_000,
      report: 'global',
      close: { code: 1000, reason: 'interrupted' },
    },
  },
  'promise-task': { ...android, name: 'promise-task', connectReturns: 'promise' },
  'callback-before-return': { ...android, name: 'callback-before-return', callbacks: 'sync' },
  'undefined-task': { ...android, name: 'undefined-task', connectReturns: 'nothing' },
  'uni-app': { ...android, name: 'uni-app', connectReturns: 'task-if-callback' },
  ...otherHosts,
}
