/** What is known of `wx` that the adapter is built around. None of it was tried on a device by us. */
import type { PlatformException } from '../exceptions'
import type { KnownHost } from '../known-host'

const DOCUMENTS = 'developers.weixin.qq.com/miniprogram/dev'
const COMMUNITY = 'developers.weixin.qq.com/community'
const date = '2026-11'

export const WX: KnownHost = {
  object: 'wx',
  profile: 'android',
  title: 'WeChat',
  use: "import { createSocket } from 'miniprogram-socket'",
  maxSockets: {
    fact: '5',
    by: 'documented',
    source: `${DOCUMENTS}/framework/ability/network.html`,
    date,
  },
  facts: [
    {
      fact: '`success` of `connectSocket` says that the call was accepted, never that a link is open.',
      by: 'reported',
      source: `${COMMUNITY}/personal/oCJUsw3dm8PP2qcRzqNOfrKBxNDk/question`,
      date,
    },
    {
      fact: 'The script is stopped 5 s after the app was hidden; what is connecting by then fails with "interrupted".',
      by: 'documented',
      source: `${DOCUMENTS}/framework/runtime/operating-mechanism.html and framework/ability/network.html`,
      date,
    },
    {
      fact: 'A cut in the background is told as `1000 interrupted`, and on some iOS versions by `wx.onSocketClose` alone.',
      by: 'reported',
      source: `${COMMUNITY}/develop/doc/000a0cbd84c480897c1e455105b800 and 000e0a7c7c85003d13121165c6bc00`,
      date,
    },
    {
      fact: '`wx.onSocketClose` follows the socket that was created last, and there is no off for it.',
      by: 'documented',
      source: `${COMMUNITY}/minigame/doc/00042e40374cc09da5975ec8051800, by the team`,
      date,
    },
    {
      fact: 'One failure can be an error, a close, both in either order, or nothing at all.',
      by: 'reported',
      source:
        'github.com/dcloudio/uni-app/issues/1619; github.com/easemob/webim-weixin-xcx/issues/11',
      date,
    },
    {
      fact: 'Phones send text and `ArrayBuffer` only; a view is refused, which the devtools take.',
      by: 'reported',
      source: 'github.com/mqttjs/MQTT.js/pull/813',
      date,
    },
    {
      fact: 'Up to iOS 15 `Promise` is a polyfill on timers.',
      by: 'documented',
      source: `${DOCUMENTS}/framework/runtime/js-support.html`,
      date,
    },
  ],
  unknown: [
    'the largest message',
    'whether a second listener on one task joins the first',
    'which close codes a device accepts',
    'what `close()` does while connecting, on a device',
    'what Windows and Mac clients do with sockets in the background',
  ],
  exceptions: [],
}

/** The clients and wrappers of wx that differ from each other, by the profile of the fake that plays them. */
export const WX_CLIENTS: readonly {
  readonly profile: string
  readonly exceptions: readonly PlatformException[]
}[] = [
  { profile: 'android', exceptions: [] },
  { profile: 'ios', exceptions: [] },
  { profile: 'ios15', exceptions: [] },
  { profile: 'devtools', exceptions: ['noBackgroundCut'] },
  { profile: 'global-close-only', exceptions: ['cutToldByHost'] },
  { profile: 'callback-before-return', exceptions: [] },
  { profile: 'promise-task', exceptions: ['missesEarlyOpen'] },
  { profile: 'uni-app', exceptions: [] },
]
