/** Keeps the keyboard inside a dialog, and gives it back afterwards. */

const focusable = 'button:not([disabled]), input:not([disabled])'

export interface FocusTrapOptions {
  readonly dialog: HTMLElement
  /** What has the focus first. */
  readonly first: HTMLElement
  readonly onEscape: () => void
}

/** Returns the release, to be called while the dialog is still on the page. */
export function trapFocus({ dialog, first, onEscape }: FocusTrapOptions): () => void {
  const before = document.activeElement

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      onEscape()
    }
    if (event.key === 'Tab') moveOn(event, [...dialog.querySelectorAll<HTMLElement>(focusable)])
  }
  const takeFocus = () => {
    if (!dialog.contains(document.activeElement)) first.focus()
  }
  document.addEventListener('keydown', onKey, { capture: true })
  window.addEventListener('focus', takeFocus)
  // Somebody may be typing into the other phone, which this one must not take the focus from.
  if (document.hasFocus()) takeFocus()

  return () => {
    document.removeEventListener('keydown', onKey, { capture: true })
    window.removeEventListener('focus', takeFocus)
    const hasFocus = dialog.contains(document.activeElement)
    if (hasFocus && before instanceof HTMLElement && before.isConnected) before.focus()
  }
}

/** From the last one to the first and back. */
function moveOn(event: KeyboardEvent, elements: readonly HTMLElement[]): void {
  const leaving = event.shiftKey ? elements[0] : elements.at(-1)
  const entering = event.shiftKey ? elements.at(-1) : elements[0]
  if (document.activeElement !== leaving || entering === undefined) return
  event.preventDefault()
  entering.focus()
}
