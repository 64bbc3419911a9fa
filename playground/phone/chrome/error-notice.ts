/** What the mini-program's code threw, in a bar at the bottom: the rest goes on, so it does not stand in the way. */
import { create, createButton } from './elements'
import { createIcon } from './icons'
import type { Words } from './words'

export interface ErrorNotice {
  readonly element: HTMLElement
  show(text: string): void
}

/** So many texts are kept; of what goes wrong over and over, the first ones say most. */
const maxKept = 20

export function createErrorNotice(words: Words): ErrorNotice {
  // Long texts scroll, so the keyboard has to reach them.
  const text = create('p', { class: 'phone-error-text', tabindex: '0' })
  // An error that comes again and again is read aloud once.
  const count = create('p', { class: 'phone-error-count', 'aria-live': 'off' })
  const element = create('div', { class: 'phone-error', role: 'alert', hidden: true })
  /** How often each text came, the newest text last. */
  const kept = new Map<string, number>()

  function render(): void {
    const newest = [...kept].at(-1)
    element.hidden = newest === undefined
    if (newest === undefined) return
    const [newestText, times] = newest
    text.textContent = newestText
    count.textContent = [times > 1 ? `×${times}` : '', kept.size > 1 ? `1/${kept.size}` : '']
      .filter((part) => part !== '')
      .join(' · ')
  }

  function dismiss(): void {
    const newest = [...kept.keys()].at(-1)
    if (newest !== undefined) kept.delete(newest)
    render()
  }

  element.append(
    createIcon('error'),
    create('div', { class: 'phone-error-words' }, text, count),
    createButton('phone-error-close', words.dismiss, dismiss, createIcon('cross')),
  )
  return {
    element,
    show(newText) {
      const times = (kept.get(newText) ?? 0) + 1
      if (times === 1 && kept.size >= maxKept) return
      kept.delete(newText)
      kept.set(newText, times)
      render()
    },
  }
}
