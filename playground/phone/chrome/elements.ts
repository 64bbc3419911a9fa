/** Makes elements in one line each. */

type Attributes = Readonly<Record<string, string | boolean | null>>

/** `true` sets an attribute without a value; `false` and `null` leave it out. */
export function create<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: readonly (Node | string | null)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value)
  element.append(...children.filter((child) => child !== null))
  return element
}

/** A button that says what it does when there is only a picture on it. */
export function createButton(
  className: string,
  label: string | null,
  act: () => void,
  ...children: readonly (Node | string)[]
): HTMLButtonElement {
  const attributes = { type: 'button', class: className, 'aria-label': label, title: label }
  const button = create('button', attributes, ...children)
  button.addEventListener('click', act)
  return button
}

export function setAttribute(element: Element, name: string, value: string | boolean | null): void {
  if (value === null || value === false) element.removeAttribute(name)
  else element.setAttribute(name, value === true ? '' : value)
}
