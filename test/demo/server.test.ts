import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { startServer, type DemoEvent, type DemoServer } from '../../miniprogram-demo/server.js'

const ROOT = join(__dirname, '../..')
const SERVER = join(ROOT, 'miniprogram-demo/server.js')
const EXPIRY_MS = 5_000
/** How long a thing that must not happen is watched for. */
const QUIET_MS = 150

let server: DemoServer
let events: DemoEvent[]
let guests: Guest[]

beforeEach(async () => {
  events = []
  guests = []
  server = await startServer({ onEvent: (event) => events.push(event) })
})

afterEach(async () => {
  for (const guest of guests) guest.socket.terminate()
  await server.close()
})

/** A frame of the protocol, or what is in one. */
type Json = Record<string, unknown>

/** A client that speaks the protocol by hand. */
interface Guest {
  readonly socket: WebSocket
  /** What the messages of the server held. */
  readonly bodies: Json[]
  /** Everything that came, as it came. */
  readonly raw: string[]
  readonly welcome: Json
  /** The number up to which the server has acknowledged. */
  acknowledged: number
  /** Rejections, by number. */
  readonly rejected: Map<number, string>
  /** The closing handshake, once it is over. */
  closed: { code: number; reason: string } | null
  /** Sends a message; returns its number. */
  say(body: object): number
  /** Sends a request and resolves with the reply. */
  ask(body: object): Promise<unknown>
  /** The texts of what was said in the room. */
  heard(): unknown[]
}

/** Connects under a name and waits until the server has welcomed it. */
async function enter(name: string, resume?: Json): Promise<Guest> {
  const socket = new WebSocket(`${server.url}/?name=${name}`)
  const sender = `${name}-${guests.length}`
  const replies = new Map<unknown, unknown>()
  let seq = 0

  const send = (fields: Json) => {
    seq += 1
    // Nobody acknowledges before the next one is sent: each names the one before it.
    const after = seq > guest.acknowledged + 1 ? { after: seq - 1 } : {}
    socket.send(JSON.stringify({ type: 'data', seq, ...after, ...fields }))
    return seq
  }
  const guest: Guest & { welcome: Json } = {
    socket,
    bodies: [],
    raw: [],
    welcome: {},
    acknowledged: 0,
    rejected: new Map(),
    closed: null,
    say: (body) => send({ body }),
    async ask(body) {
      const id = `${sender}:${send({ body, ask: true })}`
      await until(() => replies.has(id))
      return replies.get(id)
    },
    heard: () => guest.bodies.filter(({ type }) => type === 'message').map(({ text }) => text),
  }
  guests.push(guest)

  const hear = (frame: Json) => {
    if (typeof frame['ack'] === 'number') guest.acknowledged = frame['ack']
    if (frame['type'] === 'welcome') guest.welcome = frame
    if (frame['type'] === 'reject')
      guest.rejected.set(frame['seq'] as number, String(frame['reason']))
    if (frame['type'] !== 'data') return
    socket.send(JSON.stringify({ type: 'ack', ack: frame['seq'] }))
    if (frame['re'] !== undefined) replies.set(frame['re'], frame['error'] ?? frame['body'])
    else guest.bodies.push(frame['body'] as Json)
  }
  socket.on('open', () => socket.send(JSON.stringify({ type: 'hello', v: 1, sender, resume })))
  socket.on('message', (data) => {
    guest.raw.push(String(data))
    if (String(data) !== 'pong') hear(JSON.parse(String(data)) as Json)
  })
  socket.on('close', (code, reason) => (guest.closed = { code, reason: String(reason) }))
  const failures: Error[] = []
  socket.on('error', (error) => failures.push(error))
  await until(() => failures.length > 0 || guest.closed !== null || 'client' in guest.welcome)
  if (failures.length > 0) throw failures[0]
  return guest
}

async function until(isSo: () => boolean): Promise<void> {
  const sinceMs = Date.now()
  while (!isSo()) {
    if (Date.now() - sinceMs > EXPIRY_MS) throw new Error(`not within ${EXPIRY_MS} ms: ${isSo}`)
    await pause(5)
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const lastOnline = ({ bodies }: Guest) =>
  bodies.filter(({ type }) => type === 'presence').at(-1)?.['online']

describe('the room', () => {
  test('answers a ping to its sender alone', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    ann.socket.send('ping')
    await until(() => ann.raw.includes('pong'))
    await pause(QUIET_MS)
    expect(bob.raw).not.toContain('pong')
  })

  test('sends what is said to everybody, in order, the sender included, and acknowledges it', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    const sinceMs = Date.now()
    for (const text of ['one', 'two', 'three']) ann.say({ room: 'general', text })
    await until(() => ann.heard().length === 3 && bob.heard().length === 3)
    await until(() => ann.acknowledged === 3)
    expect(ann.heard()).toEqual(['one', 'two', 'three'])
    expect(bob.heard()).toEqual(['one', 'two', 'three'])
    const [first] = bob.bodies.filter(({ type }) => type === 'message')
    expect(first).toEqual({
      type: 'message',
      room: 'general',
      id: 'ann-0:1',
      from: 'ann',
      text: 'one',
      atMs: expect.any(Number),
    })
    expect(first?.['atMs']).toBeGreaterThanOrEqual(sinceMs)
  })

  test('tells everybody who is online, when somebody comes and when somebody leaves', async () => {
    const ann = await enter('ann')
    await until(() => String(lastOnline(ann)) === 'ann')
    const bob = await enter('bob')
    await until(() => [ann, bob].every((guest) => String(lastOnline(guest)) === 'ann,bob'))
    bob.socket.close()
    await until(() => String(lastOnline(ann)) === 'ann')
    expect(server.links()).toBe(1)
    expect(server.accepted()).toBe(2)
  })

  test('says who is online to whoever asks', async () => {
    const [ann] = [await enter('ann'), await enter('bob')]
    expect(await ann.ask({ query: 'online' })).toEqual({
      type: 'presence',
      online: ['ann', 'bob'],
    })
  })

  test.each(['', encodeURIComponent('ann: hi'), 'a'.repeat(25)])(
    'keeps the name "%s" out with 4503',
    async (name) => {
      const guest = await enter(name)
      expect(guest.closed).toEqual({
        code: 4503,
        reason: 'a name has 1 to 24 letters, digits, - or _',
      })
    },
  )

  test('ends the first sign-in under a name at the second, with 4502', async () => {
    const first = await enter('ann')
    const second = await enter('ann')
    await until(() => first.closed !== null)
    expect(first.closed).toEqual({ code: 4502, reason: 'signed in elsewhere' })
    expect(second.closed).toBeNull()
    expect(await second.ask({ query: 'online' })).toMatchObject({ online: ['ann'] })
  })

  test.each([
    ['an empty text', { room: 'general', text: '' }],
    ['a text of 501 characters', { room: 'general', text: 'x'.repeat(501) }],
    ['a number', { room: 'general', text: 7 }],
    ['no text', { room: 'general' }],
  ])('rejects %s', async (_, body) => {
    const ann = await enter('ann')
    const seq = ann.say(body)
    await until(() => ann.rejected.size > 0)
    expect(ann.rejected.get(seq)).toBe('a text has 1 to 500 characters')
  })

  test.each([
    ['a room that is not there', { room: 'attic', text: 'hello' }],
    ['a word that every object knows', { room: 'toString', text: 'hello' }],
    ['no room', { text: 'hello' }],
    ['a list', [1]],
  ])('rejects what is said in %s', async (_, body) => {
    const ann = await enter('ann')
    const seq = ann.say(body)
    await until(() => ann.rejected.size > 0)
    expect(ann.rejected.get(seq)).toBe('no such room; there is general, help, random')
  })

  test('says in which room it was said, and keeps the order across rooms', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    ann.say({ room: 'help', text: 'one' })
    ann.say({ room: 'general', text: 'two' })
    ann.say({ room: 'random', text: 'three' })
    await until(() => bob.heard().length === 3)
    const said = bob.bodies.filter(({ type }) => type === 'message')
    expect(said.map(({ room, text }) => [room, text])).toEqual([
      ['help', 'one'],
      ['general', 'two'],
      ['random', 'three'],
    ])
  })

  test.each([
    ['https://evil.example', 4503],
    ['http://127.0.0.1.evil.example', 4503],
    ['http://127.0.0.1:5000', null],
    ['https://servicewechat.com', null],
  ])('takes the origin %s for %s', async (origin, code) => {
    const socket = new WebSocket(`${server.url}/?name=ann`, { origin })
    let heard: number | null | undefined
    socket.on('open', () => socket.send('{"type":"hello","v":1,"sender":"a"}'))
    socket.on('message', (data) => {
      if (String(data).includes('welcome')) heard = null
    })
    socket.on('close', (closeCode) => (heard ??= closeCode))
    await until(() => heard !== undefined)
    socket.terminate()
    expect(heard).toBe(code)
  })

  test('turns a link to a path that it does not know away with 404', async () => {
    const socket = new WebSocket(`${server.url}/attic?name=ann`)
    const [error] = (await once(socket, 'error')) as [Error]
    expect(error.message).toBe('Unexpected server response: 404')
    expect(events).toEqual([{ type: 'refused', name: '', text: '404' }])
  })

  test('answers a plain HTTP request with 426', async () => {
    const response = await fetch(server.url.replace('ws:', 'http:'))
    expect(response.status).toBe(426)
    expect(await response.text()).toBe('This is a WebSocket server.\n')
  })
})

describe('the commands', () => {
  test('kick answers, then closes with 4501', async () => {
    const ann = await enter('ann')
    expect(await ann.ask({ command: 'kick' })).toBe('closes your links with 4501')
    await until(() => ann.closed !== null)
    expect(ann.closed).toEqual({ code: 4501, reason: 'you asked for it' })
  })

  test('drop cuts the link of its sender without a closing handshake', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    await ann.ask({ command: 'drop' })
    await until(() => ann.closed !== null)
    expect(ann.closed?.code).toBe(1006)
    expect(bob.closed).toBeNull()
  })

  test('freeze makes the link half-open: nothing passes either way until thaw, and then all of it', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    await ann.ask({ command: 'freeze' })
    await pause(QUIET_MS)
    const known = ann.raw.length
    ann.socket.send('ping')
    ann.say({ room: 'general', text: 'held' })
    bob.socket.send('ping')
    bob.say({ room: 'general', text: 'hello' })
    await until(() => bob.heard().includes('hello') && bob.raw.includes('pong'))
    await pause(QUIET_MS)
    expect(ann.raw).toHaveLength(known)
    expect(bob.heard()).toEqual(['hello'])
    expect(ann.closed).toBeNull()

    expect(await ann.ask({ command: 'thaw' })).toBe('answers again')
    await until(() => bob.heard().includes('held') && ann.raw.includes('pong'))
    expect(ann.heard()).toEqual(['hello', 'held'])
  })

  test('a frozen link counts as online until its client is back', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    await ann.ask({ command: 'freeze' })
    await pause(QUIET_MS)
    ann.socket.close()
    await until(() => ann.closed !== null)
    await pause(QUIET_MS)
    expect(await bob.ask({ query: 'online' })).toMatchObject({ online: ['ann', 'bob'] })
    const again = await enter('ann')
    again.say({ room: 'general', text: 'back' })
    await until(() => bob.heard().includes('back'))
    expect(lastOnline(bob)).toEqual(['ann', 'bob'])
  })

  test('refuse turns new links away with 503 for its seconds, and keeps the open ones', async () => {
    const ann = await enter('ann')
    const sinceMs = Date.now()
    expect(await ann.ask({ command: 'refuse', seconds: 1 })).toBe('refuses new links for 1 s')
    await expect(enter('bob')).rejects.toThrow('Unexpected server response: 503')
    expect(events.filter(({ type }) => type === 'refused')).toHaveLength(1)
    expect(ann.closed).toBeNull()

    await pause(1_000 - (Date.now() - sinceMs) + 50)
    await enter('bob')
    expect(server.links()).toBe(2)
  })

  test('down cuts every link and refuses new ones for its seconds', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    await ann.ask({ command: 'down', seconds: 1 })
    await until(() => ann.closed !== null && bob.closed !== null)
    await expect(enter('ann')).rejects.toThrow('Unexpected server response: 503')
    await pause(1_050)
    await enter('ann')
    expect(server.links()).toBe(1)
  })

  test('graceful tells everybody when to come back, and is open meanwhile', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    await ann.ask({ command: 'graceful', seconds: 2 })
    await until(() => ann.closed !== null && bob.closed !== null)
    for (const { closed } of [ann, bob]) {
      expect(closed?.code).toBe(1012)
      const delayMs = Number(/^retry-after-ms=(\d+)$/.exec(closed?.reason ?? '')?.[1])
      expect(delayMs).toBeLessThanOrEqual(2_000)
    }
    const { session, secret } = ann.welcome
    const again = await enter('ann', { session, secret, last: 0 })
    expect(again.welcome['resumed']).toBe(true)
    await until(() => String(lastOnline(again)) === 'ann')
  })

  test('forget crashes and remembers no session', async () => {
    const ann = await enter('ann')
    await ann.ask({ command: 'forget' })
    await until(() => ann.closed !== null)
    expect(ann.closed?.code).toBe(1006)
    const { session, secret } = ann.welcome
    const again = await enter('ann', { session, secret, last: 0 })
    expect(again.welcome['resumed']).toBe(false)
    expect(again.welcome['session']).not.toBe(session)
  })

  test('mute refuses what its sender says for its seconds', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    await ann.ask({ command: 'mute', seconds: 1 })
    const seq = ann.say({ room: 'general', text: 'hello' })
    bob.say({ room: 'general', text: 'hi' })
    await until(() => ann.rejected.size > 0 && ann.heard().includes('hi'))
    expect(ann.rejected.get(seq)).toBe('you are muted')
    await pause(1_050)
    ann.say({ room: 'general', text: 'hello again' })
    await until(() => bob.heard().includes('hello again'))
    expect(bob.heard()).toEqual(['hi', 'hello again'])
  })

  test('burst sends its lines at once, numbered, in order', async () => {
    const ann = await enter('ann')
    expect(await ann.ask({ command: 'burst', count: 500 })).toBe('sends 500 lines')
    const notices = () => ann.bodies.filter(({ type }) => type === 'notice').map(({ text }) => text)
    await until(() => notices().length === 500)
    expect(notices()).toEqual(Array.from({ length: 500 }, (_, index) => `burst ${index + 1}/500`))
  })

  test.each([undefined, 'x', -1, 0, 1.5])('burst takes the count %s for 100', async (count) => {
    const ann = await enter('ann')
    expect(await ann.ask({ command: 'burst', count })).toBe('sends 100 lines')
  })

  test('names the commands when it does not know one', async () => {
    const ann = await enter('ann')
    const commands =
      'kick, drop, freeze, thaw, refuse, down, graceful, forget, mute, burst, slow, ticker'
    expect(await ann.ask({ command: 'fly' })).toBe(`no such command; there is ${commands}`)
    expect(await ann.ask({ command: 'toString' })).toBe(`no such command; there is ${commands}`)
  })
})

describe('startServer', () => {
  test('takes a free port when none is named, and says which', async () => {
    expect(server.url).toMatch(/^ws:\/\/127\.0\.0\.1:[1-9]\d*$/)
  })

  test('rejects when the port is taken, and leaves nothing that keeps the process alive', async () => {
    const { port } = new URL(server.url)
    await expect(startServer({ port: Number(port) })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    // The package by its name, as built: a fresh clone has not installed it into the demo.
    const modules = mkdtempSync(join(tmpdir(), 'miniprogram-socket-'))
    symlinkSync(ROOT, join(modules, 'miniprogram-socket'), 'junction')
    const child = spawn(process.execPath, [SERVER, '--port', port], {
      env: { ...process.env, NODE_PATH: modules },
    })
    let output = ''
    child.stderr.on('data', (chunk) => (output += chunk))
    const timer = setTimeout(() => child.kill('SIGKILL'), EXPIRY_MS)
    const [code] = (await once(child, 'close')) as [number | null]
    clearTimeout(timer)
    rmSync(modules, { recursive: true })
    expect([code, output]).toEqual([1, expect.stringContaining('EADDRINUSE')])
  }, 10_000)

  test('kill() cuts every link and listens no more; restart() listens on the same port and remembers', async () => {
    const ann = await enter('ann')
    const { url } = server
    await server.kill()
    await until(() => ann.closed !== null)
    expect(ann.closed?.code).toBe(1006)
    await expect(enter('ann')).rejects.toMatchObject({ code: 'ECONNREFUSED' })

    await server.restart()
    expect(server.url).toBe(url)
    const { session, secret } = ann.welcome
    const again = await enter('ann', { session, secret, last: 0 })
    expect(again.welcome['resumed']).toBe(true)
    expect(server.links()).toBe(1)
  })

  test('restart({ forget: true }) remembers nothing', async () => {
    const ann = await enter('ann')
    await server.kill()
    await server.restart({ forget: true })
    const { session, secret } = ann.welcome
    const again = await enter('ann', { session, secret, last: 0 })
    expect(again.welcome['resumed']).toBe(false)
  })

  test('freeze(), thaw(), drop(), kick() and refuse() do to every link what the commands do', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    server.freeze()
    ann.socket.send('ping')
    bob.socket.send('ping')
    await pause(QUIET_MS)
    expect([...ann.raw, ...bob.raw]).not.toContain('pong')
    server.thaw()
    await until(() => ann.raw.includes('pong') && bob.raw.includes('pong'))

    server.kick('enough')
    await until(() => ann.closed !== null && bob.closed !== null)
    expect([ann.closed, bob.closed]).toEqual([
      { code: 4501, reason: 'enough' },
      { code: 4501, reason: 'enough' },
    ])

    const cleo = await enter('cleo')
    server.drop()
    await until(() => cleo.closed !== null)
    expect(cleo.closed?.code).toBe(1006)
    server.refuse(60)
    await expect(enter('dora')).rejects.toThrow('503')
  })

  test('say() speaks in a room as a client would, and onSay() hears everybody, until it is stopped', async () => {
    const ann = await enter('ann')
    const heard: unknown[] = []
    const stop = server.onSay(({ room, from, text, id }) => heard.push([room, from, text, id]))
    await server.say('help', 'bob', 'from elsewhere', 'elsewhere:1')
    ann.say({ room: 'general', text: 'hello' })
    await until(() => ann.heard().length === 2)
    expect(ann.bodies.find(({ text }) => text === 'from elsewhere')).toEqual({
      type: 'message',
      room: 'help',
      id: 'elsewhere:1',
      from: 'bob',
      text: 'from elsewhere',
      atMs: expect.any(Number),
    })
    stop()
    await server.say('general', 'bob', 'unheard', 'elsewhere:2')
    expect(heard).toEqual([
      ['help', 'bob', 'from elsewhere', 'elsewhere:1'],
      ['general', 'ann', 'hello', 'ann-0:1'],
    ])
  })

  test('say() throws what a client would be told, and goes on after a graceful restart', async () => {
    const ann = await enter('ann')
    await expect(server.say('attic', 'bob', 'hi', 'x:1')).rejects.toThrow('no such room')
    await expect(server.say('help', 'bob', '', 'x:2')).rejects.toThrow('a text has 1 to 500')
    server.mute('bob', 60)
    await expect(server.say('help', 'bob', 'hi', 'x:3')).rejects.toThrow('you are muted')
    await server.graceful(0)
    await until(() => ann.closed !== null)
    const { session, secret } = ann.welcome
    const again = await enter('ann', { session, secret, last: 0 })
    await server.say('help', 'cleo', 'after', 'x:4')
    await until(() => again.heard().includes('after'))
  })

  test('reports who came, what was said and who left, pings excepted', async () => {
    const ann = await enter('ann')
    ann.socket.send('ping')
    ann.say({ room: 'general', text: 'hello' })
    ann.say({ command: 'kick' })
    await until(() => events.some(({ type }) => type === 'offline'))
    expect(events).toEqual([
      { type: 'online', name: 'ann', text: '' },
      { type: 'message', name: 'ann', room: 'general', text: 'hello' },
      { type: 'command', name: 'ann', text: 'kick' },
      { type: 'closed', name: 'ann', text: '4501 you asked for it' },
      { type: 'offline', name: 'ann', text: '' },
    ])
  })
})
