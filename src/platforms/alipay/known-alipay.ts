/** What is known of Alipay. None of it was tried on a device by us. */
import type { KnownHost } from '../known-host'

const DOCUMENTS = 'github.com/AlipayDocs/open-docs, mini/api/基础API/网络'
const TYPES = 'npm @mini-types/my 3.0.14, types/lib.my.d.ts'
const ANDROID = 'Alipay for Android, decompiled: com.alibaba.ariver.jsapi.websocket'
const date = '2026-11-20'

export const ALIPAY: KnownHost = {
  object: 'my',
  profile: 'alipay',
  title: 'Alipay',
  use: "import { createSocket } from 'miniprogram-socket/alipay'",
  maxSockets: {
    fact: '5',
    by: 'documented',
    source: `${DOCUMENTS}/my.connectSocket.md, 2022-12`,
    date,
  },
  facts: [
    {
      fact: 'Without `multiple: true` there is one socket for the whole app, and `connectSocket` returns nothing. This package always asks for a task.',
      by: 'documented',
      source: `${DOCUMENTS}/my.connectSocket.md, 2022-12`,
      date,
    },
    {
      fact: 'Three of four builds of the Android client refuse the third socket, the fourth the sixth: `fail` with error 3, "exceed each tiny app max socket count". That is cause `too-many-sockets`, and is tried again.',
      by: 'read',
      source: `${ANDROID}.WebSocketBridgeExtension`,
      date,
    },
    {
      fact: 'A close tells the id of its task and nothing else: no code, no reason. So no close is final here: a server that wants a client to stay away says so in a message, and the app calls `close()`.',
      by: 'documented',
      source: `${TYPES}, IOnSocketTaskCloseData; the same in ${ANDROID}.WebSocketBridgeCallback`,
      date,
    },
    {
      fact: '`close()` is typed with code and reason, and they are handed over; the Android client drops them, so the server sees a plain close.',
      by: 'read',
      source: `${ANDROID}.WebSocketBridgeExtension, closeSocket`,
      date,
    },
    {
      fact: 'What a task tells is wrapped: `{ data: { socketTaskID, data, isBuffer } }`. The documents say it is as in `my.onSocketMessage`, `{ data, isBuffer }`; both are understood.',
      by: 'documented',
      source: `${TYPES}, SocketTask; ${DOCUMENTS}/my.connectSocket.md`,
      date,
    },
    {
      fact: 'Bytes travel as base64 with `isBuffer: true`, in and out; the Android client writes it without line breaks.',
      by: 'documented',
      source: `${DOCUMENTS}/my.sendSocketMessage.md, 2022-12; ${ANDROID}.WebSocketBridgeCallback`,
      date,
    },
    {
      fact: 'A failure is `{ error, errorMessage }`; a task’s `onError` has the number alone. The numbers are put into words; 6 is a timeout.',
      by: 'documented',
      source: `${DOCUMENTS}/my.connectSocket.md and my.onSocketError.md, 2022-12; ${TYPES}, IOnSocketTaskErrorData`,
      date,
    },
    {
      fact: 'Numbers differ by client: a second single socket is refused on Android alone, with 3 and not 2; 50 is seen without a network, 65 for a host name that is none.',
      by: 'reported',
      source: 'github.com/AlipayDocs/open-docs/pull/2162 and /2166, 2022-11',
      date,
    },
    {
      fact: '`send()` and `close()` return promises.',
      by: 'documented',
      source: `${TYPES}, SocketTask`,
      date,
    },
    {
      fact: '`my.onSocketClose` and its like belong to the single socket; a task does not reach them. So a cut that only the host would tell cannot be heard.',
      by: 'read',
      source: `${ANDROID}.WebSocketBridgeCallback; ${DOCUMENTS}/my.connectSocket.md says so too`,
      date,
    },
    {
      fact: '`timeout` is an option from Alipay 10.3.30 on, 30 s by default; before that the socket’s own deadline counts.',
      by: 'reported',
      source: 'a copy of opendocs.alipay.com/mini/api/vx19c3, later than 2022-12',
      date,
    },
    {
      fact: 'Domains are allowed by their registrable part: `example.com` allows `a.example.com`. How a socket to another domain is refused is not said.',
      by: 'documented',
      source: `${DOCUMENTS}/网络 API 使用须知.md`,
      date,
    },
    {
      fact: 'The network’s types are upper case, `NOTREACHABLE` for none. Only `isConnected` is looked at.',
      by: 'documented',
      source: `${TYPES}, onNetworkStatusChange`,
      date,
    },
  ],
  unknown: [
    'whether and when sockets are cut in the background, and what is told of it',
    'whether a failed connect is followed by a close',
    'whether a promise of `send()` also rejects where `fail` was passed',
    'the number for a domain that is not allowed',
    'the largest message',
  ],
  exceptions: ['noCloseCode', 'noErrorText', 'noHandshake', 'noGlobalClose', 'noCutReason'],
}
