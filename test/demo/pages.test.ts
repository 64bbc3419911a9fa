/**
 * The demo's pages as they stand in the repository: rendered by WeChat's component framework, their code on a real
 * socket, the host a scripted fake.
 *
 * @jest-environment jsdom
 */
import { afterEach, describe, expect, test } from '@jest/globals'
import { createPhoneStorage } from '../../scripts/start/phone-storage.mjs'
import { type Phone, type PhonePage, launch as launchPhone, welcome } from './support/phone'

const CHAT = 'pages/chat/chat'
const ROOMS = 'pages/rooms/rooms'

let phone: Phone
const ends: Array<() => void> = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function launch(...args: Parameters<typeof launchPhone>): Promise<Phone> {
  phone = await launchPhone(...args)
  const { kill } = phone
  ends.push(kill)
  return phone
}

/** Launches, opens the link, welcomes. */
async function enter(...args: Parameters<typeof launchPhone>) {
  await launch(...args)
  return welcome(phone)
}

const openChat = (room = 'general') => phone.open(CHAT, { room })

const type = (page: PhonePage, text: string) => page.call('onInput', { detail: { value: text } })

function say(page: PhonePage, text: string) {
  type(page, text)
  page.call('onSend')
  phone.draw()
}

const lineTexts = (page: PhonePage) =>
  (page.data['lines'] as { text: string }[]).map(({ text }) => text)
const marks = (page: PhonePage) => page.attributes('.line .mark', 'aria-label')
const strip = (page: PhonePage) => page.texts('.strip-text')[0]

describe('the name', () => {
  test('is that of the launch, and the same one at the next', async () => {
    const storage = createPhoneStorage()
    await launch({ name: 'ann' }, storage)
    expect(phone.lastTask().url).toBe('ws://demo.example/?name=ann')
    phone.kill()
    await launch({}, storage)
    expect(phone.lastTask().url).toBe('ws://demo.example/?name=ann')
  })

  test('is made up where there is none, and kept', async () => {
    const storage = createPhoneStorage()
    await launch({}, storage)
    const { url } = phone.lastTask()
    expect(url).toMatch(/name=guest-\w{1,6}$/)
    phone.kill()
    await launch({}, storage)
    expect(phone.lastTask().url).toBe(url)
  })
})

describe('the list of rooms', () => {
  test('names the rooms, what they are for, and the way into them', async () => {
    await enter()
    const page = phone.open(ROOMS)
    expect(page.texts('.room-title')).toEqual(['General', 'Help', 'Random'])
    expect(page.texts('.room-last')[1]).toBe('Questions, and now and then an answer')
    expect(page.attributes('.room', 'url')[1]).toBe('/pages/chat/chat?room=help')
    expect(page.texts('.who-name')).toEqual(['You are ann'])
  })

  test('shows the last line of a room, when it was said, and how many are unread', async () => {
    const server = await enter()
    const page = phone.open(ROOMS)
    server.say('b:1', 'bob', 'anybody here?', 'help')
    server.say('b:2', 'bob', 'hello?', 'help')
    phone.draw()
    expect(page.texts('.room-last')[1]).toBe('bob: hello?')
    expect(page.texts('.room-time')[1]).toMatch(/^\d\d:\d\d$/)
    expect(page.texts('.room-unread')).toEqual(['2'])
    expect(page.attributes('.room', 'aria-label')[1]).toMatch(
      /^Help, 2 unread, bob: hello\?, \d\d:\d\d$/,
    )
  })

  test('shows mine as mine, and as not sent when it failed', async () => {
    const server = await enter()
    say(openChat('random'), 'hello')
    const page = phone.open(ROOMS)
    expect(page.texts('.room-last')[2]).toBe('You: hello')
    server.send({ type: 'reject', seq: server.said()[0]?.['seq'], reason: 'you are muted' })
    phone.draw()
    expect(page.texts('.room-last')[2]).toBe('Not sent: hello')
    expect(page.texts('.room-unread')).toEqual([])
  })

  test('says how many are online, and when the link is gone', async () => {
    const server = await enter()
    const page = phone.open(ROOMS)
    server.tell({ type: 'presence', online: ['ann', 'bob'] })
    phone.draw()
    expect(page.texts('.who-online')).toEqual(['2 online'])
    phone.lastTask().close(1006, '')
    phone.draw()
    expect(page.texts('.who-online')).toEqual(['not connected'])
    expect(page.bar()).toBe('')
    phone.fake.clock.advance(1_500)
    expect(page.bar()).toBe('Reconnecting 1/12…')
  })

  test('takes a burst of 1,000 messages in a handful of calls, with only the paths that changed', async () => {
    const server = await enter()
    const page = phone.open(ROOMS)
    for (let line = 1; line <= 1_000; line += 1) server.say(`b:${line}`, 'bob', `${line}`, 'help')
    phone.draw()
    expect(page.setDataCalls.length).toBeLessThanOrEqual(2)
    const paths = page.setDataCalls.flatMap((values) => Object.keys(values))
    expect(new Set(paths)).toEqual(
      new Set(['last', 'time', 'unread', 'label'].map((name) => `rows[1].${name}`)),
    )
    expect(page.texts('.room-last')[1]).toBe('bob: 1000')
    expect(page.texts('.room-unread')).toEqual(['99+'])
  })
})

describe('what is unread', () => {
  test('is on the tab, over all rooms, until each is looked at', async () => {
    const server = await enter()
    phone.open(ROOMS)
    server.say('b:1', 'bob', 'one', 'help')
    server.say('b:2', 'bob', 'two', 'random')
    server.say('b:3', 'bob', 'three', 'random')
    phone.draw()
    expect(phone.screen.badge).toBe('3')
    openChat('random')
    expect(phone.screen.badge).toBe('1')
    openChat('help')
    expect(phone.screen.badge).toBe('')
  })

  test('is nothing in the room that one looks at, and counts again when one looks away', async () => {
    const server = await enter()
    const page = openChat('help')
    server.say('b:1', 'bob', 'seen', 'help')
    expect(phone.app.rooms.unread).toBe(0)
    page.hide()
    server.say('b:2', 'bob', 'unseen', 'help')
    expect(phone.app.rooms.unread).toBe(1)
    page.show()
    expect(phone.app.rooms.unread).toBe(0)
    page.close()
    server.say('b:3', 'bob', 'unseen too', 'help')
    expect(phone.app.rooms.unread).toBe(1)
  })

  test('counts what others said, once, and nothing else', async () => {
    const server = await enter()
    server.say('b:1', 'bob', 'hello', 'help')
    server.say('b:1', 'bob', 'hello', 'help')
    server.say('other:1', 'ann', 'from my other phone', 'help')
    server.tell({ type: 'notice', text: 'burst 1/1' })
    expect(phone.app.rooms.unread).toBe(1)
  })

  test('sets the badge a few times for a burst, and again when a page with tabs is back', async () => {
    const server = await enter()
    const page = phone.open(ROOMS)
    const before = phone.screen.badgeCalls
    for (let line = 1; line <= 150; line += 1) server.say(`b:${line}`, 'bob', `${line}`)
    phone.draw()
    expect(phone.screen.badge).toBe('99+')
    expect(phone.screen.badgeCalls).toBe(before + 1)
    // Behind a page without tabs the call had failed.
    phone.screen.badge = ''
    page.hide()
    page.show()
    expect(phone.screen.badge).toBe('99+')
  })
})

describe('a room', () => {
  test('has its title, and only what was said in it', async () => {
    const server = await enter()
    const page = openChat('help')
    expect(phone.screen.title).toBe('Help')
    expect(page.texts('.empty')).toEqual(['Nobody has said anything yet.'])
    server.say('b:1', 'bob', 'here: help', 'help')
    server.say('b:2', 'bob', 'elsewhere', 'random')
    phone.draw()
    expect(page.texts('.from')).toEqual(['bob'])
    expect(page.texts('.bubble')).toEqual(['here: help'])
    expect(page.texts('.empty')).toEqual([])
  })

  test.each(['', 'attic'])('is the first one where a link names "%s"', async (room) => {
    await enter()
    openChat(room)
    expect(phone.screen.title).toBe('General')
  })

  test('shows notices of the server', async () => {
    const server = await enter()
    const page = openChat()
    server.tell({ type: 'notice', text: 'burst 1/1' })
    phone.draw()
    expect(page.texts('.notice')).toEqual(['burst 1/1'])
  })

  test('shows a message once, also when the server says it again', async () => {
    const server = await enter()
    const page = openChat()
    server.say('b:1', 'bob', 'hi')
    server.say('b:1', 'bob', 'hi')
    phone.draw()
    expect(page.texts('.bubble')).toEqual(['hi'])
  })

  test('names who speaks once for what is said in one go, and tells the time after a pause', async () => {
    const server = await enter()
    const page = openChat()
    const atMs = Date.now()
    server.say('b:1', 'bob', 'one', 'general', atMs)
    server.say('b:2', 'bob', 'two', 'general', atMs + 1_000)
    server.say('c:1', 'cleo', 'three', 'general', atMs + 2_000)
    server.say('c:2', 'cleo', 'four', 'general', atMs + 302_000)
    phone.draw()
    expect(page.texts('.from')).toEqual(['bob', 'cleo', 'cleo'])
    expect(page.texts('.time')).toHaveLength(2)
  })

  test('shows who is online: who was there, who comes, who leaves', async () => {
    const server = await enter()
    const page = openChat()
    server.reply({ body: { type: 'presence', online: ['ann', 'bob'] } })
    await phone.settle()
    phone.draw()
    expect(strip(page)).toBe('Online: ann (you), bob')
    server.tell({ type: 'presence', online: ['ann'] })
    phone.draw()
    expect(strip(page)).toBe('Online: ann (you)')
  })

  test('says with a divider where messages are missing', async () => {
    const server = await enter()
    const page = openChat('help')
    server.say('b:1', 'bob', 'before', 'help')
    phone.lastTask().close(1006, '')
    phone.fake.clock.advance(6_000)
    const other = await welcome(phone, { session: 's2' })
    other.say('b:9', 'bob', 'after', 'help')
    phone.draw()
    expect(page.texts('.gap')).toEqual(['some messages are missing'])
    expect(lineTexts(page)).toEqual(['before', 'some messages are missing', 'after'])
  })
})

describe('what I say', () => {
  test('goes out without the spaces around it, into the room, and the input is empty', async () => {
    const server = await enter()
    const page = openChat('random')
    expect(page.attributes('.send', 'aria-disabled')).toEqual(['true'])
    type(page, '  hello ')
    page.tap('.send')
    expect(server.said().map(({ body }) => body)).toEqual([{ room: 'random', text: 'hello' }])
    expect(page.data['draft']).toBe('')
    page.tap('.send')
    expect(server.said()).toHaveLength(1)
  })

  test('has a mark that a screen reader says: sending, then delivered', async () => {
    const server = await enter()
    const page = openChat()
    say(page, 'hello')
    expect(page.texts('.mine .bubble')).toEqual(['hello'])
    expect(marks(page)).toEqual(['sending'])
    expect(page.texts('.line .mark.sending')).toHaveLength(1)
    server.acknowledge()
    phone.draw()
    expect(marks(page)).toEqual(['delivered'])
    expect(page.texts('.line .mark.delivered')).toHaveLength(1)
  })

  test('is delivered as well when it comes back before the receipt', async () => {
    const server = await enter()
    const page = openChat()
    say(page, 'hello')
    const [hello] = server.frames()
    const [said] = server.said()
    server.say(`${String(hello?.['sender'])}:${String(said?.['seq'])}`, 'ann', 'hello')
    phone.draw()
    expect(page.texts('.bubble')).toEqual(['hello'])
    expect(marks(page)).toEqual(['delivered'])
    server.acknowledge()
    phone.draw()
    expect(marks(page)).toEqual(['delivered'])
  })

  test('on another device under this name is mine too', async () => {
    const server = await enter()
    const page = openChat()
    server.say('other:1', 'ann', 'from the other phone')
    phone.draw()
    expect(page.texts('.mine .bubble')).toEqual(['from the other phone'])
    expect(marks(page)).toEqual(['delivered'])
  })

  test('waits while there is no link, is counted, and goes out in order when there is one', async () => {
    await enter()
    const page = openChat()
    phone.lastTask().close(1006, '')
    phone.draw()
    expect(strip(page)).toBe('What you write is sent later')
    say(page, 'one')
    say(page, 'two')
    expect(strip(page)).toBe('2 to send')
    expect(marks(page)).toEqual(['sending', 'sending'])
    phone.fake.clock.advance(6_000)
    const server = await welcome(phone, { resumed: true })
    expect(server.said().map(({ body }) => body)).toEqual([
      { room: 'general', text: 'one' },
      { room: 'general', text: 'two' },
    ])
    server.acknowledge()
    phone.draw()
    expect(marks(page)).toEqual(['delivered', 'delivered'])
  })

  test('fails with the reason when it was refused; a tap sends it again', async () => {
    const server = await enter()
    const page = openChat()
    say(page, 'first')
    server.acknowledge()
    say(page, 'hello')
    const refused = server.said()[1]?.['seq']
    server.send({ type: 'reject', seq: refused, reason: 'you are muted' })
    phone.draw()
    expect(page.texts('.again')).toEqual(['Not sent: you are muted. Tap to send again'])
    expect(marks(page)).toEqual(['delivered', 'failed'])

    page.tap('.again')
    phone.draw()
    expect(page.texts('.again')).toEqual([])
    expect(page.texts('.bubble')).toEqual(['first', 'hello'])
    expect(marks(page)).toEqual(['delivered', 'sending'])
    server.acknowledge()
    phone.draw()
    expect(marks(page)).toEqual(['delivered', 'delivered'])
  })

  test('fails when it could not be delivered for a day', async () => {
    await enter()
    const page = openChat()
    phone.lastTask().close(4501, 'kicked')
    say(page, 'hello')
    phone.fake.clock.advance(86_300_000)
    expect(marks(page)).toEqual(['sending'])
    phone.fake.clock.advance(200_000)
    expect(page.texts('.again')).toEqual(['Not sent: it took too long. Tap to send again'])
  })

  test('is there after the app was killed, in its room, and goes out', async () => {
    const storage = createPhoneStorage()
    const server = await enter({ name: 'ann' }, storage)
    say(openChat(), 'old, but delivered')
    server.acknowledge()
    phone.lastTask().close(1006, '')
    say(openChat('help'), 'one')
    say(openChat('random'), 'two')
    await phone.settle()
    phone.kill()
    await launch({}, storage)
    const [help, random] = [openChat('help'), openChat('random')]
    expect([help, random].map(lineTexts)).toEqual([['one'], ['two']])
    expect([help, random].flatMap(marks)).toEqual(['sending', 'sending'])
    const again = await welcome(phone, { resumed: true, next: 1 })
    const said = again.said()
    expect(said.map(({ body }) => body)).toEqual([
      { room: 'help', text: 'one' },
      { room: 'random', text: 'two' },
    ])
    again.send({ type: 'ack', sender: said[0]?.['sender'], ack: said[1]?.['seq'] })
    phone.draw()
    expect([help, random].flatMap(marks)).toEqual(['delivered', 'delivered'])
  })

  test('and did not send is there when the room is opened again, in that room only', async () => {
    await enter()
    const page = openChat('help')
    type(page, 'half a thou')
    page.close()
    expect(openChat('random').data['draft']).toBe('')
    expect(openChat('help').data['draft']).toBe('half a thou')
  })
})

describe('what is wrong with the link', () => {
  test('is on the status bar, and what to do about it in the room', async () => {
    await launch()
    const page = openChat()
    expect(strip(page)).toBe('What you write is sent later')
    await welcome(phone)
    phone.lastTask().close(4501, 'enough')
    phone.draw()
    expect(page.bar()).toBe('Signed out')
    expect(strip(page)).toBe('Kicked: enough')
    phone.fake.clock.advance(60_000)
    expect(phone.fake.connectCalls).toHaveLength(1)
    page.tap('.action')
    expect(phone.app.socket.state).toBe('connecting')
  })

  test.each([
    [4502, 'signed in elsewhere', 'Signed in on another device', 'Sign in here'],
    [4503, 'no such name', 'Signed out', 'Connect'],
    [4600, 'moved', 'Connection lost. Tap to retry', 'Connect'],
  ])('after a close with %i offers to go on', async (code, reason, bar, action) => {
    await enter()
    const page = openChat()
    expect(page.texts('.action')).toEqual([])
    phone.lastTask().close(code, reason)
    phone.draw()
    expect(page.bar()).toBe(bar)
    expect(page.texts('.action')).toEqual([action])
    page.tap('.action')
    expect(phone.app.socket.state).toBe('connecting')
  })

  test('is said too where the phone loses the code of the close, and only the bye came', async () => {
    const server = await enter()
    const page = openChat()
    server.send({ type: 'bye', code: 4502, reason: 'signed in elsewhere' })
    phone.lastTask().close(1006, '')
    phone.draw()
    expect(page.texts('.action')).toEqual(['Sign in here'])
    expect(page.bar()).toBe('Signed in on another device')
  })

  test('is nothing that the user closed, but there is a way back', async () => {
    await enter()
    const page = openChat()
    phone.app.socket.close()
    phone.lastTask().close(1000, '')
    phone.draw()
    expect(page.bar()).toBe('')
    expect(strip(page)).toBe('Closed')
    page.tap('.action')
    expect(phone.app.socket.state).toBe('connecting')
  })

  test('after the last retry can be tapped on the bar and in the room', async () => {
    await enter()
    const page = openChat()
    phone.lastTask().close(1006, '')
    for (let retry = 1; retry <= 12; retry += 1) {
      phone.fake.clock.advance(6_000)
      phone.lastTask().fail()
    }
    phone.draw()
    expect(page.bar()).toBe('Connection lost. Tap to retry')
    expect(strip(page)).toBe('Gave up after 12 retries')
    expect(page.texts('.action')).toEqual(['Connect'])
  })
})

describe('a long conversation', () => {
  test('a burst of 1,000 messages is a handful of setData calls', async () => {
    const server = await enter()
    const page = openChat()
    for (let line = 1; line <= 1_000; line += 1) server.say(`b:${line}`, 'bob', `${line}`)
    phone.draw()
    expect(page.setDataCalls.length).toBeLessThanOrEqual(2)
    expect(lineTexts(page).at(-1)).toBe('1000')
    expect(page.texts('.bubble')).toEqual(lineTexts(page))
  })

  test('a line more sets that line, and not the ones before it', async () => {
    const server = await enter()
    const page = openChat()
    server.say('b:1', 'bob', 'one')
    phone.draw()
    server.say('b:2', 'bob', 'two')
    phone.draw()
    expect(Object.keys(page.setDataCalls.at(-1) ?? {})).toContain('lines[1]')
    expect(Object.keys(page.setDataCalls.at(-1) ?? {})).not.toContain('lines')
  })

  test('keeps 200 to 300 lines, the latest, and scrolls to the last', async () => {
    const server = await enter()
    const page = openChat()
    const numbers = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
    for (const text of numbers(1, 300)) server.say(`b:${text}`, 'bob', text)
    phone.draw()
    expect(lineTexts(page)).toEqual(numbers(1, 300))
    server.say('b:301', 'bob', '301')
    phone.draw()
    expect(lineTexts(page)).toEqual(numbers(102, 301))
    expect(page.texts('.from')).toEqual(['bob'])
    server.say('b:302', 'bob', '302')
    phone.draw()
    expect(lineTexts(page)).toEqual(numbers(102, 302))
    expect(page.data['last']).toBe('line-302')
  })

  test('does not take somebody away who reads further up, and tells how much is new below', async () => {
    const server = await enter()
    const page = openChat()
    page.call('onReady')
    server.say('b:1', 'bob', 'one')
    phone.draw()
    page.call('onScroll', { detail: { scrollTop: 100, scrollHeight: 2_000 } })
    server.say('b:2', 'bob', 'two')
    server.say('b:3', 'bob', 'three')
    phone.draw()
    expect(page.data['last']).toBe('line-1')
    expect(page.texts('.missed')).toEqual(['2 new below'])
    page.tap('.missed')
    phone.draw()
    expect(page.data['last']).toBe('line-3')
    expect(page.texts('.missed')).toEqual([])
  })

  test('follows again once somebody has scrolled to the end, and at once when one says something', async () => {
    const server = await enter()
    const page = openChat()
    page.call('onReady')
    page.call('onScroll', { detail: { scrollTop: 100, scrollHeight: 2_000 } })
    server.say('b:1', 'bob', 'one')
    phone.draw()
    page.call('onScroll', { detail: { scrollTop: 1_600, scrollHeight: 2_000 } })
    phone.draw()
    expect(page.texts('.missed')).toEqual([])
    server.say('b:2', 'bob', 'two')
    phone.draw()
    expect(page.data['last']).toBe('line-2')
    page.call('onScroll', { detail: { scrollTop: 100, scrollHeight: 2_000 } })
    say(page, 'me too')
    expect(page.data['last']).toBe('line-3')
  })
})

describe('the life of pages', () => {
  /** Counts who listens to what, by way of a spy on `on()`. */
  function countListeners() {
    let listening = 0
    for (const source of [phone.app.socket, phone.app.delivery, phone.app.rooms] as unknown as {
      on(name: string, listener: (payload: never) => void): () => void
    }[]) {
      const { on } = source
      source.on = (name, listener) => {
        const off = on(name, listener)
        listening += 1
        let isOn = true
        return () => {
          if (isOn) listening -= 1
          isOn = false
          off()
        }
      }
    }
    return () => listening
  }

  test('sets nothing after it was unloaded, and shows what came meanwhile when it is opened again', async () => {
    const server = await enter()
    for (const route of [CHAT, ROOMS, 'pages/more/more']) {
      const page = phone.open(route)
      server.say(`${route}:1`, 'bob', 'on the way out')
      page.close()
      const calls = page.setDataCalls.length
      server.say(`${route}:2`, 'bob', 'gone')
      phone.lastTask().message('pong')
      phone.fake.clock.advance(1_000)
      expect(page.setDataCalls).toHaveLength(calls)
    }
    expect(openChat().texts('.bubble')).toHaveLength(6)
  })

  test('sets nothing while it is hidden, and catches up with one call', async () => {
    const server = await enter()
    const page = openChat()
    page.hide()
    const calls = page.setDataCalls.length
    server.say('b:1', 'bob', 'one')
    phone.draw()
    server.say('b:2', 'bob', 'two')
    phone.draw()
    expect(page.setDataCalls).toHaveLength(calls)
    page.show()
    expect(page.setDataCalls).toHaveLength(calls + 1)
    expect(page.texts('.bubble')).toEqual(['one', 'two'])
  })

  test('1,000 openings leave the listeners and timers where they were', async () => {
    await enter()
    const listening = countListeners()
    for (let opening = 0; opening < 1_000; opening += 1) {
      phone.open([CHAT, ROOMS, 'pages/more/more'][opening % 3] as string).close()
    }
    expect(listening()).toBe(0)
    const timers = phone.fake.clock.pending
    const page = openChat()
    expect(listening()).toBeGreaterThan(0)
    page.close()
    expect(listening()).toBe(0)
    expect(phone.fake.clock.pending).toBe(timers)
  }, 60_000)

  test('two pages on one socket: with the top one gone, the one below goes on', async () => {
    const server = await enter()
    const list = phone.open(ROOMS)
    list.hide()
    const chat = openChat()
    server.say('b:1', 'bob', 'one')
    phone.draw()
    chat.close()
    list.show()
    server.say('b:2', 'bob', 'two')
    phone.draw()
    expect(list.texts('.room-last')[0]).toBe('bob: two')
    expect(list.texts('.room-unread')).toEqual(['1'])
    expect(chat.texts('.bubble')).not.toContain('two')
    expect(phone.fake.openCount).toBe(1)
  })
})

describe('the page More', () => {
  const openMore = () => phone.open('pages/more/more')
  const tapAt = (page: PhonePage, text: string) =>
    page.call('onCopy', { currentTarget: { dataset: { text } } })

  test('leads to the sub-packages, and copies the address of the server', async () => {
    await enter()
    const page = openMore()
    expect(page.attributes('navigator', 'url')).toEqual([
      '/packages/protocols/protocols',
      '/packages/report/report',
    ])
    expect(page.texts('.address')).toEqual(['ws://demo.example'])
    tapAt(page, 'ws://demo.example')
    expect(phone.screen.clipboard).toEqual(['ws://demo.example'])
  })

  test('goes on under another name: a new link, pages made anew, and it is kept', async () => {
    const storage = createPhoneStorage()
    await enter({ name: 'ann' }, storage)
    const page = openMore()
    page.call('onName', { detail: { value: ' bob ' } })
    page.call('onSignIn')
    expect(phone.screen.relaunches).toEqual(['/pages/rooms/rooms'])
    await phone.settle()
    expect(phone.lastTask().url).toBe('ws://demo.example/?name=bob')
    const server = await welcome(phone)
    server.say('b:1', 'ann', 'hello')
    phone.draw()
    expect(openChat().texts('.from')).toEqual(['ann'])
    phone.kill()
    await launch({}, storage)
    expect(phone.app.rooms.name).toBe('bob')
  })

  test('closes the link of the name before', async () => {
    await enter()
    const page = openMore()
    page.call('onName', { detail: { value: 'bob' } })
    page.call('onSignIn')
    await phone.settle()
    expect(phone.fake.tasks.map(({ url }) => url)).toEqual([
      'ws://demo.example/?name=ann',
      'ws://demo.example/?name=bob',
    ])
    expect(phone.fake.tasks[0]?.closeCalls).toHaveLength(1)
  })

  test.each(['', 'ann: hi', 'a'.repeat(25)])(
    'refuses the name "%s", and the app stays',
    async (name) => {
      await enter()
      const page = openMore()
      page.call('onName', { detail: { value: name } })
      page.call('onSignIn')
      expect(page.texts('.note')).toEqual(['A name has 1 to 24 letters, digits, - or _'])
      expect(phone.screen.relaunches).toEqual([])
      expect(phone.fake.tasks).toHaveLength(1)
    },
  )

  test('does nothing when the name stays the same', async () => {
    await enter()
    const page = openMore()
    page.call('onSignIn')
    expect(phone.screen.relaunches).toEqual([])
  })
})
