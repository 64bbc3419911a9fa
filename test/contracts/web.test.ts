/** The platform contract on the standard `WebSocket`, in a browser. */
import { WEB } from '../../src/platforms/web/known-web'
import { createWebPlatform, globalWebSocket } from '../../src/platforms/web/web-platform'
import { describePlatform } from './platform-contract'
import { WEB_CALL_FAULTS, WEB_CONNECT_FAULTS, createWebWorld } from './web-world'

describePlatform('web', {
  world: createWebWorld,
  createPlatform: () => createWebPlatform(globalWebSocket),
  exceptions: WEB.exceptions,
  connectFaults: WEB_CONNECT_FAULTS,
  callFaults: WEB_CALL_FAULTS,
})
