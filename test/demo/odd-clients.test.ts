/** What no client of the demo's server should send, on real sockets: it answers, and lives on. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { connect, type Socket } from 'node:net'
import { startServer, type DemoServer } from '../../miniprogram-demo/server.js'
import { pause, until } from './support/real-client'

let server: DemoServer

beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** Asks for a link by hand, and keeps its own half of the stream open whatever comes. */
function ask(path: string): { stream: Socket; answer(): string } {
  const stream = connect({
    port: Number(new URL(server.url).port),
    host: '127.0.0.1',
    allowHalfOpen: true,
  })
  let answer = ''
  stream.on('data', (data) => (answer += String(data)))
  stream.on('error', () => undefined)
  stream.write(
    `GET ${path} HTTP/1.1\r\nHost: demo\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  return { stream, answer: () => answer.split('\r\n', 1)[0] ?? '' }
}

describe('an address that is none', () => {
  test.each(['//', '//:1', 'http://[', '*', '/%', '/__proto__', '//probe?do=echo'])(
    'such as %s is answered with 404',
    async (path) => {
      const { stream, answer } = ask(path)
      await until(() => answer() !== '')
      stream.destroy()
      expect(answer()).toBe('HTTP/1.1 404 Not Found')
    },
  )

  test.each(['1004', '1005', '1006', '1015', '1016', '2999', '5000', '99', '01000', ''])(
    'and a probe that is to close with "%s" with 400: it may not be sent',
    async (code) => {
      const { stream, answer } = ask(`/probe?do=close&code=${code}`)
      await until(() => answer() !== '')
      stream.destroy()
      expect(answer()).toBe('HTTP/1.1 400 Probe')
    },
  )
})

test.each([
  ['was turned away', '/nowhere'],
  ['was turned away by the probe', '/probe'],
  ['waits for an answer that never comes', '/probe?do=hang'],
  ['waits for a link that opens late', '/probe?do=slow&afterMs=5000'],
])('the server ends at once though a client that %s holds on', async (_, path) => {
  const { stream } = ask(path)
  await pause(100)
  let isEnded = false
  void server.kill().then(() => (isEnded = true))
  await until(() => isEnded, 2_000)
  stream.destroy()
  await server.restart()
})

test('a restart that is asked for twice at once is one', async () => {
  await server.kill()
  await Promise.all([server.restart(), server.restart()])
  const { stream, answer } = ask('/nowhere')
  await until(() => answer() !== '')
  stream.destroy()
})
