/** What every built-in tag understands: `hidden`, and `aria-*`, which the document then has too. */
import { makeReachable } from '../phone/framework/reachable'

/** https://developers.weixin.qq.com/miniprogram/dev/component/aria-component.html, and what ARIA has beside. */
export const ARIA_ATTRIBUTES: readonly string[] = (
  'Role Label Details Hidden Live Atomic Relevant Busy Checked Pressed Selected Expanded ' +
  'Disabled Readonly Required Invalid Haspopup Controls Owns Current Modal Multiline Multiselectable Orientation ' +
  'Level Posinset Setsize Sort Valuenow Valuemin Valuemax Valuetext Roledescription Labelledby Describedby'
)
  .split(' ')
  .map((name) => `aria${name}`)

export function setCommon(element: HTMLElement, name: string, value: unknown): void {
  if (name === 'hidden') element.toggleAttribute('hidden', Boolean(value))
  else setAria(element, attributeOf(name), value as Aria)
  if (name === 'ariaRole') makeReachable(element)
}

/** What a template makes of an attribute. */
type Aria = string | number | boolean | null | undefined

function setAria(element: HTMLElement, name: string, value: Aria): void {
  if (value === undefined || value === null || value === '') element.removeAttribute(name)
  else element.setAttribute(name, String(value))
}

const attributeOf = (name: string) =>
  name === 'ariaRole' ? 'role' : `aria-${name.slice('aria'.length).toLowerCase()}`
