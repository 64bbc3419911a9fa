import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { WebSocket } from 'ws'
import { startServer, type DemoEvent, type DemoServer } from '../../miniprogram-demo/server.js'

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

interface Guest {
  readonly socket: WebSocket
  /** Every line that came, notices too. */
  readonly lines: string[]
  /** The closing handshake, once it is over. */
  closed: { code: number; reason: string } | null
}

/** Connects and waits until the server has said so. */
async function enter(name: string): Promise<Guest> {
  const socket = new WebSocket(`${server.url}/?name=${name}`)
  const guest: Guest = { socket, lines: [], closed: null }
  guests.push(guest)
  socket.on('message', (data) => guest.lines.push(String(data)))
  socket.on('close', (code, reason) => (guest.closed = { code, reason: String(reason) }))
  const failures: Error[] = []
  socket.on('error', (error) => failures.push(error))
  await until(() => failures.length > 0 || guest.lines.includes(`* ${name} joined`))
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

describe('the room', () => {
  test('answers a ping to its sender alone', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    ann.socket.send('ping')
    await until(() => ann.lines.includes('pong'))
    await pause(QUIET_MS)
    expect(bob.lines).toEqual(['* bob joined'])
  })

  test('sends a line to everybody, in order, the sender included', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    for (const line of ['one', 'two', 'three']) ann.socket.send(line)
    const expected = ['ann: one', 'ann: two', 'ann: three']
    await until(() => ann.lines.length === 5 && bob.lines.length === 4)
    expect(ann.lines.slice(2)).toEqual(expected)
    expect(bob.lines.slice(1)).toEqual(expected)
  })

  test('tells those who stay that somebody left', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    bob.socket.close()
    await until(() => ann.lines.includes('* bob left'))
    expect(server.links()).toBe(1)
    expect(server.accepted()).toBe(2)
  })

  test('gives a name to whoever brings none, or one that could pass for a line', async () => {
    const socket = new WebSocket(`${server.url}/?name=${encodeURIComponent('ann: hi')}`)
    const lines: string[] = []
    socket.on('message', (data) => lines.push(String(data)))
    await until(() => lines.length === 1)
    expect(lines).toEqual(['* guest-1 joined'])
    socket.terminate()
  })

  test('names the commands when it does not know one', async () => {
    const ann = await enter('ann')
    ann.socket.send('/fly')
    await until(() => ann.lines.length === 2)
    expect(ann.lines[1]).toBe(
      '* no such command; there is /kick /drop /freeze /thaw /refuse /down /burst',
    )
  })

  test('answers a plain HTTP request with 426', async () => {
    const response = await fetch(server.url.replace('ws:', 'http:'))
    expect(response.status).toBe(426)
    expect(await response.text()).toBe('This is a WebSocket server.\n')
  })
})

describe('the commands', () => {
  test('/kick closes with 4501', async () => {
    const ann = await enter('ann')
    ann.socket.send('/kick')
    await until(() => ann.closed !== null)
    expect(ann.closed).toEqual({ code: 4501, reason: 'kicked' })
  })

  test('/drop cuts the link without a closing handshake', async () => {
    const ann = await enter('ann')
    ann.socket.send('/drop')
    await until(() => ann.closed !== null)
    expect(ann.closed).toEqual({ code: 1006, reason: '' })
  })

  test('/freeze silences this link and leaves it open; /thaw answers again', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    ann.socket.send('/freeze')
    await until(() => ann.lines.includes('* frozen: nothing more will come on this link'))
    const known = ann.lines.length
    ann.socket.send('ping')
    ann.socket.send('lost')
    bob.socket.send('ping')
    bob.socket.send('hello')
    await until(() => bob.lines.includes('bob: hello') && bob.lines.includes('pong'))
    await pause(QUIET_MS)
    expect(ann.lines).toHaveLength(known)
    expect(bob.lines).not.toContain('ann: lost')
    expect(ann.closed).toBeNull()

    ann.socket.send('/thaw')
    ann.socket.send('ping')
    await until(() => ann.lines.length === known + 2)
    expect(ann.lines.slice(known)).toEqual(['* thawed', 'pong'])
  })

  test('/refuse turns new links away with 503 for its seconds, and keeps the open ones', async () => {
    const ann = await enter('ann')
    ann.socket.send('/refuse 1')
    await until(() => ann.lines.includes('* refusing new links for 1 s'))
    const sinceMs = Date.now()
    await expect(enter('bob')).rejects.toThrow('Unexpected server response: 503')
    expect(events.filter(({ type }) => type === 'refused')).toHaveLength(1)
    expect(ann.closed).toBeNull()

    await pause(1_000 - (Date.now() - sinceMs) + 50)
    await enter('bob')
    expect(server.links()).toBe(2)
  })

  test('/down cuts every link and refuses new ones for its seconds', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    ann.socket.send('/down 1')
    await until(() => ann.closed !== null && bob.closed !== null)
    await expect(enter('ann')).rejects.toThrow('Unexpected server response: 503')
    await pause(1_050)
    await enter('ann')
    expect(server.links()).toBe(1)
  })

  test('/burst sends its lines at once, numbered, in order', async () => {
    const ann = await enter('ann')
    ann.socket.send('/burst 500')
    await until(() => ann.lines.length === 501)
    expect(ann.lines.slice(1)).toEqual(
      Array.from({ length: 500 }, (_, index) => `* burst ${index + 1}/500`),
    )
  })

  test.each(['/burst', '/burst x', '/burst -1', '/burst 0', '/burst 1.5'])(
    '%s falls back to 100 lines',
    async (command) => {
      const ann = await enter('ann')
      ann.socket.send(command)
      await until(() => ann.lines.length === 101)
      expect(ann.lines.at(-1)).toBe('* burst 100/100')
    },
  )
})

describe('startServer', () => {
  test('takes a free port when none is named, and says which', async () => {
    expect(server.url).toMatch(/^ws:\/\/127\.0\.0\.1:[1-9]\d*$/)
  })

  test('rejects when the port is taken', async () => {
    const port = Number(new URL(server.url).port)
    await expect(startServer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
  })

  test('kill() cuts every link and listens no more; restart() listens on the same port', async () => {
    const ann = await enter('ann')
    const { url } = server
    await server.kill()
    await until(() => ann.closed !== null)
    expect(ann.closed?.code).toBe(1006)
    await expect(enter('ann')).rejects.toMatchObject({ code: 'ECONNREFUSED' })

    await server.restart()
    expect(server.url).toBe(url)
    await enter('ann')
    expect(server.links()).toBe(1)
  })

  test('freeze(), thaw(), drop(), kick() and refuse() do to every link what the commands do', async () => {
    const [ann, bob] = [await enter('ann'), await enter('bob')]
    server.freeze()
    ann.socket.send('ping')
    bob.socket.send('ping')
    await pause(QUIET_MS)
    expect([...ann.lines, ...bob.lines]).not.toContain('pong')
    server.thaw()
    ann.socket.send('ping')
    await until(() => ann.lines.includes('pong'))

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

  test('reports who came, what was said and who left, pings excepted', async () => {
    const ann = await enter('ann')
    ann.socket.send('ping')
    ann.socket.send('hello')
    ann.socket.send('/kick')
    await until(() => events.some(({ type }) => type === 'left'))
    expect(events).toEqual([
      { type: 'joined', name: 'ann', text: '' },
      { type: 'line', name: 'ann', text: 'hello' },
      { type: 'command', name: 'ann', text: '/kick' },
      { type: 'left', name: 'ann', text: '4501' },
    ])
  })
})
