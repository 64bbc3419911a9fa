/** Two people chat, and whatever happens to the server and to their phones, nothing is lost. */
import { describe, expect, test } from '@jest/globals'
import { startDemo } from './support/command'
import { enterRoom, linesOf, roomIn, say } from './support/conversation'
import { eventually } from './support/eventually'
import type { PhoneOnScreen } from './support/phone-on-screen'
import { useScene } from './support/scene'

const scene = useScene(() => startDemo('--no-watch'))

/** Counts what each of them says. */
function createSpeakers() {
  const counts = new Map<string, number>()
  return {
    async say(phone: PhoneOnScreen, times: number): Promise<void> {
      for (let time = 0; time < times; time += 1) {
        const count = (counts.get(phone.name) ?? 0) + 1
        counts.set(phone.name, count)
        await say(phone, `${phone.name} ${count}`)
      }
    },
    said: ({ name }: PhoneOnScreen): readonly string[] =>
      Array.from({ length: counts.get(name) ?? 0 }, (_, index) => `${name} ${index + 1}`),
  }
}

const texts = (lines: Awaited<ReturnType<typeof linesOf>>, side: string): readonly string[] =>
  lines.filter((line) => line.side === side).map(({ text }) => text)

describe('the chat', () => {
  test('loses nothing, doubles nothing and keeps the order across a crash of the server and a cut in the background', async () => {
    const window = await scene.openPhones()
    const { ann, bob } = window
    const speakers = createSpeakers()
    for (const phone of [ann, bob]) await enterRoom(phone, 'General')
    await speakers.say(ann, 3)
    await speakers.say(bob, 3)

    await window.server('Kill')
    for (const phone of [ann, bob]) {
      await speakers.say(phone, 3)
      expect((await linesOf(phone)).at(-1)?.mark).toBe('sending')
    }
    await window.server('Restart')
    await speakers.say(bob, 2)
    await bob.page.getByText('Online: ann, bob (you)', { exact: true }).waitFor()

    // Said, and away in the same moment.
    await speakers.say(ann, 1)
    await window.choose('ann', 'App', 'Background')
    await ann.screen.getByText('In the background').waitFor()
    // The host has cut ann's link: the server has seen her go.
    await bob.page.getByText('Online: bob (you)', { exact: true }).waitFor()
    await speakers.say(bob, 3)
    await ann.screen.getByRole('button', { name: 'Return to the app' }).click()
    await speakers.say(ann, 2)
    await speakers.say(bob, 1)

    for (const [phone, other] of [
      [ann, bob],
      [bob, ann],
    ] as const) {
      await eventually(async () => {
        const lines = await linesOf(phone)
        expect(texts(lines, 'theirs')).toEqual(speakers.said(other))
        expect(texts(lines, 'mine')).toEqual(speakers.said(phone))
        const marks = lines.filter(({ side }) => side === 'mine').map(({ mark }) => mark)
        expect(new Set(marks)).toEqual(new Set(['delivered']))
      })
    }
    await eventually(async () => {
      expect(await window.timeline()).toContainEqual(
        expect.stringMatching(/^ann close .*interrupted/),
      )
    })
  })

  test('counts what is unread in another room, on the list and on the tab', async () => {
    const { ann, bob } = await scene.openPhones()
    await enterRoom(bob, 'Help')
    await say(bob, 'Does it run on iOS 15?')
    await say(bob, 'Anybody?')
    await ann.page.getByRole('link', { name: /^Help, 2 unread, bob: Anybody\?/ }).waitFor()
    const tab = ann.screen.getByRole('navigation', { name: 'Tab bar' }).getByRole('button').first()
    await eventually(async () => expect(await tab.textContent()).toBe('2Chat'))

    await enterRoom(ann, 'Help')
    expect(texts(await linesOf(ann), 'theirs')).toEqual(['Does it run on iOS 15?', 'Anybody?'])
    await ann.back()
    await roomIn(ann, 'Help').waitFor()
    await eventually(async () => {
      expect(await roomIn(ann, 'Help').getAttribute('aria-label')).not.toContain('unread')
      expect(await tab.textContent()).toBe('Chat')
    })
  })

  test('keeps what is typed in a room until it is sent', async () => {
    const { ann } = await scene.openPhones()
    await enterRoom(ann, 'Random')
    const field = ann.page.getByRole('textbox', { name: 'Message' })
    await field.fill('half a thou')
    await ann.back()
    await enterRoom(ann, 'General')
    expect(await field.inputValue()).toBe('')
    await ann.back()
    await enterRoom(ann, 'Random')
    expect(await field.inputValue()).toBe('half a thou')
    await field.press('Enter')
    await eventually(async () => {
      expect(await linesOf(ann)).toMatchObject([{ text: 'half a thou', mark: 'delivered' }])
    })
  })

  test('shows what an earlier launch could not send, and sends it', async () => {
    const window = await scene.openPhones()
    const { ann, bob } = window
    await enterRoom(ann, 'Random')
    await window.server('Kill')
    await say(ann, 'said to nobody')
    await (await window.controls('ann')).getByRole('button', { name: 'Relaunch' }).click()
    await enterRoom(ann, 'Random')
    await eventually(async () => {
      expect(await linesOf(ann)).toMatchObject([{ text: 'said to nobody', mark: 'sending' }])
    })
    await window.server('Restart')
    await eventually(async () => {
      expect(await linesOf(ann)).toMatchObject([{ text: 'said to nobody', mark: 'delivered' }])
    })
    await bob.page.getByRole('link', { name: /^Random, 1 unread, ann: said to nobody/ }).waitFor()
  })

  test('says again, on a tap, what the server refused', async () => {
    const { ann } = await scene.openPhones()
    await ann.tab('Lab')
    await ann.screen.locator('[role="button"][aria-label^="Try Mute 8 s: "]').click()
    await ann.page.getByText('What you say is refused').waitFor()
    await ann.page.locator('.step.done', { hasText: 'What you say is refused' }).waitFor()
    await ann.tab('Chat')
    await enterRoom(ann, 'General')
    await say(ann, 'Hello?')
    const again = ann.page.getByRole('button', {
      name: /Not sent: you are muted. Tap to send again/,
    })
    await again.waitFor()
    await eventually(async () => {
      if ((await again.count()) > 0) await again.click()
      expect((await linesOf(ann)).at(-1)).toEqual({
        side: 'mine',
        text: 'Hello?',
        mark: 'delivered',
      })
    })
  })
})
