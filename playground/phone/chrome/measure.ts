/** The screen and what of it the page gets. */
import type { Rectangle, ScreenSizes } from '../ports'
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

/** Where an element lies on the screen. */
export function measureOn(screen: HTMLElement, element: Element): Rectangle {
  const origin = screen.getBoundingClientRect()
  const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
  return {
    left: left - origin.left,
    top: top - origin.top,
    right: right - origin.left,
    bottom: bottom - origin.top,
    width,
    height,
  }
}
