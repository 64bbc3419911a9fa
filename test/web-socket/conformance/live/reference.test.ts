/** The reference against a real server: it checks the suite. */
import { WebSocket } from 'undici'
import { describeConformance } from '../conformance'
import { referenceFaults } from '../differences'
import type { WebSocketClass } from '../world'
import { createLiveWorld } from './live-world'

describeConformance("the reference, undici's WebSocket", () =>
  createLiveWorld({
    WebSocket: WebSocket as unknown as WebSocketClass,
    differs: (name) => referenceFaults.some((fault) => fault.name === name),
    dispose: () => undefined,
  }),
)
