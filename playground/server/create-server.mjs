/** The HTTP server of the playground: files from memory, events, and the buttons. On this computer alone. */
import { createServer as createHttpServer } from 'node:http'
import { whyRefused } from './guard.mjs'
import { mediaType } from './media-type.mjs'

const HOST = '127.0.0.1'

/** The server serves what it has this moment; a browser that kept anything would show an older build. */
const HEADERS = {
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
}

/**
 * @typedef {object} Routes
 * @property {(path: string) => string | Buffer | null | Promise<string | Buffer | null>} file null: there is none
 * @property {() => object} config what the panel asks for first
 * @property {(response: import('node:http').ServerResponse) => void} events
 * @property {(id: string) => Promise<object | null>} control presses a button; null: there is none of that id
 */

/**
 * Listens, and resolves with the port; rejects when the port is taken.
 *
 * @param {{ port: number, routes: Routes }} options
 * @returns {Promise<{ port: number, close: () => Promise<void> }>}
 */
export async function createServer({ port, routes }) {
  let boundPort = port
  const server = createHttpServer((request, response) => {
    const refusal = whyRefused(request, boundPort)
    const answered = refusal
      ? sendText(response, 403, `Refused: ${refusal}.\n`)
      : answer(request, response, routes)
    Promise.resolve(answered).catch((error) => {
      if (response.headersSent) response.destroy()
      else sendText(response, 500, `${error.message}\n`)
    })
  })
  await new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, HOST, () => resolve(undefined))
  })
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  boundPort = address.port
  return {
    port: boundPort,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse, routes: Routes) => Promise<void>} */
async function answer(request, response, routes) {
  const { method = '', url = '/' } = request
  const path = readPath(url)
  request.resume()
  if (path === null) return sendText(response, 400, 'This is not a path.\n')
  const [, control] = /^\/control\/([^/]+)$/.exec(path) ?? []
  if (control !== undefined) {
    if (method !== 'POST') return notAllowed(response, 'POST')
    return press(response, routes, control)
  }
  if (method !== 'GET' && method !== 'HEAD') return notAllowed(response, 'GET, HEAD')
  if (path === '/events') return routes.events(response)
  if (path === '/config.json') return sendJson(response, 200, routes.config())
  const content = await routes.file(path)
  if (content === null) return sendText(response, 404, `Nothing is served at ${path}.\n`)
  send(response, 200, mediaType(path.endsWith('/') ? 'index.html' : path), content)
}

/** @type {(url: string) => string | null} */
function readPath(url) {
  try {
    return decodeURIComponent(new URL(url, `http://${HOST}`).pathname)
  } catch {
    return null
  }
}

/** @type {(response: import('node:http').ServerResponse, routes: Routes, id: string) => Promise<void>} */
async function press(response, { control }, id) {
  try {
    const result = await control(id)
    if (result) sendJson(response, 200, result)
    else sendJson(response, 404, { error: `There is no control '${id}'.` })
  } catch (error) {
    sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) })
  }
}

/** @type {(response: import('node:http').ServerResponse, status: number, type: string, content: string | Buffer) => void} */
function send(response, status, type, content) {
  response.writeHead(status, {
    ...HEADERS,
    'content-type': type,
    'content-length': Buffer.byteLength(content),
  })
  // Node leaves the body out of an answer to HEAD.
  response.end(content)
}

/** @type {(response: import('node:http').ServerResponse, status: number, text: string) => void} */
const sendText = (response, status, text) =>
  send(response, status, 'text/plain; charset=utf-8', text)

/** @type {(response: import('node:http').ServerResponse, status: number, value: object) => void} */
const sendJson = (response, status, value) =>
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value))

/** @type {(response: import('node:http').ServerResponse, allow: string) => void} */
function notAllowed(response, allow) {
  response.setHeader('allow', allow)
  sendText(response, 405, `Only ${allow} is answered here.\n`)
}
