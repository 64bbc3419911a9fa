/** What lies over the mini-program while it is in the background, with the way back. */
import type { Backdrop } from './backdrop'
import { create, createButton } from './elements'
import type { Words } from './words'

export interface Cover {
  readonly element: HTMLElement
  setShown(isShown: boolean): void
}

export function createCover(
  words: Words,
  backdrops: readonly Backdrop[],
  onReturn: () => void,
): Cover {
  const button = createButton('phone-cover-button', null, onReturn, words.returnToApp)
  const element = create(
    'section',
    { class: 'phone-cover', 'aria-label': words.inBackground, hidden: true },
    create('p', { class: 'phone-cover-text' }, words.inBackground),
    button,
  )
  let releases: readonly (() => void)[] = []

  return {
    element,
    setShown(isShown) {
      if (element.hidden !== isShown) return
      element.hidden = !isShown
      for (const release of releases) release()
      releases = isShown ? backdrops.map((backdrop) => backdrop.hold()) : []
      if (isShown && document.hasFocus()) button.focus()
    },
  }
}
