/** `ready` of components, which the framework leaves to its host: once what they are in is shown. */
import { Element, type ComponentSpace, type GeneralBehavior } from 'glass-easel'
import type { Instance } from './instances'

export interface ReadyQueue {
  /** To be part of every page and component. */
  readonly behavior: GeneralBehavior
  /** Now, for all that wait. */
  readonly flush: () => void
}

export function createReadyQueue(space: ComponentSpace): ReadyQueue {
  let waiting: Instance[] = []
  const flush = () => {
    const instances = waiting
    waiting = []
    for (const { _$: component } of instances) {
      if (Element.isAttached(component)) component.triggerLifetime('ready', [])
    }
  }
  const behavior = space.defineBehavior({
    lifetimes: {
      attached(this: unknown) {
        waiting.push(this as Instance)
        // A new page is shown within the same task; what comes into a page later waits for nothing more.
        if (waiting.length === 1) queueMicrotask(flush)
      },
    },
  })
  return { behavior: behavior.general(), flush }
}
