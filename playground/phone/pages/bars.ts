/** What app.json and page.json want around a page, for the chrome. */
import type { AppConfig, MiniProgram, TabBarConfig } from '../mini-program/mini-program'
import { resolveTheme } from '../mini-program/theme-values'
import type { PageBars, TabBar, Theme } from '../ports'
import { assetAddress } from './asset-address'
import type { Page } from './page'

/** @param depth how many pages are on the stack, this one counted */
export function barsOf(
  miniProgram: MiniProgram,
  page: Page,
  depth: number,
  theme: Theme,
): PageBars {
  const { app, units } = miniProgram
  const config = resolveTheme({ ...app.window, ...units[page.route]?.config }, theme, app.themes)
  const tab = tabRoutes(app).indexOf(page.route)
  const isHome = page.route === app.home || tab !== -1
  return {
    page,
    title: text(config.navigationBarTitleText, ''),
    backgroundColor: text(config.navigationBarBackgroundColor, '#000000'),
    textStyle: config.navigationBarTextStyle === 'black' ? 'black' : 'white',
    isCustom: config.navigationStyle === 'custom',
    leading: depth > 1 ? 'back' : isHome ? 'none' : 'home',
    tabIndex: tab === -1 ? null : tab,
  }
}

/** `onReachBottomDistance`, when it is set. */
export function bottomDistanceOf({ app, units }: MiniProgram, route: string): number | undefined {
  const distance = { ...app.window, ...units[route]?.config }.onReachBottomDistance
  return typeof distance === 'number' ? distance : undefined
}

/** `disableScroll`: the page as a whole does not scroll. */
export const isStill = ({ units }: MiniProgram, route: string): boolean =>
  units[route]?.config.disableScroll === true

export const tabRoutes = (app: AppConfig): readonly string[] =>
  app.tabBar?.list.map(({ pagePath }) => pagePath) ?? []

export function tabBarOf(app: AppConfig, theme: Theme): TabBar | null {
  if (!app.tabBar) return null
  const bar: TabBarConfig = resolveTheme(app.tabBar, theme, app.themes)
  // From the root, with a slash or without.
  const icon = (path: string | undefined) => (path ? assetAddress(`/${path}`, '') : null)
  return {
    color: bar.color ?? '#7a7e83',
    selectedColor: bar.selectedColor ?? '#3cc51f',
    backgroundColor: bar.backgroundColor ?? '#ffffff',
    borderStyle: bar.borderStyle === 'white' ? 'white' : 'black',
    tabs: bar.list.map((tab) => ({
      text: tab.text ?? '',
      iconUrl: icon(tab.iconPath),
      selectedIconUrl: icon(tab.selectedIconPath ?? tab.iconPath),
    })),
  }
}

const text = (value: unknown, otherwise: string) => (typeof value === 'string' ? value : otherwise)
