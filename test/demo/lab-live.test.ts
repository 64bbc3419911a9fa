/** The lab against the real server, over real links: what each button promises is seen. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { JSDOM } from 'jsdom'
import { WebSocket } from 'ws'
import { startServer, type DemoServer } from '../../miniprogram-demo/server.js'
import { launch, type Phone, type PhonePage } from './support/phone'
import { until } from './support/real-client'

const EXPIRY_MS = 20_000

/** The part of a card that a trial changes. */
interface Card {
  readonly id: string
  readonly tone: string
  readonly verdict: string
  readonly steps: readonly { readonly text: string; readonly at: string }[]
}

let server: DemoServer
let phone: Phone
let page: PhonePage

beforeEach(async () => {
  // The server wants Node's own environment, the page a document.
  Object.assign(globalThis, { document: new JSDOM().window.document })
  server = await startServer()
  const query = { server: encodeURIComponent(server.url), name: 'ann', timings: 'fast' }
  phone = await launch(query, undefined, { live: { WebSocket: WebSocket as never } })
  page = phone.open('pages/lab/lab')
  // Answered once messages flow.
  await phone.app.delivery.request({ query: 'online' })
})

afterEach(async () => {
  const { delivery, socket } = phone.app
  delivery.stop()
  socket.close()
  phone.kill()
  await server.close()
})

function card(id: string): Card {
  const found = [...(page.data['calls'] as Card[]), ...(page.data['faults'] as Card[])].find(
    (one) => one.id === id,
  )
  if (!found) throw new Error(`the lab has no card ${id}`)
  return found
}

const press = (id: string) => page.call('onTry', { currentTarget: { dataset: { id } } })

/** Presses a button, and waits for what comes of it. */
async function tryOut(id: string): Promise<Card> {
  press(id)
  await until(() => !['none', 'running'].includes(card(id).tone), EXPIRY_MS)
  return card(id)
}

const FAULTS = 'kick drop freeze thaw refuse down graceful forget mute burst slow fast'.split(' ')

describe('a fault of the server', () => {
  test('has a button for each of them', () => {
    expect((page.data['faults'] as Card[]).map(({ id }) => id)).toEqual(FAULTS)
  })

  test('that the server knows is one of these: it names its commands', async () => {
    const answer = await phone.app.delivery.request({ command: 'fly' }).catch(String)
    const [, names = ''] = /there is (.*)$/.exec(String(answer)) ?? []
    const known = names.split(', ')
    expect(known).toContain('kick')
    // The ticker's own page, and slow off again, are no faults.
    expect(known.filter((name) => name !== 'ticker')).toEqual(FAULTS.filter((id) => id !== 'fast'))
  })

  test.each(FAULTS)(
    'of the button %s leads to what it promises',
    async (id) => {
      const { verdict, steps } = await tryOut(id)
      expect(verdict).toMatch(/^Seen after [\d.]+ m?s$/)
      expect(steps.filter(({ at }) => at === '')).toEqual([])
    },
    EXPIRY_MS,
  )

  test(
    'that freezes the link has a way out: thaw passes a frozen link',
    async () => {
      press('freeze')
      // The server freezes a moment after its answer.
      await new Promise((resolve) => setTimeout(resolve, 150))
      expect((await tryOut('thaw')).verdict).toMatch(/^Seen after/)
      expect(card('freeze').verdict).toBe('Ended by Thaw')
      expect(phone.app.socket.stats().links).toBe(1)
    },
    EXPIRY_MS,
  )
})

describe('a call of the socket', () => {
  test.each(['probe', 'reconnect', 'close'])(
    '%s leads to what it promises',
    async (id) => {
      expect((await tryOut(id)).verdict).toMatch(/^Seen after/)
    },
    EXPIRY_MS,
  )

  test('connect opens a link again after a kick', async () => {
    press('kick')
    await until(() => phone.app.socket.state === 'closed')
    expect((await tryOut('connect')).verdict).toMatch(/^Seen after/)
    expect(card('kick').verdict).toBe('Ended by connect()')
  })
})
