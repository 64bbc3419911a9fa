/** How high the bars of each kind of phone are, in px. */

export type Platform = 'ios' | 'android' | 'devtools'

export interface Geometry {
  readonly statusBarHeight: number
  readonly navigationBarHeight: number
  readonly tabBarHeight: number
  /** What the bottom of the screen keeps for the home gesture. */
  readonly indicatorHeight: number
}

const tabBarHeight = 50

// As wx.getWindowInfo and the capsule say them: an iPhone with a notch, a Pixel, the simulator's iPhone 8.
const geometries: { readonly [P in Platform]: Geometry } = {
  ios: { statusBarHeight: 47, navigationBarHeight: 44, tabBarHeight, indicatorHeight: 34 },
  android: { statusBarHeight: 28, navigationBarHeight: 48, tabBarHeight, indicatorHeight: 20 },
  devtools: { statusBarHeight: 20, navigationBarHeight: 44, tabBarHeight, indicatorHeight: 0 },
}

export const geometryOf = (platform: Platform): Geometry => geometries[platform]
