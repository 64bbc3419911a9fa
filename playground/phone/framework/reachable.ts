/** What a keyboard can reach: whatever listens for taps and says by its role that it is to be pressed. */

const PRESSABLE = new Set([
  'button',
  'link',
  'checkbox',
  'radio',
  'switch',
  'tab',
  'menuitem',
  'option',
])

/** Somebody listens for taps on this element. */
export function noteTappable(element: HTMLElement): void {
  element.dataset.tappable = ''
  makeReachable(element)
}

/** To be called when the role, or who listens, has changed. */
export function makeReachable(element: HTMLElement): void {
  const isPressable =
    'tappable' in element.dataset && PRESSABLE.has(element.getAttribute('role') ?? '')
  if (isPressable) element.tabIndex = 0
  else element.removeAttribute('tabindex')
}
