/** `npm start`, in a browser. */
import { expect, test } from '@jest/globals'
import { startDemo } from './support/command'
import { useScene } from './support/scene'

const scene = useScene(() => startDemo())

test('opens the demo on two phones, connected and knowing of each other', async () => {
  const { ann, bob, page } = await scene.openPhones()
  expect(await page.title()).toBe('miniprogram-socket demo')
  for (const phone of [ann, bob]) {
    await phone.title('Chat')
    await phone.page.getByText(`You are ${phone.name}`).waitFor()
    await phone.page.getByText('2 online').waitFor()
    expect(await phone.routes()).toEqual(['pages/rooms/rooms'])
  }
})
