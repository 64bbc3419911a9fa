/**
 * Selectors of WXSS in those of the page as it is drawn.
 *
 * - A tag `view` is drawn as `wx-view`, since the browser has tags of its own by many of these names.
 * - A class is its file's own: it begins with {@link SCOPE_MARK}, which the phone replaces by `scope--`, or by
 *   nothing where the styles are shared. Tags and ids are nobody's own, as on WeChat.
 * - What belongs to a page applies in this page only: on a phone, each page is a document of its own.
 */
import parser from 'postcss-selector-parser'

/** Of the private use area, so that it cannot be meant otherwise. */
export const SCOPE_MARK = '\uE000'

/**
 * @typedef {object} SelectorPlace
 * @property {'app' | 'page' | 'component'} role
 * @property {string} path of the page or component
 * @property {string} scope
 */

/**
 * @param {SelectorPlace} place
 * @returns {(selector: string) => string}
 */
export function createSelectorRewrite(place) {
  const processor = parser((root) => {
    root.walkTags((tag) => {
      tag.value = `wx-${tag.value.toLowerCase()}`
    })
    if (place.role !== 'app') {
      root.walkClasses((name) => {
        // As it is written, escapes included.
        const written = `${name}`.trim().slice(1)
        name.setPropertyWithoutEscape('value', `${SCOPE_MARK}${written}`)
      })
    }
    root.walkPseudos((pseudo) => {
      if (pseudo.value === ':host') pseudo.replaceWith(...hostOf(pseudo, place))
    })
    if (place.role === 'page') root.each((selector) => keepInPage(selector, place.path))
  })
  return (selector) => processor.processSync(selector)
}

/**
 * `:host` is the element itself, and `:host(.on)` is it when it has that class.
 *
 * @param {parser.Pseudo} pseudo
 * @param {SelectorPlace} place
 * @returns {parser.Node[]}
 */
function hostOf(pseudo, place) {
  const host =
    place.role === 'component'
      ? parse(`[wx-host="${place.scope}"]`)
      : parse(place.role === 'page' ? 'wx-page' : ':root')
  const inner = pseudo.nodes.flatMap((selector) => selector.nodes)
  return [...host, ...inner]
}

/**
 * `:where` adds nothing to the weight of the selector.
 *
 * @param {parser.Selector} selector
 * @param {string} path
 */
function keepInPage(selector, path) {
  const inPage = () => parse(`:where([data-page="${path}"])`)
  const first = selector.at(0)
  if (first?.type === 'tag' && first.value === 'wx-page') {
    selector.insertAfter(first, /** @type {any} */ (inPage()[0]))
    return
  }
  first?.spaces && (first.spaces.before = '')
  for (const node of [parser.combinator({ value: ' ' }), ...inPage().reverse()]) {
    selector.prepend(/** @type {any} */ (node))
  }
}

/**
 * @param {string} text
 * @returns {parser.Node[]}
 */
function parse(text) {
  return parser().astSync(text).first.nodes
}
