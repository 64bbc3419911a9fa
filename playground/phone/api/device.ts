/** What moves or lights the phone itself. A browser on a desk has neither motor nor screen lock, and that is no failure. */
import { PhoneFailure } from '../ports'
import type { Calls } from './calls'
import { readBoolean, readString, type CallOptions } from './options'

export function createDeviceApi({ defineAll }: Calls) {
  return defineAll({
    vibrateShort(options: CallOptions) {
      const type = readString(options, 'type', 'medium')
      if (!['heavy', 'medium', 'light'].includes(type)) {
        throw new PhoneFailure(`invalid type "${type}": heavy, medium or light`)
      }
      vibrate(15)
    },
    vibrateLong: () => vibrate(400),
    setKeepScreenOn: (options: CallOptions) => void readBoolean(options, 'keepScreenOn'),
  })
}

function vibrate(durationMs: number): void {
  // Safari and Firefox have no such function.
  if ('vibrate' in navigator) navigator.vibrate(durationMs)
}
