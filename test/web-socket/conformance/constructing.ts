/** Statements about the constructor and about what a new object is like. */
import { describe, expect, test } from '@jest/globals'
import { thrownBy, type Start } from './stage'

const SYNTAX_ERROR = 'SyntaxError'
const TYPE_ERROR = 'TypeError'

/** RFC 6455 takes the separators of RFC 2616 out of the printable characters. */
const SEPARATORS = [...'()<>@,;:\\"/[]?={} \t']

const MEMBERS = [
  'url',
  'readyState',
  'bufferedAmount',
  'onopen',
  'onerror',
  'onclose',
  'extensions',
  'protocol',
  'close',
  'onmessage',
  'binaryType',
  'send',
]

/** How a property is defined that an object has from its classes. */
function inherited(object: object, name: string): PropertyDescriptor | undefined {
  const place = Object.getPrototypeOf(object) as object | null
  if (place === null) return undefined
  return Object.getOwnPropertyDescriptor(place, name) ?? inherited(place, name)
}

/** The class of that name from which another one is derived, however far. */
function ancestorOf(derived: object, name: string): typeof EventTarget {
  const parent = Object.getPrototypeOf(derived) as typeof EventTarget | null
  if (parent === null) throw new Error(`it is not derived from ${name}`)
  return parent.name === name ? parent : ancestorOf(parent, name)
}

export function describeConstructing(start: Start): void {
  describe('constructor(url, protocols)', () => {
    describeUrls(start)
    describeProtocols(start)
    describeNewObjects(start)
    describeInterface(start)
  })
}

function describeUrls(start: Start): void {
  test('W1: takes at least one argument', async () => {
    const { WebSocket } = (await start()).world
    expect(thrownBy(() => Reflect.construct(WebSocket, []))).toBe(TYPE_ERROR)
  })

  test('W1: is called with new', async () => {
    const { WebSocket, origin } = (await start()).world
    expect(thrownBy(() => Reflect.apply(WebSocket as never, undefined, [origin]))).toBe(TYPE_ERROR)
  })

  test.each([
    '',
    'example.com',
    '//example.com/',
    '/path',
    'ws:',
    'ws://',
    'ws://exa mple.com/',
    'ws://example.com:65536/',
    'ws://example.com:port/',
    'ws://[::1/',
    'ws://exa%00mple.com/',
    'ws://a b@example.com:x/',
  ])('W1: a url that cannot be parsed is a SyntaxError: %j', async (url) => {
    const { WebSocket } = (await start()).world
    expect(thrownBy(() => new WebSocket(url))).toBe(SYNTAX_ERROR)
  })

  test.each(['ftp://example.com/', 'wsss://example.com/', 'about:blank', 'mailto:a@example.com'])(
    'W1: a scheme that is none of ws, wss, http and https is a SyntaxError: %j',
    async (url) => {
      const { WebSocket } = (await start()).world
      expect(thrownBy(() => new WebSocket(url))).toBe(SYNTAX_ERROR)
    },
  )

  test.each(['/#fragment', '/#', '/?a=b#c'])(
    'W1: a url with a fragment is a SyntaxError: %j',
    async (path) => {
      const { WebSocket, origin } = (await start()).world
      expect(thrownBy(() => new WebSocket(origin + path))).toBe(SYNTAX_ERROR)
    },
  )

  test('W1: http stands for ws and https for wss', async () => {
    const { WebSocket, origin } = (await start()).world
    const plain = new WebSocket(origin.replace('ws:', 'http:'))
    const secure = new WebSocket(origin.replace('ws:', 'https:'))
    expect([plain.url, secure.url]).toEqual([`${origin}/`, `${origin.replace('ws:', 'wss:')}/`])
    plain.close()
    secure.close()
  })

  test('W1: takes anything that converts to a string', async () => {
    const { WebSocket, origin } = (await start()).world
    const socket = new WebSocket(new URL(`${origin}/chat?room=1`))
    expect(socket.url).toBe(`${origin}/chat?room=1`)
    socket.close()
  })

  test('W1: what a conversion throws comes out as it is', async () => {
    const { WebSocket } = (await start()).world
    const url = {
      toString() {
        throw new RangeError('mine')
      },
    }
    expect(thrownBy(() => new WebSocket(url as never))).toBe('RangeError')
    expect(thrownBy(() => new WebSocket(Symbol('url') as never))).toBe(TYPE_ERROR)
  })

  // `#` is the host and port of the server.
  test.each([
    ['ws://#', 'ws://#/'],
    ['WS://#/', 'ws://#/'],
    ['ws://#?a=b', 'ws://#/?a=b'],
    ['ws://#/a/./b/../c', 'ws://#/a/c'],
    ['ws://#/a%2eb/%2E/c/%2e.', 'ws://#/a%2eb/'],
    ['ws://#/a b', 'ws://#/a%20b'],
    ['ws://#/a"b<c>', 'ws://#/a%22b%3Cc%3E'],
    ['ws://#/路?名=值', 'ws://#/%E8%B7%AF?%E5%90%8D=%E5%80%BC'],
    ['ws://#/%E8%B7%AF?a=%20', 'ws://#/%E8%B7%AF?a=%20'],
    ['  ws://#/a  ', 'ws://#/a'],
    ['ws://#/a\tb\nc', 'ws://#/abc'],
    ['ws://#/\uD800', 'ws://#/%EF%BF%BD'],
    ['ws:\\\\#\\a', 'ws://#/a'],
  ])('W1: url is the parsed url, serialised: %j gives %j', async (given, serialised) => {
    const { world } = await start()
    const host = world.origin.slice('ws://'.length)
    const socket = new world.WebSocket(given.replace('#', host))
    expect(socket.url).toBe(serialised.replace('#', host))
    socket.close()
  })

  test.each([
    ['ws://例え.localhost/', 'ws://xn--r8jz45g.localhost/', null],
    ['ws://127.1/', 'ws://127.0.0.1/', 'ws://127.1/'],
    ['ws://%6cocalhost/', 'ws://localhost/', null],
    ["ws://localhost/?a='b'", 'ws://localhost/?a=%27b%27', "ws://localhost/?a='b'"],
    ['ws://localhost/{a}', 'ws://localhost/%7Ba%7D', 'ws://localhost/{a}'],
  ])('W1: a host is in its one form, and so is every character: %j', async (given, url, here) => {
    const { world } = await start()
    const make = () => {
      const socket = new world.WebSocket(given)
      socket.close()
      return socket.url
    }
    if (!world.differs('plain-addresses')) expect(make()).toBe(url)
    else if (here === null) expect(thrownBy(make)).toBe(SYNTAX_ERROR)
    else expect(make()).toBe(here)
  })

  test('W1: a default port is not part of the url, and a host is in lower case', async () => {
    const { WebSocket } = (await start()).world
    const sockets = ['ws://LOCALHOST:80/', 'wss://LocalHost:443/a', 'ws://localhost:443/'].map(
      (url) => new WebSocket(url),
    )
    expect(sockets.map(({ url }) => url)).toEqual([
      'ws://localhost/',
      'wss://localhost/a',
      'ws://localhost:443/',
    ])
    sockets.forEach((socket) => socket.close())
  })

  test('W1: the path and the query go to the server', async () => {
    const { world, create } = await start()
    const { names } = create(undefined, '/路/a b?名=值&token=a%2Fb')
    await world.until('it is open', () => names().includes('open'))
    expect(world.peers[0]?.path).toBe('/%E8%B7%AF/a%20b?%E5%90%8D=%E5%80%BC&token=a%2Fb')
  })
}

function describeProtocols(start: Start): void {
  test.each(['', 'a b', 'a,b', '中文', 'a\u007F', 'a\n', ...SEPARATORS])(
    'W1: a sub-protocol that is no token is a SyntaxError: %j',
    async (protocol) => {
      const { WebSocket, origin } = (await start()).world
      expect(thrownBy(() => new WebSocket(origin, protocol))).toBe(SYNTAX_ERROR)
      expect(thrownBy(() => new WebSocket(origin, [protocol]))).toBe(SYNTAX_ERROR)
      expect(thrownBy(() => new WebSocket(origin, ['good', protocol]))).toBe(SYNTAX_ERROR)
    },
  )

  test("W1: every other printable character may be in one: !#$%&'*+-.^_`|~ and letters and digits", async () => {
    const { create } = await start()
    expect(() => create("!#$%&'*+-.^_`|~09azAZ").socket.close()).not.toThrow()
  })

  test('W1: a sub-protocol that occurs twice is a SyntaxError', async () => {
    const { WebSocket, origin } = (await start()).world
    expect(thrownBy(() => new WebSocket(origin, ['a', 'b', 'a']))).toBe(SYNTAX_ERROR)
  })

  test('W1: an object that is no list is a string, and so no token: a SyntaxError', async () => {
    const { world } = await start()
    const make = () => new world.WebSocket(world.origin, { header: {} } as never).close()
    expect(thrownBy(make)).toBe(world.differs('takes-options-second') ? null : SYNTAX_ERROR)
  })

  test('W1: names that differ in their case are two names', async () => {
    const { world, create } = await start()
    const make = () => create(['chat', 'Chat']).socket.close()
    expect(thrownBy(make)).toBe(world.differs('case-of-protocols') ? SYNTAX_ERROR : null)
  })

  test('W1: a bad url is told before a bad sub-protocol starts anything', async () => {
    const { world, create } = await start()
    expect(thrownBy(() => new world.WebSocket('', ['a', 'a']))).toBe(SYNTAX_ERROR)
    expect(thrownBy(() => create(['a', 'a']))).toBe(SYNTAX_ERROR)
    await world.settle()
    expect(world.peers).toHaveLength(0)
  })

  test.each([
    ['a string', 'chat', ['chat']],
    ['an array', ['v2', 'chat'], ['v2', 'chat']],
    ['any other iterable', new Set(['v2', 'chat']), ['v2', 'chat']],
    ['an empty array', [], []],
    ['undefined', undefined, []],
  ])('W1: asks for the sub-protocols given as %s', async (_, protocols, asked) => {
    const { world } = await start()
    const { WebSocket, origin } = world
    const socket = new WebSocket(origin, protocols as string[])
    await world.until('the server has it', () => world.peers.length === 1)
    expect(world.peers[0]?.protocols).toEqual(asked)
    socket.close()
  })
}

function describeNewObjects(start: Start): void {
  test('W1: a new object is CONNECTING, and its other attributes are at their initial values', async () => {
    const { world, create } = await start()
    const { socket } = create(['chat'])
    const { readyState, bufferedAmount, extensions, protocol, binaryType } = socket
    expect({ readyState, bufferedAmount, extensions, protocol, binaryType }).toEqual({
      readyState: 0,
      bufferedAmount: 0,
      extensions: '',
      protocol: '',
      binaryType: world.differs('no-blob') ? 'arraybuffer' : 'blob',
    })
    const { onopen, onmessage, onerror, onclose } = socket
    expect([onopen, onmessage, onerror, onclose]).toEqual([null, null, null, null])
  })

  test('W1: no event comes before the caller is done', async () => {
    const { world, create } = await start()
    const { socket, names } = create()
    expect([socket.readyState, names()]).toEqual([0, []])
    await world.until('it is open', () => names().includes('open'))
  })
}

function describeInterface(start: Start): void {
  const constants = { CONNECTING: 0, OPEN: 1, CLOSING: 2, CLOSED: 3 }

  test('W1: the constants are on the class, on its prototype and so on every object', async () => {
    const { world, create } = await start()
    const { socket } = create()
    for (const place of [world.WebSocket, world.WebSocket.prototype, socket]) {
      const { CONNECTING, OPEN, CLOSING, CLOSED } = place
      expect({ CONNECTING, OPEN, CLOSING, CLOSED }).toEqual(constants)
    }
    expect(Object.keys(socket)).not.toContain('OPEN')
  })

  test('W1: the constants cannot be changed', async () => {
    const { world, create } = await start()
    for (const place of [world.WebSocket, world.WebSocket.prototype, create().socket]) {
      for (const name of Object.keys(constants)) {
        expect(thrownBy(() => Object.assign(place, { [name]: 7 }))).toBe(TYPE_ERROR)
      }
      const { CONNECTING, OPEN, CLOSING, CLOSED } = place
      expect({ CONNECTING, OPEN, CLOSING, CLOSED }).toEqual(constants)
    }
  })

  test.each(['url', 'readyState', 'bufferedAmount', 'extensions', 'protocol'] as const)(
    'W1: %s is a read-only attribute, and no property of the object itself',
    async (name) => {
      const { socket } = (await start()).create()
      const before = socket[name]
      expect(thrownBy(() => Object.assign(socket, { [name]: 7 }))).toBe(TYPE_ERROR)
      expect(socket[name]).toBe(before)
      expect(Object.keys(socket)).not.toContain(name)
      expect(inherited(socket, name)).toMatchObject({ set: undefined, configurable: true })
    },
  )

  test.each(['binaryType', 'onopen', 'onmessage', 'onerror', 'onclose'] as const)(
    'W1: %s is an attribute that can be set, and no property of the object itself',
    async (name) => {
      const { socket } = (await start()).create()
      socket[name] = null as never
      expect(Object.keys(socket)).not.toContain(name)
      const accessor = { get: expect.any(Function), set: expect.any(Function) }
      expect(inherited(socket, name)).toMatchObject(accessor)
    },
  )

  test('W1: everything is a property of the class and its prototype, and enumerable', async () => {
    const { world } = await start()
    const { WebSocket } = world
    const seen = [WebSocket, WebSocket.prototype].map((place) => {
      const own = Object.getOwnPropertyDescriptors(place) as Record<string, PropertyDescriptor>
      return [...Object.keys(constants), ...MEMBERS].filter((name) => own[name]?.enumerable)
    })
    const all = [Object.keys(constants), [...Object.keys(constants), ...MEMBERS]]
    expect(seen).toEqual(world.differs('shape-of-the-class') ? [[], []] : all)
    expect(WebSocket.length).toBe(1)
  })

  test('W1: send and close are methods, and the class has its name', async () => {
    const { WebSocket } = (await start()).world
    const { send, close } = WebSocket.prototype
    expect([typeof send, typeof close]).toEqual(['function', 'function'])
    expect(WebSocket.name).toBe('WebSocket')
  })

  test('W1: it calls itself WebSocket', async () => {
    const { world, create } = await start()
    const { socket } = create()
    const tag = world.differs('shape-of-the-class') ? 'Object' : 'WebSocket'
    expect(Object.prototype.toString.call(socket)).toBe(`[object ${tag}]`)
  })

  test('W1: an object is one of its class, and of an EventTarget', async () => {
    const { world, create } = await start()
    const { socket } = create()
    expect(socket).toBeInstanceOf(world.WebSocket)
    const EventTargetClass = ancestorOf(world.WebSocket, 'EventTarget')
    expect(socket).toBeInstanceOf(EventTargetClass)
    for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) {
      expect(EventTargetClass.prototype[name]).toEqual(expect.any(Function))
    }
  })

  test('W1: a property that the standard does not know can be written on an object', async () => {
    const { socket } = (await start()).create()
    expect(Object.assign(socket, { timeout: 7 })).toMatchObject({ timeout: 7 })
  })
}
