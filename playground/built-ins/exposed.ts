/** What a tag shows of its inside. */

export interface Exposed {
  /** What scrolls, for selector queries. */
  readonly scroller?: HTMLElement
  /** What `fields({ node: true })` of a selector query gives. */
  readonly node?: object
  /** What has the focus and so carries `aria-*`. @default the tag itself */
  readonly control?: HTMLElement
}

const exposed = new WeakMap<HTMLElement, Exposed>()

/** To be called once, when the tag is built. */
export function expose(element: HTMLElement, what: Exposed): void {
  exposed.set(element, what)
}

export function exposedBy(element: HTMLElement): Exposed {
  return exposed.get(element) ?? {}
}
