/** The fakes of other hosts can stand where the package asks for those hosts. */
import type { MyHost } from '../../src/platforms/alipay/my-host'
import type { LookAlikeHost } from '../../src/platforms/host/host-shape'
import { createFakeWx, type FakeClock, type FakeMy, type FakeWx } from '../../src/testing'

const my: MyHost = createFakeWx({ profile: 'alipay' }).wx
const tt: LookAlikeHost = createFakeWx({ profile: 'tt' }).wx
const live: FakeWx<FakeClock, FakeMy> = createFakeWx({ profile: 'alipay', clock: 'real' })
const alike: LookAlikeHost = wx

// @ts-expect-error my speaks of its failures in other words
const wrong: MyHost = createFakeWx({ profile: 'tt' }).wx

export { alike, live, my, tt, wrong }
