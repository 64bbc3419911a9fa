/** Who the phone is: answers by language, theme and host, in the shapes of miniprogram-api-typings. */
import type { Theme, WxParts } from '../ports'
import type { Calls } from './calls'

interface Device {
  readonly brand: string
  readonly system: string
  readonly abi: string
  readonly benchmarkLevel: number
}

const devices: { readonly [Platform in 'ios' | 'android' | 'devtools']: Device } = {
  ios: { brand: 'iPhone', system: 'iOS 17.5', abi: '', benchmarkLevel: -1 },
  android: { brand: 'Android', system: 'Android 14', abi: 'arm64-v8a', benchmarkLevel: 30 },
  devtools: { brand: 'devtools', system: 'iOS 16.0', abi: '', benchmarkLevel: -1 },
}

export function createSystemInfoApi(
  { define }: Calls,
  { fake, chrome, system }: WxParts,
  theme: () => Theme,
) {
  const host = fake.wx

  const getAppBaseInfo = () => ({
    ...host.getAppBaseInfo(),
    language: system.language,
    // Without `darkmode` in app.json there is no theme.
    ...(system.isThemed ? { theme: theme() } : {}),
    enableDebug: false,
    fontSizeScaleFactor: 1,
    fontSizeSetting: 16,
    host: { appId: '' },
    PCKernelVersion: '',
  })

  function getDeviceInfo() {
    const { platform } = fake.profile
    const device = devices[platform]
    return {
      ...host.getDeviceInfo(),
      ...device,
      // The profile says more than its platform: up to iOS 15, promises are another thing.
      system: fake.profile.name === 'ios15' ? 'iOS 15.8' : device.system,
      model: 'playground',
      platform,
      deviceAbi: device.abi,
      cpuType: '',
      memorySize: '4096',
    }
  }

  const getSystemInfoSync = () => ({
    ...getAppBaseInfo(),
    ...getDeviceInfo(),
    ...chrome.measure(),
    deviceOrientation: 'portrait',
    ...grants,
  })

  return {
    // A host that lacks them has them neither here.
    ...('getAppBaseInfo' in host ? { getAppBaseInfo } : {}),
    ...('getDeviceInfo' in host ? { getDeviceInfo } : {}),
    getWindowInfo: () => chrome.measure(),
    getMenuButtonBoundingClientRect: () => chrome.measureCapsule(),
    getSystemInfoSync,
    getSystemInfo: define('getSystemInfo', getSystemInfoSync),
    getSystemInfoAsync: define('getSystemInfoAsync', getSystemInfoSync),
  }
}

/** Nothing was ever asked for, so nothing was granted. */
const grants = {
  albumAuthorized: false,
  bluetoothEnabled: false,
  cameraAuthorized: false,
  locationAuthorized: false,
  locationEnabled: false,
  locationReducedAccuracy: false,
  microphoneAuthorized: false,
  notificationAlertAuthorized: false,
  notificationAuthorized: false,
  notificationBadgeAuthorized: false,
  notificationSoundAuthorized: false,
  phoneCalendarAuthorized: false,
  wifiEnabled: true,
}
