/** The recording: a message that is written while the server is down. */
import { composerOf, enterRoom, say, untilMarked } from '../playground/conversation.mjs'
import { serverButton } from '../playground/panel.mjs'
import { openWindow } from './open-window.mjs'
import { createPointer } from './pointer.mjs'
import { writeRecording } from './recording.mjs'
import { startScreencast } from './screencast.mjs'

/** Just room for two narrow phones beside the panel, so that little is to be made smaller. */
const VIEWPORT = { width: 1180, height: 700 }
const PHONE_WIDTH = 320
const WIDTH = 960

const KEY_MS = 45
const READ_MS = 800

/**
 * @param {object} options
 * @param {import('playwright-core').Browser} options.browser
 * @param {string} options.url
 * @param {string} options.path
 * @param {(line: string) => void} options.tell hears of the file
 */
export async function recordOutage({ browser, url, path, tell }) {
  const window = await openWindow(browser, {
    url,
    scheme: 'light',
    viewport: VIEWPORT,
    scale: 1,
    phoneWidth: PHONE_WIDTH,
  })
  const { page, ann, bob } = window
  await page.getByRole('button', { name: 'Sockets', exact: true }).click()
  await page.getByRole('region', { name: 'Timeline' }).scrollIntoViewIfNeeded()
  for (const phone of [ann, bob]) await enterRoom(phone, 'General')
  await say(ann, 'Lunch at noon?')
  await untilMarked(ann, 'Lunch at noon?', 'delivered')

  const pointer = await createPointer(page, { x: VIEWPORT.width / 2, y: VIEWPORT.height - 40 })
  const screencast = await startScreencast(page)
  await page.waitForTimeout(READ_MS)
  await write(pointer, bob, 'Gladly. Where?')
  await untilMarked(bob, 'Gladly. Where?', 'delivered')
  await pointer.press(serverButton(page, 'Kill'))
  for (const { page: shown } of [ann, bob]) await shown.getByText(/^Reconnecting/).waitFor()
  await write(pointer, ann, 'At the harbour')
  await pointer.press(serverButton(page, 'Restart'))
  await untilMarked(ann, 'At the harbour', 'delivered')
  await bob.page.getByText('At the harbour').waitFor()
  for (const { page: shown } of [ann, bob]) {
    await shown.getByText(/^Reconnecting/).waitFor({ state: 'hidden' })
  }
  await page.waitForTimeout(READ_MS)
  const frames = await screencast.stop()
  await window.close()
  const { bytes, seconds } = await writeRecording(frames, { path, width: WIDTH })
  tell(`${path}: ${(bytes / 1000).toFixed(0)} kB, ${seconds.toFixed(1)} s, ${frames.length} frames`)
}

/**
 * Types it and sends it, so that one can watch.
 *
 * @param {import('./pointer.mjs').Pointer} pointer
 * @param {import('./open-window.mjs').PhoneOnScreen} phone
 * @param {string} text
 */
async function write(pointer, phone, text) {
  const { field, button } = composerOf(phone)
  await pointer.press(field)
  await pointer.hide()
  await field.pressSequentially(text, { delay: KEY_MS })
  await pointer.press(button)
}
