/** What is known of Taro. Its code was read; no app built with it was run by us. */
import type { KnownHost } from '../known-host'

const NATIVE_APIS = 'npm @tarojs/shared 4.2.1, dist/native-apis.js'
const H5 = 'npm @tarojs/taro-h5 4.2.1, dist/api'
const date = '2026-11-20'

export const TARO: KnownHost = {
  object: 'Taro',
  profile: 'promise-task',
  title: 'Taro',
  use: 'forTaro(Taro)',
  maxSockets: {
    fact: 'that of the host under it; in a browser Taro’s own 5 do not count, since its call is not used',
    by: 'read',
    source: `${H5}/network/websocket/index.js`,
    date,
  },
  facts: [
    {
      fact: '`Taro.connectSocket` gives the task in a promise that is kept after `success`: an open may come first. The host’s own call is used instead, where Taro names its host (`Taro.miniGlobal`).',
      by: 'read',
      source: NATIVE_APIS,
      date,
    },
    {
      fact: 'Where it does not, the promise is waited for, and the first frame proves an open that was missed.',
      by: 'read',
      source: `${NATIVE_APIS}; github.com/NervJS/taro/issues/6511`,
      date,
    },
    {
      fact: 'On Alipay Taro puts the global events in the place of the task’s own and drops code and reason of `close()`: the adapter of `miniprogram-socket/alipay` is used there.',
      by: 'read',
      source:
        'npm @tarojs/plugin-platform-alipay 4.2.1, dist/runtime.js; github.com/NervJS/taro/issues/13252',
      date,
    },
    {
      fact: 'In a browser its task says 1006 whatever the server said, closes without code and reason, hands out Blobs, and is never offline: the browser’s own `WebSocket` is used there, as in `miniprogram-socket/web`. So a header is refused there.',
      by: 'read',
      source: `${H5}/network/websocket/socketTask.js and device/network.js`,
      date,
    },
    {
      fact: 'Its typings lack `timeout` and `perMessageDeflate`; both are handed over all the same.',
      by: 'documented',
      source: 'npm @tarojs/taro 4.2.1, types/api/network/websocket.d.ts',
      date,
    },
  ],
  unknown: ['React Native and HarmonyOS: what their tasks do was not read'],
  exceptions: [],
}
