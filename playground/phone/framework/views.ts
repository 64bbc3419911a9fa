/** What is rendered, for selector queries. */
import type { Element as FrameworkElement, GeneralComponent } from 'glass-easel'
import { exposedBy } from '../../built-ins/exposed'
import { builtIns } from '../../built-ins/tags'
import type { Page } from '../pages/page'
import type { ViewNode, Views, ViewScope } from '../ports'
import { hostOf, isInstance } from './instances'

export function createViews(topPage: () => Page | undefined): Views {
  const tags = new Set(builtIns.map(({ tag }) => tag))
  return {
    page() {
      const page = topPage()
      return page ? scopeOf(page.instance._$) : null
    },
    inside: (instance) => (isInstance(instance) ? scopeOf(instance._$) : null),
    viewport() {
      const page = topPage()
      return page ? viewportOf(page) : null
    },
    hasTag: (name) => tags.has(name) || name === 'block' || name === 'template',
  }
}

function scopeOf(component: GeneralComponent): ViewScope {
  return {
    select(selector) {
      const found = component.getShadowRoot()?.querySelectorAll(selector) ?? []
      return found.flatMap((element) => nodeOf(element) ?? [])
    },
  }
}

function nodeOf(found: FrameworkElement): ViewNode | null {
  const element = hostOf(found)
  if (!element) return null
  const { scroller = null, node = null } = exposedBy(element)
  return {
    element,
    id: found.id,
    dataset: { ...found.dataset },
    scroller,
    node,
    property: (name) => (found as { data?: Record<string, unknown> }).data?.[name],
  }
}

function viewportOf({ frame, scroller, instance }: Page): ViewNode {
  return {
    element: frame,
    id: '',
    dataset: { ...instance._$.dataset },
    scroller,
    node: null,
    property: () => undefined,
  }
}
