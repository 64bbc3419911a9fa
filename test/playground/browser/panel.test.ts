/** What the panel does to the phones and to the server, and that its timeline says so. */
import { describe, expect, test } from '@jest/globals'
import type { Locator } from 'playwright-core'
import type {} from '../../../playground/phone/phone'
import { startDemo } from './support/command'
import { enterRoom, linesOf, say } from './support/conversation'
import { eventually } from './support/eventually'
import type { Panel } from './support/panel'
import type { PhoneOnScreen } from './support/phone-on-screen'
import { useScene } from './support/scene'

const scene = useScene(() => startDemo('--fast', '--no-watch'))

/** The timeline of a panel says these, in whatever order. */
const tells = ({ timeline }: Panel, ...rows: readonly (string | RegExp)[]): Promise<void> =>
  eventually(async () => {
    const shown = await timeline()
    for (const row of rows) {
      expect(shown).toContainEqual(typeof row === 'string' ? row : expect.stringMatching(row))
    }
  })

const untilState = ({ state }: PhoneOnScreen, text: string): Promise<void> =>
  eventually(async () => expect(await state.textContent()).toBe(text))

/** The bar that appears when something is wrong. */
const bar = ({ page }: PhoneOnScreen, text: string | RegExp): Locator => page.getByText(text)

const gone = (locator: Locator): Promise<void> =>
  eventually(async () => expect(await locator.filter({ visible: true }).count()).toBe(0))

const button = ({ page }: Panel, name: string): Locator =>
  page.getByRole('button', { name, exact: true })

describe('the app', () => {
  test('goes to the background and comes back', async () => {
    const window = await scene.openPhones()
    const { ann } = window
    await window.choose('ann', 'App', 'Background')
    await ann.screen.getByText('In the background').waitFor()
    await untilState(ann, 'in the background · open')
    await window.choose('ann', 'App', 'Foreground')
    await gone(ann.screen.getByText('In the background'))
    await untilState(ann, 'open')
    await tells(
      window,
      'ann to the background',
      'ann pages/rooms/rooms hidden',
      'ann back to the foreground',
      'ann pages/rooms/rooms shown',
    )
  })

  test('hears of a locked screen on Android', async () => {
    const window = await scene.openPhones()
    await window.choose('ann', 'App', 'Locked')
    await tells(window, 'ann locked the phone', 'ann pages/rooms/rooms hidden')
    await window.page.getByRole('button', { name: 'Unlock' }).click()
    await tells(window, 'ann unlocked the phone', 'ann pages/rooms/rooms shown')
    await untilState(window.ann, 'open')
  })

  test('does not hear of it on iOS', async () => {
    const window = await scene.openPhones()
    const { ann } = window
    await (await window.controls('ann')).getByRole('combobox', { name: 'Host' }).selectOption('ios')
    await untilState(ann, 'open')
    await button(window, 'Clear').click()
    await window.choose('ann', 'App', 'Locked')
    await tells(window, 'ann locked the phone; this host does not tell the app')
    await window.page.getByRole('button', { name: 'Unlock' }).click()
    await tells(window, 'ann unlocked the phone')
    expect((await window.timeline()).filter((row) => /^ann pages/.test(row))).toEqual([])
  })

  test('is killed and opened again, at the page that was chosen', async () => {
    const window = await scene.openPhones()
    const { ann } = window
    const controls = await window.controls('ann')
    await controls
      .getByRole('combobox', { name: 'Page that is opened first' })
      .selectOption('pages/lab/lab')
    await ann.title('Fault lab')
    await tells(window, 'ann opened again at pages/lab/lab')
    await controls.getByRole('button', { name: 'Relaunch' }).click()
    await tells(window, 'ann killed the app and opened it again')
    await untilState(ann, 'open')
    expect(await ann.routes()).toEqual(['pages/lab/lab'])
  })
})

describe('the network of a phone', () => {
  test('goes, which the app says, and comes back', async () => {
    const window = await scene.openPhones()
    const { ann, bob } = window
    await window.choose('ann', 'Network', 'None')
    await bar(ann, 'No network').waitFor()
    await ann.screen.getByRole('img', { name: 'No network' }).waitFor()
    await untilState(ann, 'suspended')
    expect(await bob.state.textContent()).toBe('open')
    await window.choose('ann', 'Network', '4G')
    await ann.screen.getByRole('img', { name: 'Network: 4G' }).waitFor()
    await untilState(ann, 'open')
    await gone(bar(ann, 'No network'))
    await window.choose('ann', 'Network', 'Wi-Fi')
    await ann.screen.getByRole('img', { name: 'Network: Wi-Fi' }).waitFor()
    await tells(
      window,
      'ann network: none',
      'ann suspended',
      'ann network: 4G',
      'ann network: Wi-Fi',
    )
  })

  test('loses the link without an event, which the heartbeat finds', async () => {
    const window = await scene.openPhones()
    await button(window, 'Cut without event').click()
    await tells(
      window,
      'ann cut every link, without an event',
      /^ann close .* heartbeat-timeout/,
      'ann waiting',
      /^ann open .*#2/,
    )
    await untilState(window.ann, 'open')
  })

  test('becomes a black hole, until it is switched off', async () => {
    const window = await scene.openPhones()
    const hole = button(window, 'Black hole')
    await hole.click()
    expect(await hole.getAttribute('aria-pressed')).toBe('true')
    // Not even the end of a link gets out of it.
    await tells(window, 'ann black hole on', 'ann waiting', 'ann connecting')
    await hole.click()
    expect(await hole.getAttribute('aria-pressed')).toBe('false')
    await untilState(window.ann, 'open')
  })

  test('takes longer when it is told to', async () => {
    const window = await scene.openPhones()
    const { ann } = window
    await ann.tab('Lab')
    await window.choose('ann', 'Delay', '200 ms')
    await tells(window, 'ann delay: 200 ms each way')
    await eventually(async () => {
      const text = await ann.page.locator('.row', { hasText: 'Round trip' }).textContent()
      const [, ms = '0'] = /(\d+) ms/.exec(text ?? '') ?? []
      expect(Number(ms)).toBeGreaterThanOrEqual(400)
    })
  })
})

describe('the phone', () => {
  test('is another host, and says what that does', async () => {
    const window = await scene.openPhones()
    const { ann, page } = window
    const controls = await window.controls('ann')
    await controls.getByRole('combobox', { name: 'Host' }).selectOption({ label: 'iOS' })
    await controls
      .getByText('In the background: stopped after 5 s, sockets cut after 10 s (onClose).')
      .waitFor()
    await tells(window, 'ann host: ios; opened again')
    await untilState(ann, 'open')
    expect(await ann.evaluate(profileName, null)).toBe('ios')
    await controls
      .getByRole('combobox', { name: 'Host' })
      .selectOption({ label: 'WeChat devtools' })
    await tells(window, 'ann host: devtools; opened again')
    await eventually(async () => expect(await ann.evaluate(profileName, null)).toBe('devtools'))
    await untilState(ann, 'open')
    expect(await page.getByRole('tab', { name: 'bob' }).getAttribute('aria-selected')).toBe('false')
  })

  test('turns dark, pages and bars and all, and light again', async () => {
    const window = await scene.openPhones()
    const { ann } = window
    const ground = (): Promise<number> => ann.page.evaluate(brightness)
    const light = await ground()
    await window.choose('ann', 'Theme', 'Dark')
    await eventually(async () => expect(await ground()).toBeLessThan(light / 2))
    expect(
      await ann.screen.getByRole('navigation', { name: 'Tab bar' }).evaluate(brightness),
    ).toBeLessThan(100)
    await tells(window, 'ann theme: dark')
    await window.choose('ann', 'Theme', 'Light')
    await eventually(async () => expect(await ground()).toBe(light))
  })

  test('speaks Chinese', async () => {
    const window = await scene.openPhones()
    const { ann } = window
    await window.choose('ann', 'Language', '中文')
    await tells(window, 'ann language: zh_CN; opened again')
    await untilState(ann, 'open')
    await window.choose('ann', 'Network', 'None')
    await bar(ann, '网络不可用').waitFor()
    await ann.screen.getByRole('img', { name: '无网络' }).waitFor()
  })

  test('is one of one or of two, as wide as wanted', async () => {
    const window = await scene.openPhones()
    const { ann, bob, page } = window
    const view = page.getByRole('banner')
    const choose = (group: string, choice: string): Promise<void> =>
      view.getByRole('radiogroup', { name: group }).getByRole('radio', { name: choice }).check()
    await choose('Phones', 'One')
    await gone(page.getByRole('region', { name: 'Phone of bob' }))
    // It is off, and ann sees bob leave.
    await ann.page.getByText('1 online').waitFor()
    for (const width of ['320', '430', '375']) {
      await choose('Width', width)
      await eventually(async () => {
        expect(String(await ann.evaluate(() => innerWidth, null))).toBe(width)
      })
    }
    await choose('Phones', 'Two')
    await untilState(bob, 'open')
    await ann.page.getByText('2 online').waitFor()
  })
})

describe('the server', () => {
  test('is killed and restarted', async () => {
    const window = await scene.openPhones()
    const { ann, bob } = window
    await window.server('Kill')
    // All at once: with short timings they give up after six seconds.
    const isDown = (state: string): Promise<void> =>
      eventually(async () => {
        expect(await button(window, 'Kill').getAttribute('aria-pressed')).toBe(state)
      })
    await Promise.all([
      isDown('true'),
      ...[ann, bob].map((phone) => bar(phone, /^Reconnecting \d+\/12…$/).waitFor()),
    ])
    await window.server('Restart')
    for (const phone of [ann, bob]) await untilState(phone, 'open')
    await gone(bar(ann, /^Reconnecting/))
    await isDown('false')
    await tells(
      window,
      'server killed: it is down until it is restarted',
      'server restarted, with what it knew',
    )
  })

  test('tells everybody to come back when it restarts gracefully', async () => {
    const window = await scene.openPhones()
    await window.server('Graceful restart')
    await tells(
      window,
      /^server restarted; everybody was told/,
      /^ann close .* 1012 /,
      /^bob close .* 1012 /,
      /^ann open .*#2/,
      /^bob open .*#2/,
    )
  })

  test('forgets, and the chat says that something may be missing', async () => {
    const window = await scene.openPhones()
    const { ann, bob } = window
    await enterRoom(ann, 'General')
    await say(ann, 'remember me')
    await eventually(async () => expect((await linesOf(ann)).at(-1)?.mark).toBe('delivered'))
    await window.server('Forget')
    await tells(window, 'server restarted without its memory')
    await ann.page.getByText('some messages are missing').waitFor()
    await untilState(bob, 'open')
  })

  test('falls silent, and answers again', async () => {
    const window = await scene.openPhones()
    await window.server('Freeze')
    await tells(window, 'server silent on 2 links', /^ann close .* heartbeat-timeout/)
    await window.server('Thaw')
    await tells(window, 'server answers on every link again')
    await untilState(window.ann, 'open')
  })

  test('kicks everybody out, until they sign in again', async () => {
    const window = await scene.openPhones()
    const { ann } = window
    await enterRoom(ann, 'General')
    await window.server('Kick')
    await tells(window, 'server kicked 2 links with 4501', 'ann closed', 'bob closed')
    await bar(ann, 'Signed out').waitFor()
    await ann.tap('Sign in again')
    await untilState(ann, 'open')
    await gone(bar(ann, 'Signed out'))
    expect(await window.bob.state.textContent()).toBe('closed')
  })

  test('refuses new links for a while, until an app gives up and its user does not', async () => {
    const window = await scene.openPhones()
    const { ann, bob } = window
    await window.server('Refuse 8 s')
    await (await window.controls('ann')).getByRole('button', { name: 'Relaunch' }).click()
    await tells(window, 'server new links are answered with 503 for 8 s', /^ann error /)
    expect(await bob.state.textContent()).toBe('open')
    // Twelve retries with short timings.
    await untilState(ann, 'gave-up')
    await ann.page.getByRole('button', { name: 'Connection lost. Tap to retry' }).click()
    await untilState(ann, 'open')
  })

  test('is slow while its switch is on', async () => {
    const window = await scene.openPhones()
    const { ann } = window
    const slow = button(window, 'Slow 400 ms')
    await slow.click()
    await tells(window, 'server every frame takes 400 ms longer')
    expect(await slow.getAttribute('aria-pressed')).toBe('true')
    await ann.tab('Lab')
    await ann.page
      .getByText(/[89]\d\d ms/)
      .first()
      .waitFor()
    await slow.click()
    await tells(window, 'server at full speed again')
    expect(await slow.getAttribute('aria-pressed')).toBe('false')
  })

  test('lets a name in on one phone only', async () => {
    const window = await scene.openPhones()
    const { ann, bob } = window
    await bob.tab('More')
    await bob.page.getByRole('textbox', { name: 'Your name' }).fill('ann')
    await bob.tap('Change')
    await bob.page.getByText('You are ann').waitFor()
    await bar(ann, 'Signed in on another device').waitFor()
    await untilState(ann, 'closed')
  })
})

describe('the timeline', () => {
  test('shows what is asked for: kinds, a phone, a text', async () => {
    const window = await scene.openPhones()
    const { page, timeline } = window
    await tells(window, /^ann connect /, /^bob connect /, 'ann open')
    await button(window, 'Sockets').click()
    await eventually(async () => {
      expect((await timeline()).filter((row) => row.includes('connect '))).toEqual([])
    })
    await page.getByRole('combobox', { name: 'Whose entries' }).selectOption('bob')
    await page.getByRole('searchbox', { name: 'Only entries with this text' }).fill('ROOMS OPENED')
    await eventually(async () => {
      expect(await timeline()).toEqual(['bob pages/rooms/rooms opened'])
    })
    await button(window, 'setData').click()
    await page.getByRole('searchbox').fill('setData')
    await tells(window, /^bob setData of pages\/rooms\/rooms: \d+ paths?, \d+ bytes/)
  })

  test('is copied, and cleared', async () => {
    const window = await scene.openPhones({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { page } = window
    await button(window, 'Copy').click()
    await button(window, 'Copied').waitFor()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toMatch(/^\d\d:\d\d:\d\d\.\d{3} {2}ann {2}state {3}open$/m)
    await window.choose('ann', 'Network', 'None')
    await button(window, 'Clear').click()
    await eventually(async () => {
      expect((await window.timeline()).filter((row) => row.includes('network'))).toEqual([])
    })
  })
})

/** Runs in the frame. */
const profileName = (): string | undefined => window.phone?.fake.profile.name

/** Runs in the page: how bright the ground of an element is, 0 to 255. */
function brightness(element: Element): number {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const [, ...parts] =
      /rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)/.exec(getComputedStyle(at).backgroundColor) ?? []
    const [red = 0, green = 0, blue = 0, opacity = 1] = parts.filter(Boolean).map(Number)
    if (parts.length > 0 && opacity > 0) return (red + green + blue) / 3
  }
  return 255
}
