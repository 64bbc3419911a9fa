/**
 * What the pages and the panel look like, held against the pictures in `pictures/`: light and dark, three widths. What
 * differs each time is made the same first (support/still.ts).
 *
 *   UPDATE_PICTURES=1 npx jest --selectProjects playground -- pictures
 *
 * draws them anew; look at each of them before it is committed.
 */
import { describe, expect, test } from '@jest/globals'
import type { Page } from 'playwright-core'
import { startDemo } from './support/command'
import { enterRoom, linesOf, say } from './support/conversation'
import { eventually } from './support/eventually'
import { openFromMore } from './support/more'
import { compareWithKept, update } from './support/picture'
import type { PhoneOnScreen } from './support/phone-on-screen'
import { useScene } from './support/scene'
import { FIXED_PRICE, stopMoving } from './support/still'

const THEMES = ['light', 'dark'] as const
const PHONE_SIZES = [
  { width: 320, height: 568 },
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
]
const PANEL_SIZES = [
  { width: 390, height: 844 },
  { width: 768, height: 1024 },
  { width: 1440, height: 900 },
]

/** `UPDATE_PICTURES=1`: what is drawn now is what is right. */
const isUpdating = Boolean(process.env['UPDATE_PICTURES'])

/** Taken again until it is right, or two in a row are the same: something may be under way. */
const MAX_SHOTS = 12

const scene = useScene(() => startDemo('--no-watch'))

/** What is wrong with the picture of a page; null when nothing is. */
async function compare(page: Page, name: string): Promise<string | null> {
  let last: Buffer = Buffer.alloc(0)
  for (let count = 0; count < MAX_SHOTS; count += 1) {
    for (const frame of page.frames()) await stopMoving(frame)
    const shot = await page.screenshot({ animations: 'disabled', caret: 'hide' })
    const difference = isUpdating ? null : compareWithKept(name, shot)
    if (!isUpdating && difference === null) return null
    if (shot.equals(last)) {
      if (isUpdating) update(name, shot)
      return difference?.tell() ?? null
    }
    last = shot
  }
  return `${name}: ${MAX_SHOTS} pictures, and no two in a row are the same`
}

interface Ways {
  readonly sizes?: typeof PHONE_SIZES
  /** Holds the page still for the picture to come. */
  readonly hold?: () => Promise<void>
}

/** A phone in every theme and these sizes. */
async function comparePhone(
  phone: PhoneOnScreen,
  name: string,
  { sizes = PHONE_SIZES, hold }: Ways = {},
): Promise<readonly string[]> {
  const page = (await phone.frame()).page()
  const complaints: (string | null)[] = []
  for (const theme of THEMES) {
    await phone.evaluate((wanted) => window.phone?.setTheme(wanted), theme)
    for (const size of sizes) {
      await page.setViewportSize(size)
      await hold?.()
      complaints.push(await compare(page, `${name}-${size.width}-${theme}`))
    }
  }
  return complaints.filter((complaint) => complaint !== null)
}

/** Presses one of the panel's buttons of the server, where there is no panel. */
const pressAt = (phone: PhoneOnScreen, id: string): Promise<void> =>
  phone.evaluate(async (control) => {
    await fetch(`/control/${control}`, { method: 'POST' })
  }, id)

const untilDelivered = (phone: PhoneOnScreen): Promise<void> =>
  eventually(async () => expect((await linesOf(phone)).at(-1)?.mark).toBe('delivered'))

describe('looks as it did:', () => {
  test('the rooms', async () => {
    const [ann, bob] = await scene.openPhonePages()
    await enterRoom(bob, 'Help')
    await say(bob, 'Does it run on iOS 15?')
    await ann.page.getByRole('link', { name: /^Help, 1 unread/ }).waitFor()
    await ann.page.getByText('2 online').waitFor()
    await ann.screen.locator('.phone-badge').waitFor()
    expect(await comparePhone(ann, 'rooms')).toEqual([])
  })

  test('a room', async () => {
    const [ann, bob] = await scene.openPhonePages()
    for (const phone of [ann, bob]) await enterRoom(phone, 'General')
    await ann.page.getByText('Online: ann (you), bob').waitFor()
    await say(bob, 'Is this the room about sockets?')
    await ann.page.getByText('Is this the room about sockets?').waitFor()
    await say(ann, 'It is. What is said here arrives: once, and in order.')
    await say(ann, 'Kill the server and try.')
    await untilDelivered(ann)
    await say(bob, '消息也能用中文。')
    await ann.page.getByText('消息也能用中文。').waitFor()
    expect(await comparePhone(ann, 'chat')).toEqual([])
  })

  test('a room without a network', async () => {
    const [ann] = await scene.openPhonePages()
    await enterRoom(ann, 'Random')
    await ann.evaluate(loseNetwork, null)
    await say(ann, 'Said in a tunnel.')
    await ann.page.getByText('No network').waitFor()
    expect(await comparePhone(ann, 'offline', { sizes: PHONE_SIZES.slice(1, 2) })).toEqual([])
  })

  test('the lab', async () => {
    const [ann] = await scene.openPhonePages()
    await ann.tab('Lab')
    await ann.page.getByText('connecting → open: opened', { exact: true }).waitFor()
    expect(await comparePhone(ann, 'lab')).toEqual([])
  })

  test('the ticker', async () => {
    const [ann] = await scene.openPhonePages()
    await ann.tab('Ticker')
    await ann.page
      .getByText(/[1-9]\d*\/s/)
      .first()
      .waitFor()
    // Every instrument has a price, and then nothing comes any more: not for long, or the heartbeat would find it.
    const hold = async (): Promise<void> => {
      await pressAt(ann, 'thaw')
      // Until prices come again: those of the last picture are gone, and the heartbeat is content.
      await eventually(async () => {
        const prices = await ann.page.locator('.price').allTextContents()
        expect(prices).not.toContain('–')
        expect(prices[0]).not.toBe(FIXED_PRICE)
      })
      await pressAt(ann, 'freeze')
    }
    expect(await comparePhone(ann, 'ticker', { hold })).toEqual([])
    await pressAt(ann, 'thaw')
  })

  test('the protocols', async () => {
    const [ann] = await scene.openPhonePages()
    await openFromMore(ann, 'Protocols')
    await ann.page.getByText('Connected over MQTT').waitFor()
    await ann.page.locator('.packet', { hasText: 'SUBACK' }).waitFor()
    expect(await comparePhone(ann, 'protocols')).toEqual([])
  })

  test('the device report', async () => {
    const [ann] = await scene.openPhonePages()
    await openFromMore(ann, 'Device report')
    expect(await comparePhone(ann, 'report')).toEqual([])
  })

  test.each(THEMES)('the panel, %s', async (colorScheme) => {
    const window = await scene.openPhones({ colorScheme })
    const { page, ann, bob } = window
    for (const phone of [ann, bob]) await phone.page.getByText('2 online').waitFor()
    await page.getByRole('combobox', { name: 'Whose entries' }).selectOption('ann')
    await page.getByRole('searchbox').fill('page')
    const complaints: (string | null)[] = []
    for (const size of PANEL_SIZES) {
      await page.setViewportSize(size)
      complaints.push(await compare(page, `panel-${size.width}-${colorScheme}`))
    }
    expect(complaints.filter((complaint) => complaint !== null)).toEqual([])
  })
})

/** Runs in the frame. */
function loseNetwork(): void {
  const { fake } = window.phone ?? {}
  fake?.faults.cut()
  fake?.network({ isConnected: false, networkType: 'none' })
}
