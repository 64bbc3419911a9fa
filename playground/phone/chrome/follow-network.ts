/** Shows the fake's network in the status bar. */
import type { Chrome, PhoneFake } from '../ports'

/** The same fake, whose `network(…)` also tells the chrome: a listener on `wx` would be taken off by an app's `off…()`. */
export function followNetwork(fake: PhoneFake, chrome: Pick<Chrome, 'setNetwork'>): PhoneFake {
  const network: PhoneFake['network'] = (change) => {
    chrome.setNetwork(change.networkType ?? (change.isConnected ? 'wifi' : 'none'))
    fake.network(change)
  }
  return Object.create(fake, { network: { value: network, enumerable: true } }) as PhoneFake
}
