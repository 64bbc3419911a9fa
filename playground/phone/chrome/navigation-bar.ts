/** The bar above a page: back, title, capsule. What an app changed on it stays with the page. */
import type { PageBars } from '../ports'
import { create, createButton } from './elements'
import { createIcon } from './icons'
import type { Words } from './words'

export interface NavigationBar {
  readonly element: HTMLElement
  readonly capsule: HTMLElement
  /** The bars of the page that is visible from now on. */
  show(bars: PageBars): void
  setTitle(title: string): void
  setColors(colors: { readonly front: string; readonly background: string }): void
  setLoading(isLoading: boolean): void
  hideHome(): void
}

/** What an app changed of one page's bar. */
interface Changes {
  title?: string
  colors?: { readonly front: string; readonly background: string }
  isLoading?: boolean
  isHomeHidden?: boolean
}

export interface NavigationBarListeners {
  back(): void
  home(): void
  menu(): void
  close(): void
}

/** @param paint puts the bar's two colours on everything that wears them */
export function createNavigationBar(
  words: Words,
  on: NavigationBarListeners,
  paint: (colors: { readonly front: string; readonly background: string }) => void,
): NavigationBar {
  const changed = new WeakMap<object, Changes>()
  let bars: PageBars | null = null

  const back = createButton('phone-leading', words.back, on.back, createIcon('back'))
  const home = createButton('phone-leading', words.home, on.home, createIcon('home'))
  const title = create('h1', { class: 'phone-title' })
  const spinner = create('span', { class: 'phone-title-spinner', 'aria-label': words.loading })
  spinner.setAttribute('role', 'img')
  spinner.append(createIcon('loading'))
  const capsule = createCapsule(words, on)
  const element = create(
    'div',
    { class: 'phone-navigation' },
    create('div', { class: 'phone-navigation-start' }, back, home),
    create('div', { class: 'phone-title-line' }, spinner, title),
    capsule,
  )

  function render(): void {
    if (bars === null) return
    const changes = changed.get(bars.page) ?? {}
    const text = changes.title ?? bars.title
    title.textContent = text
    document.title = text
    back.hidden = bars.leading !== 'back'
    home.hidden = bars.leading !== 'home' || changes.isHomeHidden === true
    spinner.hidden = changes.isLoading !== true
    element.classList.toggle('phone-navigation-custom', bars.isCustom)
    paint(changes.colors ?? { front: bars.textStyle, background: bars.backgroundColor })
  }

  function change(changes: Changes): void {
    if (bars === null) return
    changed.set(bars.page, { ...changed.get(bars.page), ...changes })
    render()
  }

  return {
    element,
    capsule,
    show(next) {
      bars = next
      render()
    },
    setTitle: (text) => change({ title: text }),
    setColors: (colors) => change({ colors }),
    setLoading: (isLoading) => change({ isLoading }),
    hideHome: () => change({ isHomeHidden: true }),
  }
}

/** WeChat's own two buttons, which no page can take away. */
function createCapsule(words: Words, on: NavigationBarListeners): HTMLElement {
  return create(
    'div',
    { class: 'phone-capsule' },
    createButton('phone-capsule-button', words.more, on.menu, createIcon('more')),
    create('span', { class: 'phone-capsule-line' }),
    createButton('phone-capsule-button', words.close, on.close, createIcon('close')),
  )
}
