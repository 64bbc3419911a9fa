/** Tabs as the ARIA practices describe them: arrows move, one tab is in the order of the Tab key. */
import { element, uniqueId } from './dom'

export interface Tab {
  readonly label: string
  readonly content: HTMLElement
}

export function createTabs(label: string, tabs: readonly Tab[]) {
  const made = tabs.map(({ label: text, content }) => {
    const id = uniqueId('tab')
    const panel = element(
      'div',
      { role: 'tabpanel', id: `${id}-panel`, 'aria-labelledby': id, class: 'tab-panel' },
      content,
    )
    const tab = element(
      'button',
      { type: 'button', role: 'tab', id, 'aria-controls': `${id}-panel`, class: 'tab' },
      text,
    )
    return { tab, panel }
  })

  function select(index: number, shouldFocus = false): void {
    for (const [at, { tab, panel }] of made.entries()) {
      const isSelected = at === index
      tab.setAttribute('aria-selected', String(isSelected))
      tab.tabIndex = isSelected ? 0 : -1
      panel.hidden = !isSelected
      if (isSelected && shouldFocus) tab.focus()
    }
  }

  const visible = () => made.filter(({ tab }) => !tab.hidden).length
  for (const [index, { tab }] of made.entries()) {
    tab.addEventListener('click', () => select(index))
    tab.addEventListener('keydown', ({ key }) => {
      const steps = { ArrowRight: 1, ArrowLeft: -1 }[key]
      if (steps !== undefined) select((index + steps + visible()) % visible(), true)
    })
  }
  select(0)

  return {
    element: element(
      'div',
      { class: 'tabs' },
      element('div', { role: 'tablist', 'aria-label': label }, ...made.map(({ tab }) => tab)),
      ...made.map(({ panel }) => panel),
    ),
    select: (index: number) => select(index),
    /** The first few are there, the others are not. */
    showFirst(count: number) {
      for (const [index, { tab }] of made.entries()) tab.hidden = index >= count
      if (count === 1) select(0)
    },
  }
}
