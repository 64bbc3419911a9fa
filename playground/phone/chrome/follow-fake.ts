/** Shows what becomes of the fake: its network in the status bar, the background as a cover. */
import type { Chrome, PhoneFake } from '../ports'

/**
 * The same fake, whose `network`, `hide` and `show` also tell the chrome, whoever calls them. Listeners on `wx` would
 * be counted with the app's, and an app's `off…()` without an argument would take them off.
 */
export function followFake(
  fake: PhoneFake,
  chrome: Pick<Chrome, 'setNetwork' | 'setBackground'>,
): PhoneFake {
  const followed: Pick<PhoneFake, 'network' | 'hide' | 'show'> = {
    network(change) {
      chrome.setNetwork(change.networkType ?? (change.isConnected ? 'wifi' : 'none'))
      fake.network(change)
    },
    hide(options) {
      chrome.setBackground(true)
      fake.hide(options)
    },
    show(options) {
      chrome.setBackground(false)
      fake.show(options)
    },
  }
  return Object.create(fake, Object.getOwnPropertyDescriptors(followed)) as PhoneFake
}
