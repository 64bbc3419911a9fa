/** The bar below a page that is a tab. */
import type { Tab, TabBar as TabBarSettings } from '../ports'
import { create, createButton, setAttribute } from './elements'
import type { Words } from './words'

export interface TabBar {
  readonly element: HTMLElement
  readonly count: number
  setTabBar(settings: TabBarSettings | null): void
  /** `null` while a page is visible that is none of the tabs. */
  select(index: number | null): void
  setBadge(index: number, badge: Badge | null): void
  changeTab(index: number, tab: Partial<Tab>): void
  changeStyle(style: Partial<Omit<TabBarSettings, 'tabs'>>): void
  setHidden(isHidden: boolean): void
}

type Badge = { readonly text: string } | 'dot'

/** What an app changed. It outlives a change of the theme, which brings new settings. */
interface Changes {
  tabs: Record<number, Partial<Tab>>
  style: Partial<Omit<TabBarSettings, 'tabs'>>
  isHidden: boolean
}

/** @param onChange hears when the bar comes or goes */
export function createTabBar(
  words: Words,
  onTab: (index: number) => void,
  onChange: () => void,
): TabBar {
  const element = create('nav', { class: 'phone-tabs', 'aria-label': words.tabBar })
  const badges = new Map<number, Badge>()
  const changes: Changes = { tabs: {}, style: {}, isHidden: false }
  let settings: TabBarSettings | null = null
  let selected: number | null = null

  function render(): void {
    const isShown = settings !== null && selected !== null && !changes.isHidden
    element.hidden = !isShown
    if (settings !== null) {
      const style = { ...settings, ...changes.style }
      applyStyle(element, style)
      const focusedAt = [...element.children].indexOf(document.activeElement as Element)
      element.replaceChildren(
        ...settings.tabs.map((tab, index) => {
          const isSelected = index === selected
          const shown = { ...tab, ...changes.tabs[index] }
          const badge = badges.get(index) ?? null
          return drawTab(shown, badge, isSelected, words, () => onTab(index))
        }),
      )
      // What was drawn anew has lost the focus.
      const focused = element.children[focusedAt]
      if (focused instanceof HTMLElement) focused.focus()
    }
    onChange()
  }

  return {
    element,
    get count() {
      return settings?.tabs.length ?? 0
    },
    setTabBar(next) {
      settings = next
      render()
    },
    select(index) {
      selected = index
      render()
    },
    setBadge(index, badge) {
      if (badge === null) badges.delete(index)
      else badges.set(index, badge)
      render()
    },
    changeTab(index, tab) {
      changes.tabs[index] = { ...changes.tabs[index], ...tab }
      render()
    },
    changeStyle(style) {
      changes.style = { ...changes.style, ...style }
      render()
    },
    setHidden(isHidden) {
      changes.isHidden = isHidden
      render()
    },
  }
}

function applyStyle(element: HTMLElement, style: TabBarSettings): void {
  const { color, selectedColor, backgroundColor, borderStyle } = style
  element.style.setProperty('--phone-tab-color', color)
  element.style.setProperty('--phone-tab-selected', selectedColor)
  element.style.setProperty('--phone-tab-ground', backgroundColor)
  element.classList.toggle('phone-tabs-light-border', borderStyle === 'white')
}

function drawTab(
  tab: Tab,
  badge: Badge | null,
  isSelected: boolean,
  words: Words,
  act: () => void,
): HTMLElement {
  const iconUrl = isSelected ? (tab.selectedIconUrl ?? tab.iconUrl) : tab.iconUrl
  const button = createButton(
    iconUrl === null ? 'phone-tab phone-tab-text-only' : 'phone-tab',
    null,
    act,
    create(
      'span',
      { class: 'phone-tab-picture' },
      iconUrl === null ? null : create('img', { class: 'phone-tab-icon', src: iconUrl, alt: '' }),
      badge === null ? null : drawBadge(badge, words),
    ),
    create('span', { class: 'phone-tab-text' }, tab.text),
  )
  setAttribute(button, 'aria-current', isSelected ? 'page' : null)
  return button
}

function drawBadge(badge: Badge, words: Words): HTMLElement {
  if (badge !== 'dot') return create('span', { class: 'phone-badge' }, badge.text)
  return create('span', { class: 'phone-dot', role: 'img', 'aria-label': words.unread })
}
