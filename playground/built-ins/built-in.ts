/** What a built-in tag is, as its own file says it. */
import type { GeneralComponent } from 'glass-easel'

/** The value that an attribute has when it is not written; its type is what a written one is converted to. */
export type Defaults = Readonly<Record<string, string | number | boolean | object | null>>

/** One element of a built-in tag, as its own code sees it. */
export interface Host<Values extends Defaults = Defaults> {
  /** What is drawn: `<wx-input>` for `<input>`. What stands between the tags is drawn into it. */
  readonly element: HTMLElement
  readonly values: Values
  readonly component: GeneralComponent
  /** Fires an event that the page may listen to: `bindinput`. Gives what the handler returned. */
  fire(type: string, detail: object, options?: { readonly bubbles?: boolean }): unknown
  /** The tag changes its own value, as typing does: a later value of the page is then a change. */
  set(values: Partial<Record<keyof Values, unknown>>): void
  /** Class names of the page's WXSS, to be put on an element of the tag's own. */
  classes(names: string): readonly string[]
  /** Runs when the element is taken away. */
  onDetached(run: () => void): void
}

export interface BuiltIn<Values extends Defaults = Defaults> {
  readonly tag: string
  readonly attributes: Values
  /** Builds one element. Gives what to do when an attribute changes; each is called once at the beginning. */
  setUp?(host: Host<Values>): { readonly [Name in keyof Values]?: (value: Values[Name]) => void }
}

/** Lets the compiler know the attributes of a tag in its own `setUp`. */
export function defineBuiltIn<Values extends Defaults>(builtIn: BuiltIn<Values>): BuiltIn<Values> {
  return builtIn
}
