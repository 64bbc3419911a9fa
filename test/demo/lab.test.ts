/**
 * The lab as it stands in the repository, in WeChat's component framework; the server is played by hand.
 *
 * @jest-environment jsdom
 */
import { afterEach, describe, expect, test } from '@jest/globals'
import { launch, welcome, type Phone, type PhonePage } from './support/phone'
import type { ScriptedServer } from './support/scripted-server'

let phone: Phone
let server: ScriptedServer
let page: PhonePage

afterEach(() => phone.kill())

/** Opens the lab on an open link. */
async function enter(query: Record<string, string> = { name: 'ann' }) {
  phone = await launch(query)
  server = await welcome(phone)
  page = phone.open('pages/lab/lab')
}

interface Card {
  readonly id: string
  readonly label: string
  readonly tone: string
  readonly verdict: string
  readonly steps: readonly { readonly text: string; readonly at: string }[]
}

function card(id: string): Card {
  const all = [...(page.data['calls'] as Card[]), ...(page.data['faults'] as Card[])]
  const found = all.find((one) => one.id === id)
  if (!found) throw new Error(`the lab has no card ${id}`)
  return found
}

const press = (id: string) => page.tap(`.try-${id}`)

/** Time passes, and what the page sets soon is set. */
const pass = (ms: number) => {
  phone.fake.clock.advance(ms)
  phone.draw()
}
const asked = () =>
  server
    .frames()
    .filter(({ ask }) => ask === true)
    .map(({ body }) => body)
const value = (name: string) => page.texts('.value')[page.texts('.name').indexOf(name)]
const seconds = (text = '') => Number(text.replace(' s', ''))

describe('what the lab shows', () => {
  test('is the state, lit in the diagram, and the way that led there', async () => {
    await enter()
    expect(page.texts('.lit')).toEqual(['open'])
    expect(page.texts('.last')).toEqual(['connecting → open: opened'])
    expect(page.attributes('.taken', 'style')).toHaveLength(1)
    phone.lastTask().close(1006, '')
    phone.draw()
    expect(page.texts('.lit')).toEqual(['waiting'])
    expect(page.texts('.left')).toEqual(['open'])
    expect(page.texts('.last')).toEqual(['open → waiting: network'])
    expect(page.attributes('.frame[aria-role="img"]', 'aria-label')).toEqual([
      'The socket is waiting, after open: network',
    ])
  })

  test('is a box for each of the eight states', async () => {
    await enter()
    expect(page.texts('.diagram .box').sort()).toEqual([
      'closed',
      'closing',
      'connecting',
      'gave-up',
      'idle',
      'open',
      'suspended',
      'waiting',
    ])
  })

  test('is a countdown to the next attempt, which stands still while nobody sees it', async () => {
    await enter()
    phone.lastTask().close(1006, '')
    phone.draw()
    expect(value('Retry')).toBe('1/12')
    const first = seconds(value('Next attempt in'))
    expect(first).toBeGreaterThanOrEqual(4)
    pass(2_000)
    const second = seconds(value('Next attempt in'))
    expect(second).toBeLessThan(first)
    page.hide()
    pass(1_000)
    expect(seconds(value('Next attempt in'))).toBe(second)
    page.show()
    phone.draw()
    expect(seconds(value('Next attempt in'))).toBeLessThan(second)
  })

  test('is what is not delivered, the round trip, the last close and the last error', async () => {
    await enter()
    void phone.app.delivery.send({ room: 'general', text: 'hello' })
    press('probe')
    phone.fake.clock.advance(40)
    phone.lastTask().message('pong')
    phone.draw()
    expect(value('Not delivered')).toBe('1')
    expect(value('Round trip')).toBe('40 ms')
    phone.lastTask().error({ errMsg: 'the network is gone' })
    phone.lastTask().close(1006, '')
    phone.draw()
    expect(value('Last close')).toBe('1006 · network')
    expect(page.texts('.error')[0]).toMatch(/^Last error: E_NETWORK: /)
  })

  test('is the history, the latest first, to copy as JSON', async () => {
    await enter()
    const entries = page.texts('.box > .entry')
    expect(entries[0]).toMatch(/^\d\d:\d\d:\d\d connecting → open: /)
    expect(entries.at(-1)).toMatch(/^\d\d:\d\d:\d\d idle → connecting: /)
    page.tap('.pill')
    expect(JSON.parse(phone.screen.clipboard[0] ?? '')).toEqual(phone.app.socket.history())
  })

  test('is every counter of stats()', async () => {
    await enter()
    for (const name of Object.keys(phone.app.socket.stats())) {
      expect(page.texts('.name')).toContain(name)
    }
  })
})

describe('a button for a fault', () => {
  test.each([
    ['kick', { command: 'kick' }],
    ['drop', { command: 'drop' }],
    ['freeze', { command: 'freeze' }],
    ['thaw', { command: 'thaw' }],
    ['refuse', { command: 'refuse', seconds: 8 }],
    ['down', { command: 'down', seconds: 8 }],
    ['graceful', { command: 'graceful', seconds: 8 }],
    ['forget', { command: 'forget' }],
    ['mute', { command: 'mute', seconds: 8 }],
    ['burst', { command: 'burst', count: 100 }],
    ['slow', { command: 'slow', ms: 200 }],
    ['fast', { command: 'slow', ms: 0 }],
  ])('%s asks for %j and watches', async (id, body) => {
    await enter()
    press(id)
    phone.draw()
    expect(asked().at(-1)).toEqual(body)
    expect(card(id)).toMatchObject({ tone: 'running', verdict: 'Watching, 0 s' })
  })

  test('says what to expect before it is pressed, in the times of this launch', async () => {
    await enter()
    expect(card('drop').steps.map(({ text }) => text)).toEqual([
      'Closed by the network, 1006',
      'Retry 1/12 is due',
      'Open again, 6 s later at most',
    ])
    expect(card('freeze').steps[0]?.text).toBe('Found dead after 20 s of silence')
    phone.kill()
    await enter({ name: 'ann', timings: 'fast' })
    expect(card('drop').steps[2]?.text).toBe('Open again, 0.6 s later at most')
    expect(card('freeze').steps[0]?.text).toBe('Found dead after 2 s of silence')
    expect(card('down').label).toBe('Down 4 s')
  })

  test('says step by step what was seen, and how long it took', async () => {
    await enter()
    press('drop')
    pass(100)
    phone.lastTask().close(1006, '')
    pass(0)
    expect(card('drop').steps.map(({ at }) => at)).toEqual(['0.2 s', '0.2 s', ''])
    expect(page.texts('.done .step-text')).toEqual([
      'Closed by the network, 1006',
      'Retry 1/12 is due',
    ])
    while (phone.fake.tasks.length === 1) phone.fake.clock.advance(100)
    phone.lastTask().open()
    phone.draw()
    expect(card('drop')).toMatchObject({
      tone: 'seen',
      verdict: expect.stringMatching(/^Seen after [4-6](\.\d)? s$/),
    })
  })

  test('says so when it was not seen in time', async () => {
    await enter()
    press('drop')
    pass(12_000)
    expect(card('drop').tone).toBe('missed')
    expect(card('drop').verdict).toMatch(/^Not seen within 1[01](\.\d)? s$/)
  })

  test('says so when the server will not', async () => {
    await enter()
    press('kick')
    server.reply({ error: 'no such command' })
    await phone.settle()
    phone.draw()
    expect(card('kick')).toMatchObject({ tone: 'ended', verdict: 'E_REFUSED: no such command' })
  })

  test('asks for nothing without an open link, and says why', async () => {
    await enter()
    phone.lastTask().close(1006, '')
    const before = asked().length
    press('kick')
    phone.draw()
    expect(card('kick').verdict).toBe('It takes an open link to ask for it: it is waiting')
    expect(asked()).toHaveLength(before)
  })

  test('is not seen in the retry of a kick', async () => {
    await enter()
    press('kick')
    phone.lastTask().close(4501, 'enough')
    pass(1_000)
    expect(card('kick').steps.map(({ at }) => at !== '')).toEqual([true, false])
    pass(3_000)
    expect(card('kick').tone).toBe('seen')
    expect(phone.fake.connectCalls).toHaveLength(1)
  })

  test('to refuse reconnects once the server has answered, so that it is seen', async () => {
    await enter()
    press('refuse')
    server.reply({ body: 'refuses' })
    await phone.settle()
    expect(phone.app.socket.state).toBe('connecting')
  })

  test('to mute says something, which nobody hears', async () => {
    await enter()
    press('mute')
    server.reply({ body: 'refuses what you say' })
    await phone.settle()
    expect(asked().at(-1)).toEqual({ room: 'general', text: expect.any(String) })
    server.reply({ error: 'you are muted' })
    await phone.settle()
    phone.draw()
    expect(card('mute').tone).toBe('seen')
  })
})

describe('a button for a call', () => {
  test('calls what it says', async () => {
    await enter()
    press('reconnect')
    expect(phone.app.socket.state).toBe('connecting')
    press('close')
    expect(['closing', 'closed']).toContain(phone.app.socket.state)
    pass(1_000)
    press('connect')
    expect(phone.app.socket.state).toBe('connecting')
  })

  test('that has no effect in this state says so', async () => {
    await enter()
    press('connect')
    phone.draw()
    expect(card('connect')).toMatchObject({
      tone: 'ended',
      verdict: 'No effect: it is open already',
    })
  })

  test('close() stays away, and connect() comes back', async () => {
    await enter()
    press('close')
    pass(5_000)
    expect(card('close').tone).toBe('seen')
    press('connect')
    phone.fake.clock.advance(0)
    phone.lastTask().open()
    phone.draw()
    expect(card('connect').tone).toBe('seen')
  })
})

describe('the timeline', () => {
  test('is said in words, and remembers what was pressed', async () => {
    await enter()
    press('drop')
    phone.lastTask().close(1006, '')
    pass(1_000)
    const [words] = page.attributes('[aria-role="img"]', 'aria-label').slice(-1)
    expect(words).toMatch(
      /^The last 3 minutes: .*1 close, the last one network with 1006\. 1 retry\./,
    )
  })

  test('shows as many minutes as are chosen', async () => {
    await enter()
    expect(page.texts('.window.chosen')).toEqual(['3'])
    page.call('onWindow', { currentTarget: { dataset: { minutes: 1 } } })
    phone.draw()
    expect(page.texts('.window.chosen')).toEqual(['1'])
    expect(page.attributes('[aria-role="img"]', 'aria-label').at(-1)).toMatch(
      /^The last 1 minute: /,
    )
  })
})

describe('a lab that stands still', () => {
  test('sets nothing that did not change', async () => {
    await enter()
    pass(2_000)
    page.setDataCalls.length = 0
    pass(3_000)
    expect(page.setDataCalls).toEqual([])
  })
})

describe('a lab that is left', () => {
  test('sets nothing while it is hidden, and catches up when it is seen', async () => {
    await enter()
    page.hide()
    page.setDataCalls.length = 0
    phone.lastTask().close(1006, '')
    pass(5_000)
    expect(page.setDataCalls).toEqual([])
    page.show()
    phone.draw()
    expect(page.texts('.lit')).not.toEqual(['open'])
  })

  test('leaves no timer and no listener behind, however often it was opened', async () => {
    phone = await launch()
    server = await welcome(phone)
    const { clock } = phone.fake
    const before = clock.pending
    const pages: PhonePage[] = []
    for (let opening = 0; opening < 8; opening += 1) {
      page = phone.open('pages/lab/lab')
      press('drop')
      page.close()
      page.setDataCalls.length = 0
      pages.push(page)
    }
    await phone.settle()
    // Requests that wait for their answer are the delivery's.
    expect(clock.pending).toBeLessThanOrEqual(before + 1)
    phone.lastTask().close(1006, '')
    clock.advance(20_000)
    expect(pages.flatMap(({ setDataCalls }) => setDataCalls)).toEqual([])
  }, 20_000)
})
