/** Who may ask the playground's server for anything: pages that it served itself, on this computer. */

const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Why a request is refused, or null. A name that is not this computer's is somebody's DNS pointing here; a POST from
 * another origin is some web page pressing the buttons.
 *
 * @param {Pick<import('node:http').IncomingMessage, 'method' | 'headers'>} request
 * @param {number} port the one that is listened on
 * @returns {string | null}
 */
export function whyRefused({ method, headers }, port) {
  const { host = '', origin } = headers
  const [, name = '', itsPort = '80'] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(host) ?? []
  if (!LOOPBACK_NAMES.has(name.toLowerCase()) || Number(itsPort) !== port) {
    return `expected the host 127.0.0.1:${port}, got '${host}'`
  }
  if (method === 'GET' || method === 'HEAD') return null
  if (origin === `http://${host}`) return null
  return `expected the origin http://${host}, got ${origin === undefined ? 'none' : `'${origin}'`}`
}
