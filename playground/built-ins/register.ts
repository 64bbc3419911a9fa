/** Makes components of the framework from the built-in tags. */
import { Event as FrameworkEvent, type ComponentSpace, type GeneralComponent } from 'glass-easel'
import { assetAddress } from '../phone/pages/asset-address'
import type { BuiltIn, Defaults, Host, Services } from './built-in'
import { COMMON_ATTRIBUTES, setCommon } from './common-attributes'
import { resolveClasses } from './resolve-classes'
import { builtIns } from './tags'

/** What runs when an attribute changes. */
type Runs = Readonly<Record<string, ((value: unknown) => void) | undefined>>

interface Life {
  readonly updates: Runs
  readonly ends: (() => void)[]
}

/** Every mini-program of this space knows them from now on. */
export function registerBuiltIns(space: ComponentSpace, services: Services): void {
  for (const builtIn of builtIns) {
    space.setGlobalUsingComponent(builtIn.tag, define(space, builtIn, services))
  }
}

function define(space: ComponentSpace, { tag, attributes, setUp }: BuiltIn, services: Services) {
  const lives = new WeakMap<GeneralComponent, Life>()
  const update = (component: GeneralComponent, name: string, value: unknown) =>
    lives.get(component)?.updates[name]?.(value)

  const own = Object.entries(attributes).map(([name, value]) => {
    const observer = function (this: GeneralComponent, now: unknown) {
      update(this, name, now)
    }
    return [name, { type: typeOf(value), value, observer }]
  })
  const common = COMMON_ATTRIBUTES.map((name) => {
    const observer = function (this: GeneralComponent, now: unknown) {
      setCommon(elementOf(this), name, now)
    }
    return [name, { type: name === 'hidden' ? Boolean : null, observer }]
  })
  const definition = space.defineComponent({
    is: `built-in/${tag}`,
    properties: Object.fromEntries([...common, ...own]) as Record<string, never>,
    lifetimes: {
      created(this: GeneralComponent) {
        const ends: (() => void)[] = []
        const updates = (setUp?.(createHost(this, services, ends)) ?? {}) as Runs
        lives.set(this, { updates, ends })
        for (const [name, value] of Object.entries(attributes)) update(this, name, value)
      },
      detached(this: GeneralComponent) {
        for (const end of lives.get(this)?.ends.splice(0) ?? []) end()
      },
    },
  })
  return definition.general()
}

function createHost(component: GeneralComponent, services: Services, ends: (() => void)[]): Host {
  return {
    element: elementOf(component),
    services,
    get values() {
      return component.data as Defaults
    },
    addressOf: (path) => assetAddress(path, component.ownerShadowRoot?.getHostNode().is ?? ''),
    fire(type, detail) {
      let answer: unknown
      const event = new FrameworkEvent(type, detail, {
        handleListenerReturn(returned) {
          answer = returned
        },
      })
      FrameworkEvent.dispatchEvent(component, event)
      return answer
    },
    set: (values) => component.setData(values),
    onTap: (run) => component.addListener('tap', run),
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
