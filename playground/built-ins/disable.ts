/** What is disabled takes no taps and no focus: input-events.ts looks for the mark. */

export function setDisabled(element: HTMLElement, isDisabled: boolean): void {
  element.toggleAttribute('data-disabled', isDisabled)
  if (isDisabled) {
    element.setAttribute('aria-disabled', 'true')
    element.removeAttribute('tabindex')
  } else {
    element.removeAttribute('aria-disabled')
    element.tabIndex = 0
  }
}
