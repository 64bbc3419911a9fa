/** The panel and every page of the demo, light and dark, as axe sees them. */
import { describe, expect, test } from '@jest/globals'
import { violationsIn } from './support/axe'
import { startDemo } from './support/command'
import { enterRoom, linesOf, say } from './support/conversation'
import { eventually } from './support/eventually'
import { openFromMore } from './support/more'
import { useScene, type Window } from './support/scene'

const scene = useScene(() => startDemo('--no-watch'))

interface Stop {
  readonly what: string
  go(window: Window): Promise<void>
}

const stops: readonly Stop[] = [
  {
    what: 'the rooms, one with something unread',
    async go({ ann, bob }) {
      await enterRoom(bob, 'Help')
      await say(bob, 'Is anybody here?')
      await ann.page.getByRole('link', { name: /^Help, 1 unread/ }).waitFor()
    },
  },
  {
    what: 'a room with messages of both',
    async go({ ann }) {
      await enterRoom(ann, 'Help')
      await say(ann, 'I am.')
      await eventually(async () => expect((await linesOf(ann)).at(-1)?.mark).toBe('delivered'))
    },
  },
  {
    what: 'a room whose server is away',
    async go(window) {
      await window.server('Kill')
      await say(window.ann, 'And now?')
      await window.ann.page.getByText('1 to send').waitFor()
      await window.ann.page.getByText(/^(Reconnecting|Connecting)/).waitFor()
    },
  },
  {
    what: 'the lab, with something tried',
    async go(window) {
      await window.server('Restart')
      await window.ann.back()
      await window.ann.tab('Lab')
      await eventually(async () => expect(await window.ann.state.textContent()).toBe('open'))
      await window.ann.screen.locator('[aria-label^="Try probe(): "]').click()
      await window.ann.page.getByText(/^Seen after/).waitFor()
    },
  },
  {
    what: 'the ticker',
    async go({ ann }) {
      await ann.tab('Ticker')
      await ann.page
        .getByText(/[1-9]\d*\/s/)
        .first()
        .waitFor()
    },
  },
  { what: 'the page More', go: ({ ann }) => ann.tab('More') },
  {
    what: 'the protocols',
    async go({ ann }) {
      await openFromMore(ann, 'Protocols')
      await ann.page.getByText('Connected over MQTT').waitFor()
    },
  },
  {
    what: 'the device report',
    async go({ ann }) {
      await ann.back()
      await openFromMore(ann, 'Device report')
      await ann.page.locator('.head').first().click()
      await ann.page.getByRole('button', { name: 'Ask this one' }).waitFor()
    },
  },
  {
    what: 'the background',
    async go(window) {
      await window.choose('ann', 'App', 'Background')
      await window.ann.screen.getByText('In the background').waitFor()
    },
  },
]

describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
  test('the panel keeps nobody out', async () => {
    const { page } = await scene.openPhones({ colorScheme })
    expect(await violationsIn(page.mainFrame())).toEqual([])
    await page.getByRole('button', { name: 'setData' }).click()
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await violationsIn(page.mainFrame())).toEqual([])
  })

  test('no page of the demo keeps anybody out', async () => {
    const window = await scene.openPhones({ colorScheme })
    const found: Record<string, readonly string[]> = {}
    for (const { what, go } of stops) {
      await go(window)
      const violations = await violationsIn(await window.ann.frame())
      if (violations.length > 0) found[what] = violations
    }
    expect(found).toEqual({})
  })
})
