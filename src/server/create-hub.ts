/** The hub: many connections, one memory, and the program between them. */
import { createHubEmitter } from './emitter'
import { createEngine } from './engine'
import type { HubError } from './errors'
import { readSpread } from './farewell'
import { nodePorts, type HubPorts } from './host'
import { createLink } from './link'
import { createMethods } from './methods'
import { readHubOptions, type HubOptions } from './options'
import { memoryStoreOn } from './stores/memory-store'
import type { Hub, HubRequest, HubWebSocket } from './types'

/**
 * Makes a hub. It owns no port: `attach` it to a WebSocket server of `ws`.
 *
 * @throws {@link HubError} E_OPTION when an option is not what it must be.
 */
export const createHub = <Request extends HubRequest = HubRequest>(
  options: HubOptions<Request>,
): Hub<Request> => createHubOn(nodePorts, options)

/** A hub on any clock. @throws {@link HubError} E_OPTION */
export function createHubOn<Request extends HubRequest>(
  ports: HubPorts,
  options: HubOptions<Request>,
): Hub<Request> {
  const settings = readHubOptions(options, () => memoryStoreOn(ports))
  const { store } = settings
  const emitter = createHubEmitter(ports.warn)
  const engine = createEngine(ports, settings, emitter)
  const { roster, farewell, patrol } = engine
  const stops: (() => void)[] = [store.listen(engine.hear), patrol.stop]
  const hubId = ports.token()
  let accepted = 0
  let closing: Promise<void> | undefined

  function accept(socket: HubWebSocket, request: Request): void {
    accepted += 1
    const link = createLink(`${hubId}.${accepted}`, socket, ports.clock.elapsedMs())
    roster.arrived(link)
    engine.attend(link)
    patrol.start()
    if (closing) farewell.dismiss(link, readSpread())
    else engine.door.enter(link, request)
  }

  async function close(spreadMs: number): Promise<void> {
    await farewell.dismissAll(spreadMs)
    stops.forEach((stop) => stop())
    if (options.store === undefined) await store.close()
  }

  const report = (error: HubError): void => emitter.emit('error', error)
  const isClosed = (): boolean => closing !== undefined

  return {
    ...createMethods({ settings, report, isClosed }),
    accept,
    attach(server) {
      server.on('connection', accept)
      // Stays after `close()`: whoever still comes is told to come back.
      return () => void server.off('connection', accept)
    },
    on: emitter.on,
    stats: () => ({ accepted, ...engine.stats() }),
    close({ spreadMs } = {}) {
      const checkedMs = readSpread(spreadMs)
      closing = closing ?? close(checkedMs)
      return closing
    },
  }
}
