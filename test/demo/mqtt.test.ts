/** The conversation over MQTT: a real broker, real clients, and the same rooms as the chat. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import mqtt, { type MqttClient } from 'mqtt'
import { WebSocket } from 'ws'

interface Server {
  readonly url: string
  kill(): Promise<void>
  restart(): Promise<void>
  mute(name: string, seconds: number): void
  say(room: string, from: string, text: string, id: string): Promise<void>
  onSay(listener: (message: { room: string; from: string; text: string }) => void): () => void
  close(): Promise<void>
}
const { startServer } = jest.requireActual<{ startServer(): Promise<Server> }>(
  '../../miniprogram-demo/server',
)

const EXPIRY_MS = 4_000
/** Long enough for what must not come to have come. */
const QUIET_MS = 150

let server: Server
let clients: MqttClient[]
/** What was said in the rooms, whoever said it. */
let said: string[]

beforeEach(async () => {
  clients = []
  said = []
  server = await startServer()
  server.onSay(({ room, from, text }) => said.push(`${room} ${from}: ${text}`))
})

afterEach(async () => {
  for (const client of clients) client.end(true)
  await server.close()
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(isSo: () => boolean): Promise<void> {
  const endAtMs = Date.now() + EXPIRY_MS
  while (!isSo()) {
    if (Date.now() > endAtMs) throw new Error(`it did not become so; said was ${said.join(', ')}`)
    await pause(10)
  }
}

/** A client that is connected and subscribed, and what it heard. */
async function enter(username: string, topic = 'rooms/+') {
  const client = mqtt.connect(`${server.url}/mqtt`, { username, reconnectPeriod: 100 })
  const heard: string[] = []
  clients.push(client)
  client.on('error', () => undefined)
  client.on('message', (on, payload) => {
    const { from, text } = JSON.parse(payload.toString()) as { from?: string; text: string }
    heard.push(`${on} ${from ?? '-'}: ${text}`)
  })
  let subscriptions = 0
  client.on('packetreceive', ({ cmd }) => (subscriptions += cmd === 'suback' ? 1 : 0))
  await client.subscribeAsync(topic)
  const publish = (text: string, room = 'general') =>
    client.publishAsync(`rooms/${room}`, JSON.stringify({ text }), { qos: 1 })
  return { client, heard, publish, subscriptions: () => subscriptions }
}

describe('what is published', () => {
  test('is said in the room under the user name, and comes back once', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    await ann.publish('hello')
    await until(() => ann.heard.length > 0 && bob.heard.length > 0)
    await pause(QUIET_MS)
    expect(said).toEqual(['general ann: hello'])
    expect(ann.heard).toEqual(['rooms/general ann: hello'])
    expect(bob.heard).toEqual(['rooms/general ann: hello'])
  })

  test('reaches the chat of those who came another way', async () => {
    const socket = new WebSocket(`${server.url}/?name=cleo`)
    const frames: string[] = []
    socket.on('open', () => socket.send('{"type":"hello","v":1,"sender":"a"}'))
    socket.on('message', (data) => frames.push(String(data)))
    await until(() => frames.some((frame) => frame.includes('presence')))
    const ann = await enter('ann')
    await ann.publish('hello')
    await until(() => frames.some((frame) => frame.includes('"hello"')))
    const messages = frames.filter((frame) => frame.includes('"hello"'))
    expect(messages).toHaveLength(1)
    expect(messages[0]).toContain('"from":"ann"')
    socket.terminate()
  })

  test('cannot be said in the name of somebody else', async () => {
    const { client } = await enter('ann')
    await client.publishAsync('rooms/help', JSON.stringify({ from: 'bob', text: 'I am bob' }))
    await until(() => said.length > 0)
    expect(said).toEqual(['help ann: I am bob'])
  })

  test.each([
    ['a room that there is not', () => undefined, 'nowhere', 'no such room; there is general'],
    ['somebody who is muted', () => server.mute('ann', 60), 'general', 'you are muted'],
  ])('is refused for %s, in words, and the link stays', async (_, prepare, room, words) => {
    const ann = await enter('ann')
    prepare()
    await ann.publish('hello', room)
    await until(() => ann.heard.length > 0)
    expect(ann.heard[0]).toContain(`notices -: ${words}`)
    expect(said).toEqual([])
    expect(ann.client.connected).toBe(true)
  })

  test.each([
    ['rooms/general', 'no JSON'],
    ['rooms/general', '{"text":7}'],
    ['elsewhere', '{"text":"hello"}'],
    ['rooms/general/more', '{"text":"hello"}'],
  ])('ends the link when it is no message: %s %s', async (topic, payload) => {
    const { client } = await enter('ann')
    let closes = 0
    client.on('close', () => (closes += 1))
    client.publish(topic, payload)
    await until(() => closes > 0)
    expect(said).toEqual([])
  })
})

describe('what is said in a room', () => {
  test('is published there, once, to those who subscribed to it', async () => {
    const everywhere = await enter('ann')
    const helping = await enter('bob', 'rooms/help')
    await server.say('general', 'cleo', 'hello', 'c:1')
    await server.say('help', 'cleo', 'help!', 'c:2')
    await until(() => everywhere.heard.length === 2 && helping.heard.length === 1)
    await pause(QUIET_MS)
    expect(everywhere.heard).toEqual(['rooms/general cleo: hello', 'rooms/help cleo: help!'])
    expect(helping.heard).toEqual(['rooms/help cleo: help!'])
  })
})

describe('a client', () => {
  test.each([undefined, '', 'a b', 'x'.repeat(25)])('is refused the name %j', async (username) => {
    const options = username === undefined ? {} : { username }
    const client = mqtt.connect(`${server.url}/mqtt`, { ...options, reconnectPeriod: 0 })
    clients.push(client)
    const error = await new Promise<Error>((resolve) => client.on('error', resolve))
    expect(error.message).toContain('Bad username or password')
  })

  test('may subscribe to rooms and to nothing else', async () => {
    const { client } = await enter('ann')
    await expect(client.subscribeAsync('$SYS/#')).rejects.toThrow()
    await expect(client.subscribeAsync('#')).rejects.toThrow()
  })

  test('comes back after the server was away, and what was said meanwhile arrives', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    await server.kill()
    await until(() => !ann.client.connected)
    const published = ann.publish('said in the dark')
    await server.restart()
    await published
    await until(() => bob.client.connected && said.length > 0)
    expect(said).toEqual(['general ann: said in the dark'])
    // Subscribing again is the client's own affair.
    await until(() => bob.subscriptions() === 2)
    await server.say('general', 'cleo', 'light', 'c:1')
    await until(() => bob.heard.includes('rooms/general cleo: light'))
  })

  test('is turned away from a page of elsewhere', async () => {
    const socket = new WebSocket(`${server.url}/mqtt`, 'mqtt', { origin: 'https://evil.example' })
    const error = await new Promise<Error>((resolve) => socket.on('error', resolve))
    expect(error.message).toContain('403')
  })
})
