/** The screen and what of it the page gets. */
import type { ScreenSizes } from '../ports'
import type { Geometry } from './geometry'

export function measureScreen(
  screen: HTMLElement,
  pageArea: HTMLElement,
  { statusBarHeight, indicatorHeight }: Geometry,
): ScreenSizes {
  const whole = screen.getBoundingClientRect()
  const page = pageArea.getBoundingClientRect()
  const bottom = whole.height - indicatorHeight
  return {
    screenWidth: whole.width,
    screenHeight: whole.height,
    screenTop: page.top - whole.top,
    windowWidth: page.width,
    windowHeight: page.height,
    statusBarHeight,
    pixelRatio: window.devicePixelRatio,
    safeArea: {
      left: 0,
      top: statusBarHeight,
      right: whole.width,
      bottom,
      width: whole.width,
      height: bottom - statusBarHeight,
    },
  }
}
