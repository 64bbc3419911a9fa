/** From what the framework calls an element, or the mini-program `this`, to what is drawn. */
import type { Element as FrameworkElement, GeneralComponent } from 'glass-easel'

/** `this` of a page or component, as far as the phone needs it. */
export type Instance = Record<string, unknown> & {
  /** The framework's component behind it. */
  readonly _$: GeneralComponent
  readonly data: Record<string, unknown>
  setData(values: Record<string, unknown>, done?: () => void): void
}

export function isInstance(value: unknown): value is Instance {
  return typeof value === 'object' && value !== null && '_$' in value && 'setData' in value
}

/** The framework's element that a node of the document was drawn for, if it was. */
export function frameworkElementOf(node: Node): FrameworkElement | undefined {
  return (node as { __wxElement?: FrameworkElement }).__wxElement
}

/** What an element, or a page or component by its `this`, is drawn as. */
export function hostOf(target: unknown): HTMLElement | null {
  const element = isInstance(target) ? target._$ : (target as FrameworkElement)
  return (element.getBackendElement() as HTMLElement | null) ?? null
}

/** The page that an instance is drawn in, or that it is. */
export const routeOf = (instance: Instance): string | undefined =>
  hostOf(instance)?.closest<HTMLElement>('[data-page]')?.dataset.page
