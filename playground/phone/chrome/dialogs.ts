/** One dialog at a time: a second one waits until the first is answered. */
import type { Backdrop } from './backdrop'
import { create } from './elements'
import { trapFocus } from './focus'

/** A dialog, and what in it has the focus first. */
export interface Drawn {
  readonly dialog: HTMLElement
  readonly first: HTMLElement
  /** Whether a tap beside it closes it. */
  readonly closesBeside: boolean
}

export interface DialogOptions<Answer> {
  /** Draws it; `answer` closes it. */
  draw(answer: (answer: Answer) => void): Drawn
  /** What Escape answers, as a phone's back gesture does. */
  readonly escaped: Answer
}

export interface Dialogs {
  /** Shows a dialog and resolves with its answer. */
  open<Answer>(options: DialogOptions<Answer>): Promise<Answer>
  /** Whether one is open or waits. */
  readonly isOpen: boolean
}

/** @param layer where they are drawn */
export function createDialogs(layer: HTMLElement, backdrop: Backdrop): Dialogs {
  let last: Promise<unknown> = Promise.resolve()
  let openCount = 0

  const show = <Answer>({ draw, escaped }: DialogOptions<Answer>): Promise<Answer> =>
    new Promise((resolve) => {
      const answer = (given: Answer) => {
        // Before the focus goes back: what is inert cannot have it.
        releaseBackdrop()
        releaseFocus()
        shade.remove()
        resolve(given)
      }
      const { dialog, first, closesBeside } = draw(answer)
      const shade = create('div', { class: 'phone-shade' }, dialog)
      shade.addEventListener('click', (event) => {
        if (closesBeside && event.target === shade) answer(escaped)
      })
      layer.append(shade)
      const releaseFocus = trapFocus({ dialog, first, onEscape: () => answer(escaped) })
      const releaseBackdrop = backdrop.hold()
    })

  return {
    get isOpen() {
      return openCount > 0
    },
    open(options) {
      openCount += 1
      const shown = openCount === 1 ? show(options) : last.then(() => show(options))
      const answered = shown.finally(() => {
        openCount -= 1
      })
      last = answered
      return answered
    },
  }
}
