/** What the standard leaves to the browser: a server that says nothing, and what our class takes as a third argument. */
import { expect, test } from '@jest/globals'
import WsWebSocket from 'ws'
import { WebSocket, type WebSocketOptions } from '../../../../src/websocket'
import { createFakeWx } from '../../../../src/testing'
import { cleanUp, until } from '../../../integration/live-scene'
import { startConformanceServer } from './server'

async function createScene(options: WebSocketOptions) {
  const fake = createFakeWx({ live: { WebSocket: WsWebSocket } })
  cleanUp(fake.install())
  cleanUp(fake.dispose)
  const server = await startConformanceServer()
  cleanUp(server.kill)

  return {
    fake,
    server,
    connect() {
      const startMs = Date.now()
      const log: (readonly [event: string | number, afterMs: number])[] = []
      const add = (event: string | number) => log.push([event, Date.now() - startMs])
      const socket = new WebSocket(server.origin, [], options)
      socket.onopen = () => add('open')
      socket.onerror = ({ error }) => add(error.code)
      socket.onclose = ({ code }) => add(code)
      return { socket, log }
    },
  }
}

test('W2: a connect that is never answered ends after connectTimeoutMs: error, then close 1006', async () => {
  const { server, connect } = await createScene({ connectTimeoutMs: 150 })
  server.answer = 'hang'
  const { socket, log } = connect()
  await until('it is closed', () => socket.readyState === 3)
  expect(log.map(([event]) => event)).toEqual(['E_CONNECT_TIMEOUT', 1006])
  expect(log[0]?.[1]).toBeGreaterThanOrEqual(145)
  expect(log[0]?.[1]).toBeLessThan(1_000)
})

test.each(['the server says nothing', 'the link is half-open'])(
  'W2: close() while %s ends after closeTimeoutMs: close 1006',
  async (how) => {
    const { fake, server, connect } = await createScene({ closeTimeoutMs: 150 })
    const { socket, log } = connect()
    await until('it is open', () => log.length === 1 && server.peers.length === 1)
    if (how === 'the link is half-open') fake.faults.blackHole = true
    else server.peers[0]?.mute()
    log.splice(0)
    const closedAtMs = Date.now()
    socket.close(4000)
    expect([socket.readyState, log]).toEqual([2, []])
    await until('it is closed', () => socket.readyState === 3)
    expect(log.map(([event]) => event)).toEqual([1006])
    expect(Date.now() - closedAtMs).toBeGreaterThanOrEqual(145)
    expect(Date.now() - closedAtMs).toBeLessThan(1_000)
  },
)

test('the header of the third argument reaches the server', async () => {
  const { server, connect } = await createScene({ header: { 'x-token': 'secret' } })
  const { log } = connect()
  await until('it is open', () => log.length === 1 && server.peers.length === 1)
  expect(server.peers[0]?.header['x-token']).toBe('secret')
})
