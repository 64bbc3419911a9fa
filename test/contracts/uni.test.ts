/** The platform contract on uni-app's `uni`, over each kind of host. */
import type { PlatformException } from '../../src/platforms/exceptions'
import { UNI } from '../../src/platforms/uni/known-uni'
import { createUniPlatform } from '../../src/platforms/uni/uni-platform'
import type { HostProfileName } from '../../src/testing'
import { createUni } from '../support/frameworks'
import { createFakeWorld } from './fake-world'
import { describePlatform } from './platform-contract'

type Uni = ReturnType<typeof createUni>

const profiles: readonly {
  readonly profile: HostProfileName
  readonly exceptions?: readonly PlatformException[]
}[] = [
  { profile: 'android' },
  { profile: 'uni-app' },
  { profile: 'global-close-only', exceptions: ['cutToldByHost'] },
]

for (const { profile, exceptions = UNI.exceptions } of profiles) {
  describePlatform(`uni on: ${profile}`, {
    world: () => createFakeWorld<Uni>({ profile, wrap: createUni }),
    createPlatform: ({ host }) => createUniPlatform(host),
    exceptions,
  })
}
