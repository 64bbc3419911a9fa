/** The playground's HTTP server: what it serves, and to whom. */
import { afterEach, describe, expect, test } from '@jest/globals'
import { request, type IncomingHttpHeaders } from 'node:http'
import { networkInterfaces } from 'node:os'
import { connect } from 'node:net'
import { createServer } from '../../../playground/server/create-server.mjs'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

let pressed: string[] = []
let server: { port: number; close: () => Promise<void> }

const files = new Map<string, string>([
  ['/', '<h1>panel</h1>'],
  ['/phone/', '<h1>phone</h1>'],
  ['/panel.js', 'export {}'],
  ['/app/images/a b.png', 'png'],
])

async function open(): Promise<void> {
  pressed = []
  server = await createServer({
    port: 0,
    routes: {
      file: (path) => {
        if (path === '/broken') throw new Error('this one breaks')
        return files.get(path) ?? null
      },
      config: () => ({ title: 'test' }),
      events: (response) => response.end('events'),
      control(id) {
        pressed.push(id)
        if (id === 'breaks') return Promise.reject(new Error('the server is on fire'))
        return Promise.resolve(id === 'kill' ? { text: 'killed' } : null)
      },
    },
  })
}

afterEach(() => server.close())

function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: server.port, method, path, headers },
      (response) => {
        let text = ''
        response.on('data', (chunk) => (text += String(chunk)))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        )
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

const ownOrigin = () => ({ origin: `http://127.0.0.1:${server.port}` })

describe('the server of the playground', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', '<h1>panel</h1>'],
    ['/?any=query', 'text/html; charset=utf-8', '<h1>panel</h1>'],
    ['/phone/?id=left', 'text/html; charset=utf-8', '<h1>phone</h1>'],
    ['/panel.js', 'text/javascript; charset=utf-8', 'export {}'],
    ['/app/images/a%20b.png', 'image/png', 'png'],
    ['/config.json', 'application/json; charset=utf-8', '{"title":"test"}'],
  ])('serves %s', async (path, type, text) => {
    await open()
    const answer = await ask('GET', path)
    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([200, type, text])
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin')
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
  })

  test('answers HEAD without a body', async () => {
    await open()
    const { status, headers, text } = await ask('HEAD', '/')
    expect([status, headers['content-length'], text]).toEqual([200, '14', ''])
  })

  test.each([
    ['GET', '/nothing', 404],
    ['GET', '/../package.json', 404],
    ['GET', '/%2e%2e/package.json', 404],
    ['GET', '/%ff', 400],
    ['PUT', '/', 405],
    ['GET', '/control/kill', 405],
    ['GET', '/broken', 500],
  ])('answers %s %s with %i', async (method, path, status) => {
    await open()
    expect((await ask(method, path, ownOrigin())).status).toBe(status)
    expect(pressed).toEqual([])
  })

  test('presses a button for its own page', async () => {
    await open()
    const answer = await ask('POST', '/control/kill', ownOrigin())
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, { text: 'killed' }])
    expect(pressed).toEqual(['kill'])
  })

  test('says what went wrong with a button', async () => {
    await open()
    const broken = await ask('POST', '/control/breaks', ownOrigin())
    expect([broken.status, JSON.parse(broken.text)]).toEqual([
      500,
      { error: 'the server is on fire' },
    ])
    const unknown = await ask('POST', '/control/dance', ownOrigin())
    expect([unknown.status, JSON.parse(unknown.text)]).toEqual([
      404,
      { error: "There is no control 'dance'." },
    ])
  })

  test.each([
    ['no origin', () => ({}), 'got none'],
    ['another site', () => ({ origin: 'https://example.com' }), "got 'https://example.com'"],
    ['a sandboxed frame', () => ({ origin: 'null' }), "got 'null'"],
    ['another port', () => ({ origin: 'http://127.0.0.1:1' }), "got 'http://127.0.0.1:1'"],
    ['https', () => ({ origin: `https://127.0.0.1:${server.port}` }), "got 'https:"],
  ])('lets nobody else press them: %s', async (_, headers, words) => {
    await open()
    const { status, text } = await ask('POST', '/control/kill', headers())
    expect([status, pressed]).toEqual([403, []])
    expect(text).toContain(words)
  })

  test.each(['example.com', 'example.com:80', '127.0.0.1.example.com', '127.0.0.1:1'])(
    'refuses a name that is not of this computer: "%s"',
    async (host) => {
      await open()
      const origin = `http://${host}`
      expect((await ask('GET', '/', { host })).status).toBe(403)
      expect((await ask('POST', '/control/kill', { host, origin })).status).toBe(403)
      expect(pressed).toEqual([])
    },
  )

  test('is localhost too', async () => {
    await open()
    const host = `localhost:${server.port}`
    const { status } = await ask('POST', '/control/kill', { host, origin: `http://${host}` })
    expect(status).toBe(200)
  })

  test('listens on the loopback interface alone', async () => {
    await open()
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
    for (const { address } of others) {
      const outcome = await new Promise((resolve) => {
        const socket = connect({ host: address, port: server.port })
        socket.on('connect', () => resolve('connected'))
        socket.on('error', ({ code }: NodeJS.ErrnoException) => resolve(code))
      })
      expect(outcome).toBe('ECONNREFUSED')
    }
  })

  test('rejects when the port is taken', async () => {
    await open()
    const routes = {
      file: () => null,
      config: () => ({}),
      events: () => undefined,
      control: () => Promise.resolve(null),
    }
    await expect(createServer({ port: server.port, routes })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })
})
