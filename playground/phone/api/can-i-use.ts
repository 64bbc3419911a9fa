/** `wx.canIUse`: by the first word, an API of `wx` or a tag; what is asked of it beyond that is taken to be there. */
import type { Views } from '../ports'

export function createCanIUse(api: () => object, views: Pick<Views, 'hasTag'>) {
  return (schema: unknown): boolean => {
    if (typeof schema !== 'string') return false
    const [first = ''] = schema.split('.')
    return Object.hasOwn(api(), first) || views.hasTag(first)
  }
}
