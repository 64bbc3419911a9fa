/** What a user of the demo does on a phone, and what is there to be seen. */

/** @typedef {import('./phone.mjs').Phone} Phone */
/** @typedef {{ id: string, kind: string, text: string, status: string, why: string }} Line */

/** How often wx.connectSocket was called. */
export const attemptsOf = (/** @type {Phone} */ { fake }) => fake.connectCalls.length

/** What the status bar says; empty when it is not to be seen. */
export const barText = (/** @type {Phone} */ { chat }) => {
  const { isShown, text } = chat.component('socket-status').data
  return isShown ? text : ''
}

/** The line above the messages, and the button in it. */
export const stripText = (/** @type {Phone} */ { chat }) => chat.instance.data.strip.text
export const stripAction = (/** @type {Phone} */ { chat }) => chat.instance.data.strip.action

/** A row of the list of rooms. */
export const rowOf = (/** @type {Phone} */ { list }, /** @type {string} */ room) =>
  list.instance.data.rows.find((/** @type {{ id: string }} */ { id }) => id === room)

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

/** Taps the button above the messages. */
export function tapStrip(/** @type {Phone} */ phone) {
  phone.narrator.act(`${phone.name}, chat page: tap ${stripAction(phone)}`)
  phone.chat.call('onConnect')
}

/** Leaves the room for the list. */
export function goBack(/** @type {Phone} */ phone) {
  phone.narrator.act(`${phone.name} goes back to the list of rooms`)
  phone.goBack()
}

/** Opens a room from the list. */
export function enter(/** @type {Phone} */ phone, /** @type {string} */ room) {
  phone.narrator.act(`${phone.name} opens the room ${room}`)
  phone.enter(room)
}

/** Tries one of the calls or faults of the lab. */
export function tryOut(/** @type {Phone} */ phone, /** @type {string} */ id) {
  phone.narrator.act(`${phone.name}, lab page: try ${id}`)
  phone.visitLab((lab) => lab.call('onTry', { currentTarget: { dataset: { id } } }))
}

/** Copies the history of the socket. */
export function copyHistory(/** @type {Phone} */ phone) {
  phone.narrator.act(`${phone.name}, lab page: tap Copy as JSON`)
  phone.visitLab((lab) => lab.call('onCopyHistory'))
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
