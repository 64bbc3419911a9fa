/** The platform contract on Alipay's `my`. */
import { createAlipayPlatform } from '../../src/platforms/alipay/alipay-platform'
import { ALIPAY } from '../../src/platforms/alipay/known-alipay'
import type { MyHost } from '../../src/platforms/alipay/my-host'
import { createFakeWorld } from './fake-world'
import { describePlatform } from './platform-contract'

describePlatform('alipay', {
  world: () => createFakeWorld<MyHost>({ profile: 'alipay' }),
  createPlatform: ({ host }) => createAlipayPlatform(() => host),
  exceptions: ALIPAY.exceptions,
})
