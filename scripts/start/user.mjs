/** What a user of the demo does on a phone, and what is there to be seen. */

/** @typedef {import('./phone.mjs').Phone} Phone */
/** @typedef {{ id: string, kind: string, text: string, status: string, why: string }} Line */

/** How often wx.connectSocket was called. */
export const attemptsOf = (/** @type {Phone} */ { fake }) => fake.connectCalls.length

/** The line about the link, the button beside it, and who is online. */
export const linkText = (/** @type {Phone} */ { chat }) => chat.instance.data.link.text
export const linkAction = (/** @type {Phone} */ { chat }) => chat.instance.data.link.action
export const onlineText = (/** @type {Phone} */ { chat }) => chat.instance.data.online

/** @type {(phone: Phone) => Line[]} */
const linesOf = ({ chat }) => chat.instance.data.lines

/** What the page says of a message of mine; undefined when it is not there exactly once. */
export const statusOf = (/** @type {Phone} */ phone, /** @type {string} */ text) => {
  const found = linesOf(phone).filter((line) => line.kind === 'mine' && line.text === text)
  return found.length === 1 ? found[0]?.status : undefined
}

/** The texts among these that the page shows, mine or not, in the order of the page. */
export const shownOf = (/** @type {Phone} */ phone, /** @type {string[]} */ texts) =>
  linesOf(phone)
    .map(({ text }) => text)
    .filter((text) => texts.includes(text))

/** How many dividers say that messages are missing. */
export const gapsOf = (/** @type {Phone} */ phone) =>
  linesOf(phone).filter(({ kind }) => kind === 'gap').length

/** The events of a name that came after this call. */
export const mark = (/** @type {Phone} */ { events }) => {
  const from = events.length
  return (/** @type {string} */ wanted) => events.slice(from).filter(({ name }) => name === wanted)
}

export const latest = (/** @type {Phone} */ { events }, /** @type {string} */ wanted) =>
  [...events].reverse().find(({ name }) => name === wanted)?.payload

/** Types a message on the chat page and sends it. */
export function say(/** @type {Phone} */ { chat, narrator, name }, /** @type {string} */ text) {
  narrator.act(`${name}, chat page: "${text}", Send`)
  chat.call('onInput', { detail: { value: text } })
  chat.call('onSend')
}

/** Taps a message that failed. */
export function sayAgain(/** @type {Phone} */ phone, /** @type {string} */ text) {
  const id = linesOf(phone).find((line) => line.text === text && line.status === 'failed')?.id
  phone.narrator.act(`${phone.name}, chat page: tap "${text}", which failed`)
  phone.chat.call('onSayAgain', { currentTarget: { dataset: { id } } })
}

/** Taps the button beside the line about the link. */
export function tapLink(/** @type {Phone} */ phone) {
  phone.narrator.act(`${phone.name}, chat page: tap ${linkAction(phone)}`)
  phone.chat.call('onConnect')
}

/** Opens the lab page, taps a button of it and goes back to the chat, as `navigator` would. */
export function press(
  /** @type {Phone} */ { chat, demo, narrator, name },
  /** @type {string} */ handler,
  /** @type {Record<string, string>} */ dataset,
) {
  narrator.act(`${name}, lab page: tap ${dataset.command ?? dataset.call ?? 'Copy as JSON'}`)
  chat.hide()
  const lab = demo.openPage('pages/lab/lab')
  lab.call(handler, { currentTarget: { dataset } })
  lab.unload()
  chat.show()
}

/** Leaves the app: the page and the app hide, the phone starts to count. */
export function leave(/** @type {Phone} */ { chat, demo, fake }) {
  chat.hide()
  demo.hideApp()
  fake.hide()
}

/** Returns to the app. */
export function comeBack(/** @type {Phone} */ { chat, demo, fake }) {
  fake.show()
  demo.showApp()
  chat.show()
}
