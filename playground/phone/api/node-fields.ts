/** What a selector query may ask of one node. */
import type { ViewNode } from '../ports'

/** As `fields` takes it. */
export interface Fields {
  readonly id?: boolean
  readonly dataset?: boolean
  readonly rect?: boolean
  readonly size?: boolean
  readonly scrollOffset?: boolean
  readonly node?: boolean
  readonly properties?: readonly string[]
  readonly computedStyle?: readonly string[]
}

/** Where the page begins on the screen, in px: places are told from there. */
export interface Origin {
  readonly left: number
  readonly top: number
}

export function readFields(found: ViewNode, fields: Fields, origin: Origin): object {
  return {
    ...(fields.id ? { id: found.id } : {}),
    ...(fields.dataset ? { dataset: { ...found.dataset } } : {}),
    ...(fields.rect ? readRect(found.element, origin) : {}),
    ...(fields.size ? readSize(found.element) : {}),
    ...(fields.scrollOffset ? readScroll(found.scroller) : {}),
    ...readProperties(found, fields.properties ?? []),
    // Computed styles win over the size, as the documents say.
    ...readStyles(found.element, fields.computedStyle ?? []),
    ...(fields.node ? { node: found.node } : {}),
  }
}

function readRect(element: Element, origin: Origin) {
  const { left, right, top, bottom } = element.getBoundingClientRect()
  return {
    left: left - origin.left,
    right: right - origin.left,
    top: top - origin.top,
    bottom: bottom - origin.top,
  }
}

function readSize(element: Element) {
  const { width, height } = element.getBoundingClientRect()
  return { width, height }
}

function readScroll(scroller: Element | null) {
  return {
    scrollLeft: scroller?.scrollLeft ?? 0,
    scrollTop: scroller?.scrollTop ?? 0,
    scrollWidth: scroller?.scrollWidth ?? 0,
    scrollHeight: scroller?.scrollHeight ?? 0,
  }
}

const readProperties = (found: ViewNode, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, found.property(name)]))

function readStyles(element: Element, names: readonly string[]) {
  if (names.length === 0) return {}
  const styles = getComputedStyle(element)
  const read = (name: string) =>
    styles.getPropertyValue(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`))
  return Object.fromEntries(names.map((name) => [name, read(name)]))
}
