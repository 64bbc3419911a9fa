/** Making elements without a framework. */

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>
type Child = Node | string | null | undefined

/** `true` sets an attribute without a value; `false` and `undefined` leave it out. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    made.setAttribute(name, value === true ? '' : String(value))
  }
  made.append(...children.filter((child) => child !== null && child !== undefined))
  return made
}

/** A button that does something. `about` is what it does, in a sentence. */
export function button(
  label: string,
  options: { readonly about?: string; readonly className?: string },
  act: () => void,
): HTMLButtonElement {
  const { about, className = 'button' } = options
  const made = element('button', { type: 'button', class: className, title: about }, label)
  made.addEventListener('click', act)
  return made
}

/** What is in the page from the start. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (!found) throw new Error(`the page has no #${id}`)
  return found
}

let lastId = 0

/** For `aria-labelledby` and its kin. */
export const uniqueId = (prefix: string): string => `${prefix}-${++lastId}`
