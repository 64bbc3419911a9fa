/** The style sheets of the mini-program, with `prefers-color-scheme` answered by the phone and not by the browser. */
import type { Theme } from '../ports'

const COLOR_SCHEME = /\(\s*prefers-color-scheme\s*:\s*(light|dark)\s*\)/gi
/** Conditions that always, and never, hold: they may stand wherever the question stood. */
const ALWAYS = '(min-width: 0px)'
const NEVER = '(max-width: 0px)'

export interface Styles {
  /** Adds a style sheet, unless that name was added. `rank` decides who comes later and so wins. */
  add(name: string, css: string, rank: Rank): void
  setTheme(theme: Theme): void
}

/** The app's own come first, the page's last. */
export type Rank = 'app' | 'component' | 'page'

const RANKS: readonly Rank[] = ['app', 'component', 'page']

export function createStyles(head: HTMLElement, theme: Theme): Styles {
  const anchors = RANKS.map(() => head.appendChild(document.createComment('')))
  const sheets = new Map<string, { readonly css: string; readonly element: HTMLStyleElement }>()
  let current = theme

  return {
    add(name, css, rank) {
      if (sheets.has(name) || css === '') return
      const element = document.createElement('style')
      element.dataset.of = name
      element.textContent = answerTheme(css, current)
      sheets.set(name, { css, element })
      head.insertBefore(element, anchors[RANKS.indexOf(rank)] ?? null)
    },
    setTheme(next) {
      current = next
      for (const { css, element } of sheets.values()) element.textContent = answerTheme(css, next)
    },
  }
}

function answerTheme(css: string, theme: Theme): string {
  return css.replace(COLOR_SCHEME, (_, wanted: string) =>
    wanted.toLowerCase() === theme ? ALWAYS : NEVER,
  )
}
