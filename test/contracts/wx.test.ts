/** The platform contract on `wx`, once for each way a client is known to behave. */
import { WX_CLIENTS } from '../../src/platforms/wx/known-wx'
import type { WxHost } from '../../src/platforms/wx/wx-host'
import { createWxPlatform } from '../../src/platforms/wx/wx-platform'
import type { HostProfileName } from '../../src/testing'
import { createFakeWorld } from './fake-world'
import { describePlatform } from './platform-contract'

for (const { profile, exceptions } of WX_CLIENTS) {
  describePlatform(`wx: ${profile}`, {
    world: () => createFakeWorld<WxHost>({ profile: profile as HostProfileName }),
    createPlatform: ({ host }) => createWxPlatform(() => host),
    exceptions,
  })
}
