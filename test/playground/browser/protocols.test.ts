/** The same conversation over MQTT. */
import { describe, expect, test } from '@jest/globals'
import { startDemo } from './support/command'
import { enterRoom, linesOf, say } from './support/conversation'
import { eventually } from './support/eventually'
import type { PhoneOnScreen } from './support/phone-on-screen'
import { openFromMore } from './support/more'
import { useScene } from './support/scene'

const scene = useScene(() => startDemo('--fast', '--no-watch'))

async function publish({ page }: PhoneOnScreen, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text)
  await page.getByRole('button', { name: 'Publish' }).click()
}

const published = ({ page }: PhoneOnScreen): Promise<readonly string[]> =>
  page.getByRole('log', { name: 'Messages' }).locator('.bubble').allTextContents()

const untilConnected = ({ page }: PhoneOnScreen): Promise<void> =>
  page.getByText('Connected over MQTT').waitFor()

describe('the page of protocols', () => {
  test('speaks MQTT with a phone that chats, both ways, and comes back after a cut', async () => {
    const { ann, bob } = await scene.openPhones()
    await openFromMore(ann, 'Protocols')
    await untilConnected(ann)
    await enterRoom(bob, 'General')

    await publish(ann, 'over MQTT')
    await eventually(async () => {
      expect(await linesOf(bob)).toEqual([{ side: 'theirs', text: 'over MQTT', mark: '' }])
    })
    await say(bob, 'over delivery')
    await eventually(async () => {
      expect(await published(ann)).toEqual(['over MQTT', 'over delivery'])
    })
    await eventually(async () => {
      expect((await linesOf(bob)).at(-1)?.mark).toBe('delivered')
    })

    await ann.tap('Cut the link')
    await ann.page.getByText('Link lost').waitFor()
    // MQTT.js keeps it until there is a link.
    await publish(ann, 'said while it was away')
    await untilConnected(ann)
    await eventually(async () => {
      const texts = (await linesOf(bob)).map(({ text }) => text)
      expect(texts).toEqual(['over MQTT', 'over delivery', 'said while it was away'])
    })
  })

  test('subscribes to another room', async () => {
    const { ann, bob } = await scene.openPhones()
    await openFromMore(ann, 'Protocols')
    await untilConnected(ann)
    await ann.page.getByRole('radio', { name: 'Help' }).click()
    await ann.page
      .locator('.packet', { hasText: /suback/i })
      .nth(1)
      .waitFor()
    await enterRoom(bob, 'General')
    await say(bob, 'to General')
    await bob.back()
    await enterRoom(bob, 'Help')
    await say(bob, 'to Help')
    await eventually(async () => expect(await published(ann)).toEqual(['to Help']))
  })
})
