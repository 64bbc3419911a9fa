/** Addresses of pages: `/pages/chat/chat?room=1`, or relative to the page that is visible. */

export interface PageUrl {
  readonly route: string
  /** As they are written: WeChat does not decode them. */
  readonly query: Readonly<Record<string, string>>
}

export function parsePageUrl(url: string, from: string): PageUrl {
  const [path = '', search = ''] = split(url, '?')
  return { route: resolvePath(path.replace(/\.html$/, ''), from), query: parseQuery(search) }
}

export function parseQuery(search: string): Record<string, string> {
  const pairs = search.split('&').filter((pair) => pair !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value = ''] = split(pair, '=')
      return [name, value]
    }),
  )
}

/** A path from the root as it is; any other relative to the folder of `from`. */
export function resolvePath(path: string, from: string): string {
  const folder = path.startsWith('/') ? [] : from.split('/').slice(0, -1)
  const parts: string[] = []
  for (const part of [...folder, ...path.split('/')]) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function split(text: string, separator: string): string[] {
  const at = text.indexOf(separator)
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}
