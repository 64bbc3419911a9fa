/** The buttons that `npm start` puts beside the phones, against the demo's own server. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { WebSocket } from 'ws'
import { startServer, type DemoServer } from '../../miniprogram-demo/server.js'
import { createControls } from '../../scripts/start/controls.mjs'

const EXPIRY_MS = 5_000

let server: DemoServer
let clients: WebSocket[] = []

beforeEach(async () => {
  server = await startServer()
})
afterEach(async () => {
  clients.splice(0).forEach((client) => client.terminate())
  await server.close()
})

function press(id: string): Promise<string> {
  const control = controls.find((one) => one.id === id)
  if (!control) throw new Error(`no control ${id}`)
  return Promise.resolve(control.act())
}

let controls: ReturnType<typeof createControls>
beforeEach(() => void (controls = createControls(server)))

const isOn = (id: string) => controls.find((one) => one.id === id)?.isOn?.()

/** Resolves with `open`, or with what the server answered instead. */
function connect(): Promise<{ outcome: string; closed: Promise<number> }> {
  const client = new WebSocket(`${server.url}/?name=ann`)
  clients = [...clients, client]
  const closed = new Promise<number>((resolve) => client.on('close', resolve))
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no answer')), EXPIRY_MS).unref()
    client.on('open', () => resolve({ outcome: 'open', closed }))
    client.on('error', ({ message }) => resolve({ outcome: message, closed }))
  })
}

describe('the controls of the demo', () => {
  test('kill takes the server down until it is restarted', async () => {
    const { closed } = await connect()
    expect(isOn('kill')).toBe(false)
    expect(await press('kill')).toContain('down until')
    expect(await closed).toBe(1006)
    expect([isOn('kill'), (await connect()).outcome]).toEqual([
      true,
      expect.stringContaining('ECONNREFUSED'),
    ])
    expect(await press('graceful')).toBe('it is down: restart it first')
    await press('restart')
    expect([isOn('kill'), (await connect()).outcome]).toEqual([false, 'open'])
  })

  test('restart breaks the links of a server that runs', async () => {
    const { closed } = await connect()
    await press('restart')
    expect(await closed).toBe(1006)
    expect((await connect()).outcome).toBe('open')
  })

  test('forget restarts a server, whether it is up or down', async () => {
    await press('forget')
    expect((await connect()).outcome).toBe('open')
    await press('kill')
    await press('forget')
    expect([isOn('kill'), (await connect()).outcome]).toEqual([false, 'open'])
  })

  test('graceful tells everybody to come back', async () => {
    const { closed } = await connect()
    expect(await press('graceful')).toContain('3 s')
    expect(await closed).toBe(1012)
  })

  test('kick closes every link with the final code', async () => {
    const { closed } = await connect()
    expect(await press('kick')).toBe('kicked 1 link with 4501')
    expect(await closed).toBe(4501)
  })

  test('freeze and thaw say how many links they reach', async () => {
    expect(await press('freeze')).toBe('silent on 0 links')
    await connect()
    expect(await press('freeze')).toBe('silent on 1 link')
    expect(await press('thaw')).toContain('answers')
  })

  test('refuse answers new links with 503', async () => {
    await press('refuse')
    expect((await connect()).outcome).toContain('503')
  })

  test('slow is a switch', async () => {
    expect([isOn('slow'), await press('slow'), isOn('slow')]).toEqual([
      false,
      'every frame takes 400 ms longer',
      true,
    ])
    expect([await press('slow'), isOn('slow')]).toEqual(['at full speed again', false])
  })

  test('each has a name and says what it does', () => {
    for (const { id, label, about } of controls) {
      expect([id, label === '', about.endsWith('.')]).toEqual([id, false, true])
    }
  })
})
