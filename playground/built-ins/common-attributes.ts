/** What every built-in tag understands: `hidden`, and `aria-*`, which the document then has too. */
import { makeReachable } from '../phone/framework/reachable'
import { exposedBy } from './exposed'

/** Those of https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html, and what ARIA has beside. */
const ARIA =
  'Role Label Labelledby Describedby Roledescription Details Hidden Live Atomic Relevant Busy Checked Pressed ' +
  'Selected Expanded Disabled Readonly Required Invalid Haspopup Controls Owns Current Modal Multiline ' +
  'Multiselectable Orientation Level Posinset Setsize Sort Valuenow Valuemin Valuemax Valuetext'

export const COMMON_ATTRIBUTES = ['hidden', ...ARIA.split(' ').map((name) => `aria${name}`)]

/** What a template makes of an attribute. */
type Aria = string | number | boolean | null | undefined

export function setCommon(element: HTMLElement, name: string, value: unknown): void {
  if (name === 'hidden') {
    element.toggleAttribute('hidden', Boolean(value))
    return
  }
  const { control = element } = exposedBy(element)
  // A picture has a place of its own for its label; an empty one says that it is decoration.
  if (name === 'ariaLabel' && control instanceof HTMLImageElement) {
    control.alt = String((value as Aria) ?? '')
    return
  }
  setAria(control, attributeOf(name), value as Aria)
  if (name !== 'ariaRole') return
  makeReachable(control)
  // What ARIA assumes of a heading that does not say it, and checkers want to be said.
  if (value === 'heading' && !control.hasAttribute('aria-level')) setAria(control, 'aria-level', 2)
}

function setAria(element: HTMLElement, name: string, value: Aria): void {
  if (value === undefined || value === null || value === '') element.removeAttribute(name)
  else element.setAttribute(name, String(value))
}

const attributeOf = (name: string) =>
  name === 'ariaRole' ? 'role' : `aria-${name.slice('aria'.length).toLowerCase()}`
