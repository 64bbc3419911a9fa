/** Addresses as the URL standard reads them, for hosts without `URL`; docs/websocket.md says what is left out. */
import { syntaxError } from './dom-error'
import { toWellFormed } from './payload'

/** Scheme, login, host, port, path, query; no fragment. */
const ADDRESS =
  /^(?:ws|http)(s?):[/\\]*([^/\\?#]*@)?([\w.~!$&'()*+,;=-]+|\[[\da-f:.]+\])(?::(\d*))?([/\\][^?#]*)?(\?[^#]*)?$/i

/** What is percent-encoded: controls, space, `"`, `<`, `>`, and all beyond ASCII. */
const ODD = /[^!#-;=?-~]/gu

/** A path without `.` and `..`, one after the other from the left. */
function resolve(path: string): string {
  const shorter = path.replace(/\/(\.|%2e)(\/|$)|(^|\/[^/]*)\/(\.|%2e){2}(\/|$)/i, '/')
  return shorter === path ? path : resolve(shorter)
}

/**
 * Reads an address, and the part of it that every message names; `http` stands for `ws`.
 *
 * @throws SyntaxError for anything but an absolute address without a fragment.
 */
export function parseAddress(input: unknown): [url: string, origin: string] {
  const text = toWellFormed(`${input as string}`).replace(/^[\0- ]+|[\0- ]+$|[\t\n\r]/g, '')
  const [, secure = '', login = '', host = '', port = '', path = '/', query = ''] =
    ADDRESS.exec(text) || []
  if (!host || +port > 65_535) throw syntaxError('no ws address')
  const isDefault = !port || +port === (secure ? 443 : 80)
  const scheme = `ws${secure}://`.toLowerCase()
  const place = host.toLowerCase() + (isDefault ? '' : `:${+port}`)
  const rest = login + place + resolve(path.replace(/\\/g, '/')) + query
  return [scheme + rest.replace(ODD, encodeURIComponent), scheme + place]
}
