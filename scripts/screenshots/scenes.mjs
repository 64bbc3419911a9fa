/** What is shown on the pictures: one visit to the playground, from page to page. */
import { enterRoom, say, untilMarked } from '../playground/conversation.mjs'
import { EXPIRY_MS } from '../playground/eventually.mjs'
import { untilOpen } from '../playground/panel.mjs'

/** @typedef {import('./open-window.mjs').Window} Window */
/** @typedef {import('./open-window.mjs').PhoneOnScreen} PhoneOnScreen */

/**
 * @typedef {object} Camera
 * @property {(name: string) => Promise<void>} window takes the whole playground
 * @property {(name: string, phone: PhoneOnScreen) => Promise<void>} phone takes one phone
 */

/** Two retries, 5 s apart, are over by then. */
const RETRIES_EXPIRY_MS = 60_000

/** So long a page is watched that shows what happened in the last seconds. */
const WATCH_MS = 6_000

/** A probe is answered by then, and seen on the timeline beside the one before. */
const PROBE_MS = 2_000

const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Goes through all of it, in an order in which one scene leads to the next. @param {Window} window @param {Camera} camera */
export async function takePictures(window, camera) {
  await chat(window, camera)
  await outage(window, camera)
  await lab(window, camera)
  await ticker(window, camera)
  await protocols(window, camera)
  await report(window, camera)
}

/** Two people chat across a crash of the server. @type {(window: Window, camera: Camera) => Promise<void>} */
async function chat({ page, ann, bob, server }, camera) {
  // Frames fill the timeline; what happened to whom is what a picture can tell.
  await page.getByRole('button', { name: 'Sockets', exact: true }).click()
  for (const phone of [ann, bob]) await enterRoom(phone, 'General')
  await say(ann, 'The lift is stuck again. Are you there?')
  await say(bob, 'On the second floor. What do you need?')
  await say(ann, 'The key to the machine room')
  await untilMarked(ann, 'The key to the machine room', 'delivered')
  await server('Kill')
  await say(bob, 'I have it. Give me two minutes')
  await say(bob, 'Coming up by the stairs')
  await server('Restart')
  await untilMarked(bob, 'Coming up by the stairs', 'delivered')
  await untilOpen([ann, bob])
  await ann.page.getByText('Coming up by the stairs').waitFor()
  await say(ann, 'Thank you!')
  await untilMarked(ann, 'Thank you!', 'delivered')
  await bob.page.getByText('Thank you!').waitFor()
  await camera.window('playground')
}

/** The server is away for some seconds: in English on one phone, in Chinese on the other. @type {typeof chat} */
async function outage({ ann, bob, server, choose }, camera) {
  await choose('bob', 'Language', '中文')
  await ann.back()
  for (const phone of [ann, bob]) await enterRoom(phone, 'Random')
  await say(ann, '晚上一起吃饭吗？')
  await say(bob, '好啊，去哪儿？')
  await say(ann, '老地方，七点')
  await bob.page.getByText('老地方，七点').waitFor()
  await ann.back()
  await enterRoom(ann, 'General')
  await server('Kill')
  await say(ann, 'Is the lift running?')
  await say(bob, '我可能晚到十分钟')
  await Promise.all([
    untilShown(ann, 'Reconnecting 3/12…').then(() => camera.phone('outage', ann)),
    untilShown(bob, '正在重连 3/12…').then(() => camera.phone('outage-zh', bob)),
  ])
  await server('Restart')
  await untilMarked(ann, 'Is the lift running?', 'delivered')
  await choose('bob', 'Language', 'English')
  await untilOpen([ann, bob])
}

/** What the lab has seen of all that. @type {typeof chat} */
async function lab({ page, ann }, camera) {
  await ann.back()
  await ann.tab('Lab')
  const probe = ann.page.locator('[role="button"][aria-label*="probe(): "]')
  for (let time = 0; time < 4; time += 1) {
    await probe.click()
    await wait(PROBE_MS)
  }
  await ann.page.getByRole('radio', { name: '1 minutes' }).click()
  await scrollToTop(page)
  await camera.phone('lab', ann)
}

/** @type {typeof chat} */
async function ticker({ ann }, camera) {
  await ann.tab('Ticker')
  await wait(WATCH_MS)
  await ann.page.getByRole('switch', { name: 'Batching' }).click()
  await wait(WATCH_MS)
  await ann.page.getByRole('switch', { name: 'Batching' }).click()
  await wait(WATCH_MS)
  await camera.phone('ticker', ann)
}

/** One speaks MQTT, the other does not know. @type {typeof chat} */
async function protocols({ ann, bob }, camera) {
  await enterRoom(bob, 'Help')
  await ann.tab('More')
  await ann.page.getByRole('link', { name: /^Protocols/ }).click()
  await ann.title('Protocols')
  await ann.page.getByRole('radio', { name: 'Help' }).click()
  await ann.page.getByText('Connected').waitFor()
  await ann.page.getByRole('textbox', { name: 'Message' }).fill('Which broker is this?')
  await ann.page.getByRole('button', { name: 'Publish' }).click()
  await bob.page.getByText('Which broker is this?').waitFor()
  await say(bob, 'None: the same server as the chat')
  await ann.page.getByText('None: the same server as the chat').waitFor()
  await camera.phone('protocols', ann)
}

/** @type {typeof chat} */
async function report({ page, ann }, camera) {
  await ann.back()
  await ann.page.getByRole('link', { name: /^Device report/ }).click()
  await ann.page.getByRole('button', { name: 'Ask everything' }).click()
  await ann.page.locator('.row.answered').nth(4).waitFor({ timeout: RETRIES_EXPIRY_MS })
  await scrollToTop(page)
  await camera.phone('report', ann)
  await ann.page.getByRole('button', { name: 'Stop' }).click()
}

/** Of the page that the mouse is on. @type {(page: import('playwright-core').Page) => Promise<void>} */
const scrollToTop = (page) => page.mouse.wheel(0, -5_000)

/** @type {(phone: PhoneOnScreen, text: string) => Promise<void>} */
async function untilShown({ page }, text) {
  await page.getByText(text).waitFor({ timeout: Math.max(RETRIES_EXPIRY_MS, EXPIRY_MS) })
}
