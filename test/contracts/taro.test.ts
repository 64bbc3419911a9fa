/** The platform contract on Taro: over each kind of host, in a browser, and in the versions that do not name their host. */
import { ALIPAY } from '../../src/platforms/alipay/known-alipay'
import { TARO } from '../../src/platforms/taro/known-taro'
import { createTaroPlatform } from '../../src/platforms/taro/taro-platform'
import { WEB } from '../../src/platforms/web/known-web'
import type { HostProfileName } from '../../src/testing'
import { createTaro } from '../support/frameworks'
import { createFakeWorld } from './fake-world'
import { describePlatform } from './platform-contract'
import { WEB_CALL_FAULTS, WEB_CONNECT_FAULTS, createWebWorld } from './web-world'

type Taro = ReturnType<typeof createTaro>

const profiles: readonly HostProfileName[] = ['android', 'ios15']

for (const profile of profiles) {
  describePlatform(`taro on wx: ${profile}`, {
    world: () => createFakeWorld<Taro>({ profile, wrap: (host) => createTaro(host) }),
    createPlatform: ({ host }) => createTaroPlatform(host),
    exceptions: TARO.exceptions,
  })
}

describePlatform('taro that does not name its host', {
  world: () =>
    createFakeWorld<Taro>({
      profile: 'android',
      wrap: (host) => createTaro(host, { hasMiniGlobal: false }),
    }),
  createPlatform: ({ host }) => createTaroPlatform(host),
  exceptions: ['missesEarlyOpen'],
  // A host that neither succeeds nor fails leaves Taro's promise open for ever (the connect timeout ends that), and what
  // the host itself rejects is lost inside Taro.
  connectFaults: ['throws', 'is-missing'],
})

describePlatform('taro on alipay', {
  world: () =>
    createFakeWorld<Taro>({
      profile: 'alipay',
      wrap: (host) => createTaro(host, { env: 'ALIPAY' }),
    }),
  createPlatform: ({ host }) => createTaroPlatform(host),
  exceptions: ALIPAY.exceptions,
})

describePlatform('taro in a browser', {
  world: createWebWorld,
  createPlatform: () => createTaroPlatform(createTaro({}, { env: 'WEB', hasMiniGlobal: false })),
  exceptions: WEB.exceptions,
  connectFaults: WEB_CONNECT_FAULTS,
  callFaults: WEB_CALL_FAULTS,
})
