/** The platform contract on the hosts that look like wx, each as far as it is known. */
import { createHostPlatform } from '../../src/platforms/host/host-platform'
import type { LookAlikeHost } from '../../src/platforms/host/host-shape'
import { LOOK_ALIKES } from '../../src/platforms/host/known-hosts'
import type { HostProfileName } from '../../src/testing'
import { createFakeWorld } from './fake-world'
import { describePlatform } from './platform-contract'

for (const { profile, exceptions } of LOOK_ALIKES) {
  describePlatform(`host: ${profile}`, {
    world: () => createFakeWorld<LookAlikeHost>({ profile: profile as HostProfileName }),
    createPlatform: ({ host }) => createHostPlatform(host),
    exceptions,
  })
}
