// @ts-nocheck: plain JavaScript, run by Node.
'use strict'

const http = require('node:http')

/**
 * What listens on the port and hands each new link to whom its path names.
 *
 * @param {object} options
 * @param {Record<string, (request: import('node:http').IncomingMessage, stream: import('node:net').Socket, head: Buffer) => void>} options.paths
 * @param {(status: string) => void} options.onRefused hears the status code of every link that was turned away
 */
function createFrontDoor({ paths, onRefused }) {
  /** What asked for a link, whatever became of it. */
  const streams = new Set()
  let refusedUntilMs = 0
  let server
  /** While it is being opened: whoever asks for that too waits for the same. */
  let opening = null

  function upgrade(request, stream, head) {
    streams.add(stream)
    stream.once('close', () => streams.delete(stream))
    stream.on('error', () => stream.destroy())
    // By hand: clients write what is no URL too, such as `//`.
    const [pathname] = request.url.split('?', 1)
    if (Date.now() < refusedUntilMs) return turnAway(stream, '503 Service Unavailable')
    if (!Object.hasOwn(paths, pathname)) return turnAway(stream, '404 Not Found')
    paths[pathname](request, stream, head)
  }

  function turnAway(stream, status) {
    // Without this it stays for as long as the client likes.
    stream.once('finish', () => stream.destroy())
    stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    onRefused(status.slice(0, 3))
  }

  return {
    turnAway,
    /** Turns every link away with 503 for so long. */
    refuse: (seconds) => void (refusedUntilMs = Date.now() + seconds * 1000),
    /** Listens, unless it does; resolves with the port, rejects when that is taken. */
    async open(port, host) {
      if (!server?.listening) {
        opening ??= listen(upgrade, port, host).finally(() => (opening = null))
        server = await opening
      }
      return server.address().port
    },
    /** Listens no more, and ends every link that is still there. */
    async close() {
      streams.forEach((stream) => stream.destroy())
      if (!server?.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(upgrade, port, host) {
  const server = http.createServer((request, response) => {
    response.writeHead(426, { 'content-type': 'text/plain' })
    response.end('This is a WebSocket server.\n')
  })
  server.on('upgrade', upgrade)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}

module.exports = { createFrontDoor }
