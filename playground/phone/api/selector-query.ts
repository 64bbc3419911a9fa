/** `wx.createSelectorQuery()`: questions about what is rendered, asked all at once by `exec`. */
import type { ViewNode, Views, ViewScope } from '../ports'
import { nameType } from './options'
import { readFields, type Fields } from './node-fields'

type Callback = (result: unknown) => void

/** One question: which nodes, what about them, and who wants to know. */
interface Request {
  readonly ask: () => unknown
  readonly callback: unknown
}

export interface NodesRef {
  boundingClientRect(callback?: unknown): SelectorQuery
  scrollOffset(callback?: unknown): SelectorQuery
  fields(fields: Fields, callback?: unknown): SelectorQuery
  node(callback?: unknown): SelectorQuery
}

export interface SelectorQuery {
  in(instance: unknown): SelectorQuery
  select(selector: string): NodesRef
  selectAll(selector: string): NodesRef
  selectViewport(): NodesRef
  exec(callback?: unknown): void
}

/** @param later runs callbacks in the mini-program's own time, once `setData` has been rendered. */
export function createSelectorQuery(
  views: Views,
  later: (run: () => void) => void,
  instance?: unknown,
): SelectorQuery {
  const requests: Request[] = []
  let scope: () => ViewScope | null = () => views.page()

  const refer = (find: () => ViewNode | null | readonly ViewNode[]): NodesRef => {
    const fields = (wanted: Fields, callback: unknown): SelectorQuery => {
      requests.push({ ask: () => answer(find(), wanted, views), callback })
      return query
    }
    return {
      fields: (wanted, callback) => fields(wanted, callback),
      boundingClientRect: (callback) =>
        fields({ id: true, dataset: true, rect: true, size: true }, callback),
      scrollOffset: (callback) => fields({ id: true, dataset: true, scrollOffset: true }, callback),
      node: (callback) => fields({ node: true }, callback),
    }
  }

  const query: SelectorQuery = {
    in(other) {
      if (views.inside(other) === null) throw new Error(explainWrongScope(other))
      // Looked up anew when it is asked: until then the component may be gone.
      scope = () => views.inside(other)
      return query
    },
    select: (selector) => {
      const found = scope
      return refer(() => found()?.select(selector)[0] ?? null)
    },
    selectAll: (selector) => {
      const found = scope
      return refer(() => found()?.select(selector) ?? [])
    },
    selectViewport: () => refer(() => views.viewport()),
    exec(callback) {
      later(() => {
        const results = requests.map((request) => request.ask())
        requests.forEach((request, index) => {
          if (typeof request.callback !== 'function') return
          const call = request.callback as Callback
          later(() => call(results[index]))
        })
        if (typeof callback === 'function') later(() => (callback as Callback)(results))
      })
    },
  }
  return instance === undefined ? query : query.in(instance)
}

function answer(
  found: ViewNode | null | readonly ViewNode[],
  fields: Fields,
  views: Views,
): unknown {
  const viewport = views.viewport()
  const { left, top } = viewport?.element.getBoundingClientRect() ?? { left: 0, top: 0 }
  const read = (node: ViewNode) => readFields(node, fields, { left, top })
  if (found === null) return null
  return Array.isArray(found) ? found.map(read) : read(found as ViewNode)
}

function explainWrongScope(instance: unknown): string {
  return `createSelectorQuery().in(…) takes the component or page itself (this), got ${nameType(instance)}`
}
