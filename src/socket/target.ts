/** Where attempts go: fixed addresses, a list, or a function that is asked each time (rules C5–C8). */
import { SocketError, isSocketError } from '../core/errors'
import { type Field, field, isFunction, isObject, readGroup, refuse } from '../core/options'
import type { Target, UrlSource } from '../core/ports'
import type { SocketOptions, UrlAnswer } from './types'

type Header = Readonly<Record<string, string>>

const ADDRESS = 'a ws:// or wss:// address'

const isAddress = (value: unknown): boolean =>
  typeof value === 'string' && /^wss?:\/\/[^\s/?#]\S*$/i.test(value)

const isListOf = (value: unknown, isOk: (item: unknown) => boolean): boolean =>
  // A copy has no holes, which `every` would skip.
  Array.isArray(value) && Array.from(value as unknown[]).every(isOk)

const isHeader = (value: unknown): boolean =>
  isObject(value) &&
  Object.keys(value).every((name) => typeof value[name] === 'string' && !/^referer$/i.test(name))

const address: Field<string> = (path, value) =>
  isAddress(value) ? (value as string) : refuse(path, ADDRESS, value)

/** The option `url`; the one that has no default. */
export const urlField: Field<SocketOptions['url']> = (path, value) =>
  isFunction(value) || (isListOf(value, isAddress) && (value as string[]).length > 0)
    ? (value as SocketOptions['url'])
    : isAddress(value)
      ? (value as string)
      : refuse(path, `${ADDRESS}, a list of them or a function`, value)

/** What a connection is asked for with; `Referer` belongs to the host. */
export const targetFields = (
  header: Header,
  protocols: readonly string[],
): { readonly header: Field<Header>; readonly protocols: Field<readonly string[]> } => ({
  header: field(header, 'an object of strings without Referer', isHeader),
  protocols: field(protocols, 'an array of non-empty strings', (value) =>
    isListOf(value, (name) => typeof name === 'string' && name !== ''),
  ),
})

/** Percent-encodes what is not ASCII, once: Android refuses it, and a `%` was the app's own doing (C5). */
const encodeAddress = (url: string): string =>
  url.replace(/[\ud800-\udbff][\udc00-\udfff]|[^\0-\x7f]/g, (text) => {
    try {
      return encodeURIComponent(text)
    } catch {
      // A lone surrogate has no UTF-8; it becomes U+FFFD, as in browsers.
      return '%EF%BF%BD'
    }
  })

/** What the host is handed; empty parts are left out (C5). */
export const toTarget = (url: string, header: Header, protocols: readonly string[]): Target => ({
  url: encodeAddress(url),
  ...(Object.keys(header).length && { header }),
  ...(protocols.length && { protocols: protocols.slice() }),
})

/** Says where each attempt goes. */
export function createUrlSource({
  url,
  header,
  protocols,
}: {
  readonly url: SocketOptions['url']
  readonly header: Header
  readonly protocols: readonly string[]
}): UrlSource {
  // Copies: the app may change or reuse its options (C8).
  const list = ([] as unknown[]).concat(url) as string[]
  const headers = { ...header }
  const fields = { url: address, ...targetFields({}, protocols.slice()) }
  let next = 0
  let asked = 0

  const readAnswer = (answer: unknown): Target => {
    const own = readGroup('url', isObject(answer) ? answer : { url: answer }, fields)
    return toTarget(own.url, { ...headers, ...own.header }, own.protocols)
  }

  return {
    ask(attempt, answer, refused) {
      let isSettled = false
      const once =
        (act: (value: unknown) => void) =>
        (value: unknown): void => {
          if (isSettled) return
          isSettled = true
          act(value)
        }
      const refuseWith = (text: string, thrown: unknown): void =>
        refused(new SocketError('E_URL', text, thrown))
      const fail = once((thrown) => refuseWith('the url function failed', thrown))
      const settle = once((value) => {
        let target: Target
        try {
          target = readAnswer(value)
        } catch (thrown) {
          const isOurs = isSocketError(thrown)
          return refuseWith(isOurs ? thrown.message : 'the url function failed', thrown)
        }
        answer(target)
      })
      asked = next
      next += 1
      try {
        const found = isFunction(url)
          ? (url as (info: typeof attempt) => unknown)(attempt)
          : list[asked % list.length]
        const { then } = Object(found) as PromiseLike<UrlAnswer>
        if (isFunction(then)) then.call(found, settle, fail)
        else settle(found)
      } catch (thrown) {
        fail(thrown)
      }
    },
    opened() {
      next = asked
    },
  }
}
