/** The protocols page against the real server: MQTT.js as it is bundled, over the `WebSocket` of the package and real links. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { JSDOM } from 'jsdom'
import { WebSocket } from 'ws'
import { startServer, type DemoServer } from '../../miniprogram-demo/server.js'
import { bundleVendor } from '../../miniprogram-demo/vendor/bundle.mjs'
import { launch, type Phone, type PhonePage } from './support/phone'
import { until } from './support/real-client'

const EXPIRY_MS = 20_000
/** Long enough for what must not come to have come. */
const QUIET_MS = 200

let server: DemoServer
let phone: Phone
let page: PhonePage
let said: string[]

beforeAll(() => void bundleVendor(), EXPIRY_MS)

beforeEach(async () => {
  Object.assign(globalThis, { document: new JSDOM().window.document })
  said = []
  server = await startServer()
  server.onSay(({ room, from, text }) => said.push(`${room} ${from}: ${text}`))
  const query = { server: encodeURIComponent(server.url), name: 'ann', timings: 'fast' }
  phone = await launch(query, undefined, { live: { WebSocket: WebSocket as never } })
  page = phone.open('packages/protocols/protocols')
  await until(() => shownPackets().includes('← SUBACK'))
})

afterEach(async () => {
  page.close()
  // A client that still waits for an answer when its host is gone keeps its timer, and the test its process.
  await until(() => openLinks().length === 0)
  phone.app.delivery.stop()
  phone.app.socket.close()
  phone.kill()
  await server.close()
})

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What the page says went over the wire, oldest first. */
function shownPackets(): string[] {
  const [ways, names] = [page.texts('.way'), page.texts('.wire .name')]
  return names.map((name, at) => `${ways[at]} ${name}`).reverse()
}

const lines = () => page.texts('.bubble')
const openLinks = () =>
  phone.fake.tasks.filter(({ url, state }) => url.endsWith('/mqtt') && state !== 'closed')

function publish(text: string): void {
  page.call('onInput', { detail: { value: text } })
  page.tap('.send')
}

describe('the protocols page', () => {
  test('connects and subscribes, and shows the packets that do it', () => {
    expect(page.texts('.link-text')).toEqual(['Connected over MQTT'])
    expect(shownPackets()).toEqual(['→ CONNECT', '← CONNACK', '→ SUBSCRIBE', '← SUBACK'])
    expect(page.texts('.about')).toContain('rooms/general')
  })

  test('says what is published, and shows it when it comes back', async () => {
    publish(' hello ')
    expect(page.data['draft']).toBe('')
    await until(() => lines().length > 0)
    expect(page.texts('.mine .bubble')).toEqual(['hello'])
    expect(said).toEqual(['general ann: hello'])
    const packets = shownPackets()
    expect(packets.slice(4).sort()).toEqual(['← PUBACK', '← PUBLISH', '→ PUBLISH'])
  })

  test('shows what is said in the chat of the same room, and of no other', async () => {
    await server.say('help', 'bob', 'elsewhere', 'b:1')
    await server.say('general', 'bob', 'hello', 'b:2')
    await until(() => lines().length > 0)
    await pause(QUIET_MS)
    expect(page.texts('.theirs .bubble')).toEqual(['hello'])
    expect(page.texts('.from')).toEqual(['bob'])
  })

  test('changes the room', async () => {
    await server.say('general', 'bob', 'hello', 'b:1')
    await until(() => lines().length > 0)
    page.tap('.room-help')
    expect(lines()).toEqual([])
    expect(page.attributes('.room-help', 'aria-checked')).toEqual(['true'])
    await until(() => shownPackets().filter((packet) => packet === '← SUBACK').length === 2)
    await server.say('general', 'bob', 'not here', 'b:2')
    await server.say('help', 'bob', 'help!', 'b:3')
    await until(() => lines().length > 0)
    await pause(QUIET_MS)
    expect(lines()).toEqual(['help!'])
  })

  test('shows why something was not said', async () => {
    server.mute('ann', 60)
    publish('hello')
    await until(() => lines().length > 0)
    expect(page.texts('.notice .bubble')).toEqual(['you are muted'])
  })

  test(
    'cuts the link, and MQTT.js comes back with what was published meanwhile',
    async () => {
      page.tap('.cut-link')
      await until(() => page.texts('.link-text').join() === 'Link lost, back in 2 s')
      expect(page.attributes('.cut-link', 'aria-disabled')).toEqual(['true'])
      publish('said in the dark')
      await until(() => said.length > 0, EXPIRY_MS)
      expect(said).toEqual(['general ann: said in the dark'])
      expect(shownPackets()).toContain('× LINK CLOSED')
      await until(() => page.texts('.link-text').join() === 'Connected over MQTT')
      expect(openLinks()).toHaveLength(1)
    },
    EXPIRY_MS,
  )

  test('says goodbye when it is closed, and leaves no link and shows nothing more', async () => {
    page.close()
    const calls = page.setDataCalls.length
    await until(() => openLinks().length === 0)
    await pause(QUIET_MS)
    expect(page.setDataCalls).toHaveLength(calls)
    expect(phone.fake.tasks.filter(({ url }) => url.endsWith('/mqtt'))).toHaveLength(1)
  })

  test(
    'leaves nothing behind when it is closed while there is no link',
    async () => {
      await server.kill()
      await until(() => page.texts('.link-text').join() === 'Link lost, back in 2 s')
      page.close()
      const tries = phone.fake.tasks.filter(({ url }) => url.endsWith('/mqtt')).length
      await pause(2_500)
      expect(phone.fake.tasks.filter(({ url }) => url.endsWith('/mqtt'))).toHaveLength(tries)
      await server.restart()
    },
    EXPIRY_MS,
  )
})
