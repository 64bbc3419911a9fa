/** Turns settings into the machine's rules: pure ones, except for the callbacks of the app. */
import type { CloseInfo } from './close'
import type { Guard } from './emitter'
import { MAX_MS } from './options'
import type { Random } from './ports'
import type { Settings } from './settings'
import type { Rules } from './states'

/** What `delayMs` is when a function gives no usable delay. */
export const DEFAULT_DELAY_MS = 5_000

/** Codes after which nobody should come back: the convention that centrifuge documents, with the app's own half. */
export const isFinalCode = ({ code }: CloseInfo): boolean =>
  code >= 3500 && code < 5000 && code % 1000 >= 500

/**
 * How a server that restarts spreads its clients: it names each one's delay in the reason of its close. Drawn there,
 * so no jitter is added here.
 */
const RETRY_AFTER = /\bretry-after-ms=(\d+)/

/** The rules of one socket. */
export function createRules<In, Out>(
  settings: Settings<In, Out>,
  random: Random,
  guard: Guard,
): Rules {
  const { delayMs, limit, jitter, stableAfterMs, isFinal } = settings.reconnect
  return {
    ...settings,
    reconnect: {
      limit,
      stableAfterMs,
      delayMs(retry, close) {
        const told = RETRY_AFTER.exec(close.reason)
        if (told) return Math.min(MAX_MS, +(told[1] as string))
        const ask = (): number => (typeof delayMs === 'number' ? delayMs : delayMs(retry, close))
        const isDelay = (askedMs: unknown): boolean =>
          typeof askedMs === 'number' && askedMs >= 0 && askedMs <= MAX_MS
        const askedMs = guard('reconnect.delayMs', ask, DEFAULT_DELAY_MS, isDelay)
        return Math.min(MAX_MS, Math.round(askedMs * (1 + jitter * (2 * random() - 1))))
      },
      isFinal: (close) => guard('reconnect.isFinal', () => !!isFinal(close), isFinalCode(close)),
    },
  }
}
