import { describe, expect, test } from '@jest/globals'
import type { SocketError, SocketOptions } from '../../src/index'
import { createScene, type Scene } from '../support/scene'

const secret = 'S3CRET'
const url = `wss://user:${secret}@example.com:8443/${secret}/ws?token=${secret}#${secret}`

/** Everything that a person could print of a value: what JSON and `String` show. */
function printed(value: unknown): string {
  return `${JSON.stringify(value)} ${String(value)} ${Object.keys(value ?? {}).join()}`
}

/** The same of an error. */
function printedError(error: Error): string {
  return [error.message, error.stack, String(error), printed(error)].join('\n')
}

/** A scene whose url, header, protocols and payloads all hold the secret, and all that it lets out. */
function createSecretScene(options: Partial<SocketOptions> = {}) {
  const lines: string[] = []
  const logger = {
    info: (...args: unknown[]) => void lines.push(args.map(printed).join(' ')),
    warn: (...args: unknown[]) => void lines.push(args.map(printed).join(' ')),
  }
  const scene = createScene({
    options: { url, header: { Authorization: secret }, logger, ...options },
  })
  const errors: SocketError[] = []
  scene.socket.on('error', (error) => errors.push(error))
  return { scene, lines, errors }
}

/** A life with messages both ways, an error of the platform and a give-up. */
function live(scene: Scene): void {
  scene.socket.send(`payload ${secret}`)
  scene.openLink()
  scene.task().message(`payload ${secret}`)
  scene.task().error(`connect to ${url} failed`)
  scene.task().close(1006, '')
  scene.advance(5_000)
  scene.task().error(`getaddrinfo failed for ${url}: refused`)
  scene.advance(5_000)
  scene.fake.nextConnect({ fails: `connectSocket:fail "${url}" is wrong` })
  scene.task().error()
  scene.advance(30_000)
  scene.socket.reconnect()
  scene.openLink()
  scene.socket.close()
  scene.advance(2_000)
}

describe('E6: addresses', () => {
  test.each([
    [url, 'wss://example.com:8443'],
    ['wss://example.com/ws', 'wss://example.com'],
    [`wss://example.com?token=${secret}`, 'wss://example.com'],
    [`wss://example.com#${secret}`, 'wss://example.com'],
    [`ws://${secret}@127.0.0.1:80/`, 'ws://127.0.0.1:80'],
    [`wss://[::1]:8443/${secret}`, 'wss://[::1]:8443'],
    ['wss://example.com', 'wss://example.com'],
  ])('E6: open.url of %s is %s', (address, shown) => {
    const scene = createScene({ options: { url: address } })
    scene.openLink()
    expect(scene.heard('open')).toMatchObject([{ url: shown }])
  })

  test('E6: open.url holds nothing of a password with an @ in it', () => {
    const scene = createScene({ options: { url: `wss://user:pass@${secret}@example.com/` } })
    scene.openLink()
    expect(scene.heard('open')).toMatchObject([{ url: 'wss://example.com' }])
  })

  test('E6: open.url of what a url function answered is cut, too', () => {
    const scene = createScene({ options: { url: () => ({ url }) } })
    scene.openLink()
    expect(scene.heard('open')).toMatchObject([{ url: 'wss://example.com:8443' }])
  })

  test('E6: the host still gets the whole address and header', () => {
    const { scene } = createSecretScene()
    scene.openLink()
    expect(scene.task().url).toBe(url)
    expect(scene.task().options.header).toEqual({ Authorization: secret })
  })

  test('E6: no event but message and drop holds a secret', () => {
    const { scene } = createSecretScene()
    live(scene)
    const others = scene.log.filter(({ event }) => !['message', 'drop', 'error'].includes(event))
    expect(others.length).toBeGreaterThan(10)
    for (const { payload } of others) expect(printed(payload)).not.toContain(secret)
  })

  test('E6: platform texts are cut likewise in errors', () => {
    const { scene, errors } = createSecretScene()
    live(scene)
    expect(errors.length).toBeGreaterThan(2)
    for (const error of errors) expect(printedError(error)).not.toContain(secret)
  })

  test.each([
    `connect to ${url} failed`,
    `failed:${url}`,
    `"${url}"`,
    `(${url})`,
    `url=${url}, code=5`,
    `WSS://EXAMPLE.COM/${secret}`,
    `https://example.com/${secret}?x=${secret} was redirected to ${url}`,
    `first line\n${url}`,
  ])('E6: the text %j keeps scheme and host only', (text) => {
    const { scene, errors } = createSecretScene()
    scene.socket.connect()
    scene.task().error(text)
    expect(errors).toHaveLength(1)
    expect(printedError(errors[0] as SocketError)).not.toContain(secret)
    expect(errors[0]?.message.toLowerCase()).toContain('example.com')
  })

  test('E6: a throw of connectSocket is cut, too', () => {
    const { scene, errors } = createSecretScene()
    scene.fake.nextConnect({ throws: new Error(`cannot connect to ${url}`) })
    scene.socket.connect()
    scene.advance(0)
    expect(errors).toHaveLength(1)
    expect(printedError(errors[0] as SocketError)).not.toContain(secret)
  })
})

describe('E6: the original error', () => {
  test('E6: it sits in cause, which no listing and no JSON shows', () => {
    const { scene, errors } = createSecretScene()
    scene.socket.connect()
    scene.task().error(`connect to ${url} failed`)
    const [error] = errors as [SocketError]
    expect(error.cause).toBeDefined()
    expect(Object.keys(error)).not.toContain('cause')
    expect(Object.prototype.propertyIsEnumerable.call(error, 'cause')).toBe(false)
    expect(JSON.stringify(error)).not.toContain(secret)
  })

  test('E6: so it is for what a url function threw or rejected with', async () => {
    for (const answer of [
      () => {
        throw new Error(secret)
      },
      () => Promise.reject(new Error(secret)),
    ]) {
      const { scene, errors } = createSecretScene({ url: answer })
      scene.socket.connect()
      await scene.settle()
      expect(errors).toMatchObject([{ code: 'E_URL' }])
      expect((errors[0]?.cause as Error).message).toBe(secret)
      expect(printedError(errors[0] as SocketError)).not.toContain(secret)
    }
  })

  test('E6: and for what a codec threw', () => {
    const codec = {
      encode: (data: unknown) => {
        throw new Error(`cannot encode ${String(data)}`)
      },
      decode: (data: unknown) => {
        throw new Error(`cannot decode ${String(data)}`)
      },
    }
    const { scene, errors } = createSecretScene({ codec })
    scene.openLink()
    scene.task().message(secret)
    expect(errors).toMatchObject([{ code: 'E_DECODE' }])
    expect(printedError(errors[0] as SocketError)).not.toContain(secret)
    try {
      scene.socket.send(secret)
      throw new Error('nothing was thrown')
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_DATA' })
      expect(printedError(error as Error)).not.toContain(secret)
    }
  })

  test('E6: and for JSON that cannot be read', () => {
    const scene = createScene()
    const { createSocket, jsonCodec } = scene.entry
    const socket = createSocket({ url, codec: jsonCodec() })
    const errors: SocketError[] = []
    socket.on('error', (error) => errors.push(error))
    socket.connect()
    scene.task().open()
    scene.task().message(`{ ${secret}`)
    expect(errors).toMatchObject([{ code: 'E_DECODE' }])
    expect(printedError(errors[0] as SocketError)).not.toContain(secret)
  })
})

describe('E6: thrown errors', () => {
  const bad: readonly (readonly [string, object, RegExp])[] = [
    ['a url that is none', { url: secret }, /^url .*string.*\b6\b/],
    ['a url of http', { url: `https://example.com?token=${secret}` }, /^url .*string.*\b32\b/],
    ['a list of urls', { url: ['wss://a', secret] }, /^url .*array/],
    ['an object as url', { url: { url, secret } }, /^url .*object/],
    ['a header that is no object', { url, header: secret }, /^header .*string.*\b6\b/],
    ['a header with a number', { url, header: { a: secret, b: 5 } }, /^header .*object/],
    ['a Referer', { url, header: { Referer: secret } }, /^header .*Referer/],
    ['protocols as text', { url, protocols: secret }, /^protocols .*string.*\b6\b/],
    ['a text for a number', { url, connectTimeoutMs: secret }, /^connectTimeoutMs .*string.*\b6\b/],
  ]

  test.each(bad)('E6: %s: type and length of what came, never the value', (_, options, words) => {
    const { entry } = createScene()
    try {
      entry.createSocket(options as SocketOptions)
      throw new Error('nothing was thrown')
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_OPTION' })
      expect((error as Error).message).toMatch(words)
      expect(printedError(error as Error)).not.toContain(secret)
    }
  })

  test.each([
    ['an object', { secret }, /object/],
    ['a list', [secret], /array.*\b1\b/],
  ])('E6: %s that cannot be sent: type, never the value', (_, data, words) => {
    const { socket } = createScene()
    try {
      socket.send(data as never)
      throw new Error('nothing was thrown')
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_DATA' })
      expect((error as Error).message).toMatch(words)
      expect(printedError(error as Error)).not.toContain(secret)
    }
  })

  test.each([secret, `http://${secret}`, { url: secret }, { url, header: { a: 5, b: secret } }, 5])(
    'E6: a url function that answers nonsense is E_URL without it: %j',
    (answer) => {
      const { scene, errors } = createSecretScene({ url: () => answer as never })
      scene.socket.connect()
      scene.advance(0)
      expect(errors).toMatchObject([{ code: 'E_URL' }])
      expect(errors[0]?.message).toMatch(/^url\b/)
      expect(printedError(errors[0] as SocketError)).not.toContain(secret)
    },
  )
})

describe('E6: what is kept and logged', () => {
  test('E6: history() and stats() hold no query string, header or payload', () => {
    const { scene } = createSecretScene()
    live(scene)
    expect(scene.socket.history().length).toBeGreaterThan(5)
    expect(printed(scene.socket.history())).not.toContain(secret)
    expect(printed(scene.socket.stats())).not.toContain(secret)
  })

  test('E6: a secret in the reason of a server is in no history and no log line', () => {
    const { scene, lines } = createSecretScene()
    scene.openLink().close(4000, `go to ${url}`)
    expect(printed(scene.socket.history())).not.toContain(secret)
    expect(lines.join('\n')).not.toContain(secret)
  })

  test('E6: log lines hold none either, heard errors or not', () => {
    const { scene, lines } = createSecretScene()
    live(scene)
    const quiet: string[] = []
    const logger = {
      info: (...args: unknown[]) => void quiet.push(args.map(printed).join(' ')),
      warn: (...args: unknown[]) => void quiet.push(args.map(printed).join(' ')),
    }
    const socket = scene.entry.createSocket({ url, header: { Authorization: secret }, logger })
    socket.connect()
    scene.task().error(`connect to ${url} failed`)
    socket.close()
    expect(quiet.join('\n')).toContain('E_CONNECT')
    expect(lines.length).toBeGreaterThan(5)
    expect([...lines, ...quiet].join('\n')).not.toContain(secret)
  })

  test('E6: the response header reaches open, and nothing else', () => {
    const { scene, lines } = createSecretScene()
    scene.socket.connect()
    scene.task().open({ header: { 'Set-Cookie': secret } })
    expect(scene.heard('open')[0]?.header).toEqual({ 'Set-Cookie': secret })
    expect(printed(scene.socket.stats())).not.toContain(secret)
    expect(lines.join('\n')).not.toContain(secret)
  })
})
