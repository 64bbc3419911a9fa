/** Our class on the live fake: real frames under a fake `wx`. */
import WsWebSocket from 'ws'
import { WebSocket } from '../../../../src/websocket'
import { createFakeWx } from '../../../../src/testing'
import { describeConformance } from '../conformance'
import { isDifference } from '../differences'
import type { WebSocketClass } from '../world'
import { createLiveWorld } from './live-world'

describeConformance('our WebSocket on the live fake', () => {
  const fake = createFakeWx({ live: { WebSocket: WsWebSocket } })
  const uninstall = fake.install()
  return createLiveWorld({
    WebSocket: WebSocket as unknown as WebSocketClass,
    // Under the live fake lies a class that is strict about sub-protocols itself.
    differs: (name) => isDifference(name) && name !== 'unanswered-protocols',
    dispose() {
      fake.dispose()
      uninstall()
    },
  })
})
