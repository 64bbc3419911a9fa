/** Makes components of the framework from the built-in tags. */
import { Event as FrameworkEvent, type ComponentSpace, type GeneralComponent } from 'glass-easel'
import type { BuiltIn, Defaults, Host } from './built-in'
import { ARIA_ATTRIBUTES, setCommon } from './common-attributes'
import { resolveClasses } from './resolve-classes'
import { builtIns } from './tags'

/** What runs when an attribute changes. */
type Updates = Readonly<Record<string, ((value: never) => void) | undefined>>

/** Every mini-program of this space knows them from now on. */
export function registerBuiltIns(space: ComponentSpace): void {
  for (const builtIn of builtIns) {
    space.setGlobalUsingComponent(builtIn.tag, define(space, builtIn))
  }
}

function define(space: ComponentSpace, builtIn: BuiltIn) {
  const lives = new WeakMap<object, { readonly updates: Updates; readonly ends: (() => void)[] }>()
  const update = (component: GeneralComponent, name: string, value: unknown) =>
    lives.get(component)?.updates[name]?.(value as never)
  const own = Object.entries(builtIn.attributes).map(([name, value]) => [
    name,
    {
      type: typeOf(value),
      value,
      observer(this: GeneralComponent, now: unknown) {
        update(this, name, now)
      },
    },
  ])
  const common = ['hidden', ...ARIA_ATTRIBUTES].map((name) => [
    name,
    {
      type: name === 'hidden' ? Boolean : null,
      observer(this: GeneralComponent, now: unknown) {
        setCommon(elementOf(this), name, now)
      },
    },
  ])
  return space
    .defineComponent({
      is: `built-in/${builtIn.tag}`,
      properties: Object.fromEntries([...common, ...own]),
      lifetimes: {
        created(this: GeneralComponent) {
          const ends: (() => void)[] = []
          const updates = (builtIn.setUp?.(createHost(this, ends)) ?? {}) as Updates
          lives.set(this, { updates, ends })
          for (const [name, value] of Object.entries(builtIn.attributes)) update(this, name, value)
        },
        detached(this: GeneralComponent) {
          for (const end of lives.get(this)?.ends.splice(0) ?? []) end()
        },
      },
    })
    .general()
}

function createHost(component: GeneralComponent, ends: (() => void)[]): Host {
  return {
    element: elementOf(component),
    component,
    get values() {
      return component.data as Defaults
    },
    fire(type, detail, { bubbles = false } = {}) {
      let answer: unknown
      const event = new FrameworkEvent(type, detail, {
        bubbles,
        composed: bubbles,
        handleListenerReturn(returned) {
          answer = returned
        },
      })
      FrameworkEvent.dispatchEvent(component, event)
      return answer
    },
    set: (values) => component.setData(values),
    classes: (names) => resolveClasses(component, names),
    onDetached: (run) => void ends.push(run),
  }
}

const elementOf = (component: GeneralComponent) =>
  component.getBackendElement() as unknown as HTMLElement

function typeOf(value: Defaults[string]) {
  if (typeof value === 'string') return String
  if (typeof value === 'number') return Number
  return typeof value === 'boolean' ? Boolean : null
}
