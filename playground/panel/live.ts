/** What the playground's server tells by itself: builds, and that it was started anew. */
import type { BuildState } from './build-state'
import { fetchConfig, type Config } from './config'

/** As the server sends them. */
type ServerEvent =
  | { readonly type: 'hello'; readonly failure: string | null; readonly isBuilding: boolean }
  | { readonly type: 'building' }
  | {
      readonly type: 'built'
      readonly failure: string | null
      /** What of this page is another one now. */
      readonly change: 'nothing' | 'phones' | 'panel'
    }

export interface LiveOptions {
  readonly config: Config
  readonly buildState: BuildState
  /** The phones have other code now. */
  readonly onPhones: (config: Config) => void
}

export function listen({ config, buildState, onPhones }: LiveOptions): void {
  const events = new EventSource('/events')

  async function greet(failure: string | null, isBuilding: boolean): Promise<void> {
    const newest = await fetchConfig()
    if (newest.startedAtMs !== config.startedAtMs) return location.reload()
    if (isBuilding) buildState.building()
    else buildState.built(failure)
    if (newest.isBuilt && !config.isBuilt) location.reload()
  }

  async function reload(change: 'phones' | 'panel'): Promise<void> {
    if (change === 'panel' || !config.isBuilt) return location.reload()
    onPhones(await fetchConfig())
  }

  events.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const event = JSON.parse(data) as ServerEvent
    switch (event.type) {
      case 'hello':
        void greet(event.failure, event.isBuilding).catch(buildState.gone)
        break
      case 'building':
        buildState.building()
        break
      case 'built':
        buildState.built(event.failure)
        if (event.change !== 'nothing') void reload(event.change).catch(buildState.gone)
        break
      default:
        event satisfies never
    }
  })
  // The browser asks again by itself, for as long as the page is open.
  events.addEventListener('error', buildState.gone)
}
