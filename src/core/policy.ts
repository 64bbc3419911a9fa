/** Turns settings into the machine's rules: pure ones, except for the callbacks of the app. */
import type { CloseInfo } from './close'
import { MAX_MS } from './options'
import type { Random } from './ports'
import type { Guard } from './reporter'
import type { Settings } from './settings'
import type { Rules } from './states'

/** What `delayMs` is when a function gives no usable delay. */
export const DEFAULT_DELAY_MS = 5_000

/** Codes after which nobody should come back: the convention that centrifuge documents, with the app's own half. */
export const isFinalCode = ({ code }: CloseInfo): boolean =>
  (code >= 3500 && code < 4000) || (code >= 4500 && code < 5000)

const isDelay = (delayMs: unknown): boolean =>
  typeof delayMs === 'number' && delayMs >= 0 && delayMs <= MAX_MS

/** The rules of one socket. */
export function createRules<In, Out>(
  settings: Settings<In, Out>,
  random: Random,
  guard: Guard,
): Rules {
  const { heartbeat, reconnect } = settings
  const canAsk = !!heartbeat && heartbeat.message !== null
  if (!reconnect) return { ...settings, canAsk, reconnect }
  const { delayMs, jitter, isFinal } = reconnect
  return {
    ...settings,
    canAsk,
    reconnect: {
      ...reconnect,
      delayMs(retry, close) {
        const ask = () => (typeof delayMs === 'number' ? delayMs : delayMs(retry, close))
        const chosenMs = guard('reconnect.delayMs', ask, DEFAULT_DELAY_MS, isDelay)
        return Math.min(MAX_MS, Math.round(chosenMs * (1 + jitter * (2 * random() - 1))))
      },
      isFinal: (close) => guard('reconnect.isFinal', () => !!isFinal(close), isFinalCode(close)),
    },
  }
}
