/** What is known of uni-app. Its code was read as far as it is published; no app built with it was run by us. */
import type { KnownHost } from '../known-host'

const WEIXIN = 'npm @dcloudio/uni-mp-weixin 3.0.0-alpha-5020620260914001, dist/uni.api.esm.js'
const H5 = 'npm @dcloudio/uni-h5 3.0.0-alpha-5020620260914001, dist/uni-h5.es.js'
const ISSUES = 'github.com/dcloudio/uni-app/issues'
const date = '2026-11-20'

export const UNI: KnownHost = {
  object: 'uni',
  profile: 'uni-app',
  title: 'uni-app',
  use: 'forUni(uni)',
  maxSockets: null,
  facts: [
    {
      fact: '`connectSocket` gives a task only to a call with `success`, `fail` or `complete`, which every call of ours has; else a promise.',
      by: 'read',
      source: `${WEIXIN}, promisify; ${ISSUES}/294`,
      date,
    },
    {
      fact: 'In an app an error is `{}`: its text says that the host does not say why.',
      by: 'reported',
      source: `${ISSUES}/4894`,
      date,
    },
    {
      fact: 'In an app a failed connect is an error without a close, and `close()` before the open used to throw. Both are one failed attempt.',
      by: 'reported',
      source: `${ISSUES}/1619 and /1372`,
      date,
    },
    {
      fact: 'Code and reason of a close come with HBuilderX 3.7.12 in an app; before, a close is told as 1006.',
      by: 'reported',
      source: 'uniapp.dcloud.net.cn, SocketTask.onClose, at second hand',
      date,
    },
    {
      fact: 'In a browser `header` and `timeout` are passed over without a word, and the network is `navigator.connection`. There `miniprogram-socket/web` is the better import (`#ifdef H5`).',
      by: 'read',
      source: H5,
      date,
    },
    {
      fact: 'A failed `send()` in a browser calls `fail` twice; the second is not counted.',
      by: 'read',
      source: H5,
      date,
    },
    {
      fact: 'On Alipay `connectSocket` is that of `my`, which returns nothing without `multiple`. There `miniprogram-socket/alipay` is the import (`#ifdef MP-ALIPAY`).',
      by: 'documented',
      source: 'npm @dcloudio/types 3.4.32, uni-app/uni/legacy/uni.d.ts, option `multiple`',
      date,
    },
  ],
  unknown: [
    'how many sockets an app allows at once; 5 is assumed',
    'whether sockets are cut in the background of an app, and what is told of it',
    'uni-app x: its own runtime was not read',
  ],
  exceptions: [],
}
