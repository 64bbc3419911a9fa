/** What a tag shows of its inside to selector queries. */

export interface Exposed {
  /** What scrolls. */
  readonly scroller?: HTMLElement
  /** What `fields({ node: true })` gives. */
  readonly node?: object
}

const exposed = new WeakMap<HTMLElement, Exposed>()

/** To be called once, when the tag is built. */
export function expose(element: HTMLElement, what: Exposed): void {
  exposed.set(element, what)
}

export function exposedBy(element: HTMLElement): Exposed {
  return exposed.get(element) ?? {}
}
