/** What a built-in tag is, as its own file says it. */
import type { Router } from '../phone/ports'

/** The value that an attribute has when it is not written; its type is what a written one is converted to. */
export type Defaults = Readonly<Record<string, string | number | boolean | object | null>>

/** What `true` and `''` as a default stand for: any boolean, any text. */
export type Widen<Values> = {
  readonly [Name in keyof Values]: Values[Name] extends boolean
    ? boolean
    : Values[Name] extends string
      ? string
      : Values[Name] extends number
        ? number
        : unknown
}

/** What tags need of the phone. */
export interface Services {
  readonly router: Router
  reportError(error: unknown): void
}

/** One element of a built-in tag, as its own code sees it. */
export interface Host<Values extends Defaults = Defaults> {
  /** What is drawn: `<wx-input>` for `<input>`. What stands between the tags is drawn into it. */
  readonly element: HTMLElement
  /** The attributes as they are now. */
  readonly values: Widen<Values>
  readonly services: Services
  /** Where a file of the mini-program lies for an `<img>`; without a leading slash, beside the template of this tag. */
  addressOf(path: string): string
  /** Fires an event that the page may listen to, `input` for `bindinput`. Gives what the handler returned. */
  fire(type: string, detail: object): unknown
  /** The tag changes a value of its own, as typing does, so that the page can change it back. */
  set(values: Partial<Widen<Values>>): void
  /** Runs on each tap that nobody inside has caught. */
  onTap(run: () => void): void
  /** Class names of the page's WXSS, to be put on an element of the tag's own. */
  classes(names: string): readonly string[]
  /** Runs when the element is taken away. */
  onDetached(run: () => void): void
}

/** What to do when an attribute changes; each is called once at the beginning too. */
export type Updates<Values extends Defaults> = {
  readonly [Name in keyof Values]?: (value: Widen<Values>[Name]) => void
}

export interface BuiltIn<Values extends Defaults = Defaults> {
  readonly tag: string
  readonly attributes: Values
  /** Builds one element. */
  setUp?(host: Host<Values>): Updates<Values> | void
}

/** Lets the compiler know the attributes of a tag in its own `setUp`. */
export function defineBuiltIn<const Values extends Defaults>(
  builtIn: BuiltIn<Values>,
): BuiltIn<Values> {
  return builtIn
}
