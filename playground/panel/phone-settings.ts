/** What can be chosen for a phone, and where its app can be. */
import type { HostProfileName } from 'miniprogram-socket/testing'

export type NetworkName = 'wifi' | '4g' | 'none'

/** What a phone keeps when the app is opened again. */
export interface PhoneSettings {
  readonly profile: HostProfileName
  readonly theme: 'light' | 'dark'
  readonly language: 'zh_CN' | 'en'
  /** The page that is opened first; `''` is the app's own first. */
  readonly path: string
  readonly network: NetworkName
  readonly isBlackHole: boolean
  readonly delayMs: number
}

/** Where the app is. */
export type Life = 'off' | 'starting' | 'foreground' | 'background' | 'locked'
