/** Class names that an attribute carries, such as `hover-class="pressed"`, as they stand in the document. */
import type { GeneralComponent } from 'glass-easel'

/** They belong to the page or component in whose template the tag stands. */
export function resolveClasses(component: GeneralComponent, names: string): readonly string[] {
  const owner = component.ownerShadowRoot?.getHostNode()
  const words = names.split(/\s+/).filter((name) => name !== '')
  if (!owner) return words
  const { styleScope, extraStyleScope } = owner.getComponentOptions()
  const manager = owner.getComponentDefinition().behavior.ownerSpace.styleScopeManager
  const prefixes = [styleScope, extraStyleScope].flatMap((scope) =>
    typeof scope === 'number' ? [manager.queryName(scope) ?? ''] : [],
  )
  return words.flatMap((name) =>
    prefixes.map((prefix) => (prefix === '' ? name : `${prefix}--${name}`)),
  )
}
