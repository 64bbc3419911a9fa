/** What is known of the hosts that look like wx. None of it was tried on a device by us. */
import type { KnownFact, KnownHost } from '../known-host'

const date = '2026-11-20'

const DOUYIN_TYPES = 'npm @douyin-microapp/typings 1.3.1, api/connect-socket.d.ts'
const DOUYIN_DOCUMENTS =
  'developer.open-douyin.com/docs/resource/zh-CN/mini-app/develop/api/network/web-socket'
const DOUYIN_GAMES =
  'developer.open-douyin.com/docs/resource/zh-CN/mini-game/develop/api/network/websocket'
const BAIDU_DOCUMENTS = 'a copy of the documents: w3cschool.cn/baiduapp/baiduapp-y5gw39m7.html'
const QQ_CLIENT = 'QQ for Android, decompiled: RequestPlugin.MiniAppWebsocketListener'

const UNKNOWN = [
  'how long the script runs in the background, and when sockets are cut there',
  'the texts and numbers of failures',
  'the largest message',
]

const noAdapter = (name: string): KnownFact => ({
  fact: 'uni-app runs on it without an adapter for its sockets.',
  by: 'read',
  source: `npm @dcloudio/uni-mp-${name} 2.0.0`,
  date,
})

const douyin: KnownHost = {
  object: 'tt',
  profile: 'tt',
  title: 'Douyin (Toutiao, Feishu)',
  use: 'forHost(tt)',
  maxSockets: {
    fact: '5',
    by: 'documented',
    source: `${DOUYIN_DOCUMENTS}/tt-connect-socket; Feishu: open.feishu.cn connectSocket`,
    date,
  },
  facts: [
    {
      fact: 'The code of a close is a number or a text, and comes with base library 1.81; before, there is neither code nor reason. It is made a number.',
      by: 'documented',
      source: `${DOUYIN_TYPES}; ${DOUYIN_GAMES}/socket-task/socket-task-on-close`,
      date,
    },
    {
      fact: 'Code 1001 stands for a close "because of something unusual, such as being in the background".',
      by: 'documented',
      source: `${DOUYIN_GAMES}/socket-task/socket-task-close`,
      date,
    },
    {
      fact: 'An open has `header`, `protocolType` and `socketType`, and no profile.',
      by: 'documented',
      source: DOUYIN_TYPES,
      date,
    },
    {
      fact: '`readyState` and its constants are official; `readyState` is undefined where the options were wrong.',
      by: 'documented',
      source: DOUYIN_TYPES,
      date,
    },
    {
      fact: 'Mini-programs have no option `timeout` (mini-games from base library 3.83.0); the socket’s own deadline counts.',
      by: 'documented',
      source: `${DOUYIN_TYPES}; ${DOUYIN_GAMES}/tt-connect-socket`,
      date,
    },
    {
      fact: 'Sub-protocols that the server does not answer with make the connect fail.',
      by: 'documented',
      source: `${DOUYIN_DOCUMENTS}/tt-connect-socket`,
      date,
    },
    {
      fact: 'The methods of the task are to be called after `success`; its own example listens in the same tick, and so does this package.',
      by: 'documented',
      source: `${DOUYIN_DOCUMENTS}/tt-connect-socket`,
      date,
    },
    {
      fact: 'Feishu’s table of methods has no `onError`.',
      by: 'documented',
      source: 'open.feishu.cn/document/uYjL24iN/ugDMx4COwEjL4ATM',
      date,
    },
  ],
  unknown: [...UNKNOWN, 'the reason of a close in the background'],
  exceptions: ['noProfile', 'noCutReason'],
}

const baidu: KnownHost = {
  object: 'swan',
  profile: 'swan',
  title: 'Baidu',
  use: 'forHost(swan)',
  maxSockets: {
    fact: '5 in games, 2 in mini-programs',
    by: 'reported',
    source: 'a copy of documents of `swan` on GitHub; the official page gives no number',
    date,
  },
  facts: [
    {
      fact: 'A task for each socket from base library 1.9.4 on; before, one socket, and a second closes the first.',
      by: 'documented',
      source: `${BAIDU_DOCUMENTS}, 2020-09`,
      date,
    },
    {
      fact: 'The base library keeps a `readyState`, `CLOSED` after an error too, and refuses a send with "SocketTask.readyState is not OPEN".',
      by: 'read',
      source: 'the base library of swan',
      date,
    },
    {
      fact: 'A message has a `dataType` beside its data.',
      by: 'read',
      source: 'the base library of swan',
      date,
    },
    {
      fact: 'Opened as a web page, it ignores `header`.',
      by: 'documented',
      source: `${BAIDU_DOCUMENTS}, 2020-09`,
      date,
    },
  ],
  unknown: [...UNKNOWN, 'whether an open has a profile'],
  exceptions: ['noProfile'],
}

const qq: KnownHost = {
  object: 'qq',
  profile: 'qq',
  title: 'QQ',
  use: 'forHost(qq)',
  maxSockets: null,
  facts: [
    {
      fact: 'A timeout of the handshake is told as a close with `statusCode` 600 and neither code nor reason: cause `connect-failed`, code 1006.',
      by: 'read',
      source: QQ_CLIENT,
      date,
    },
    {
      fact: 'Without a network the text of the error is "network is down".',
      by: 'read',
      source: QQ_CLIENT,
      date,
    },
    {
      fact: 'An open has `header`, and no profile.',
      by: 'reported',
      source: 'public types of qq, interface QQSocketTask',
      date,
    },
    noAdapter('qq'),
  ],
  unknown: ['how many sockets it allows', ...UNKNOWN],
  exceptions: ['noProfile'],
}

const kuaishou: KnownHost = {
  object: 'ks',
  profile: 'ks',
  title: 'Kuaishou',
  use: 'forHost(ks)',
  maxSockets: {
    fact: '5',
    by: 'reported',
    source: 'public types of ks for mini-games, connectSocket',
    date,
  },
  facts: [
    {
      fact: 'In mini-games the life of the app is `ks.onShow` and `ks.onHide`; there `onAppShow` is a missing hint.',
      by: 'reported',
      source: 'public types of ks for mini-games',
      date,
    },
    noAdapter('kuaishou'),
  ],
  unknown: ['what its events carry', ...UNKNOWN],
  exceptions: [],
}

const jd: KnownHost = {
  object: 'jd',
  profile: 'jd',
  title: 'JD',
  use: 'forHost(jd)',
  maxSockets: {
    fact: '1',
    by: 'reported',
    source: 'a page about mini-program hosts on GitHub, which names no source and no task',
    date,
  },
  facts: [
    {
      fact: 'It has no `onAppShow` and `onAppHide`. A timer that fires late makes the socket probe (rule H5); `socket.probe()` in `onShow` of `App` is sooner.',
      by: 'read',
      source: 'an adapter for jd of a cloud SDK, where these checks are commented out',
      date,
    },
    {
      fact: 'An error may say "url is null".',
      by: 'read',
      source: 'JD for Android, decompiled',
      date,
    },
    noAdapter('jd'),
  ],
  unknown: [
    'whether `connectSocket` returns a task; where it does not, connect() ends in E_CONNECT',
    'what its events carry',
    ...UNKNOWN,
  ],
  exceptions: ['noLifecycle'],
}

/** The hosts of `miniprogram-socket/host`. */
export const LOOK_ALIKES: readonly KnownHost[] = [douyin, baidu, qq, kuaishou, jd]
