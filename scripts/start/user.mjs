/** What a user of the demo does, and what is there to be seen. */

/** @typedef {import('./stage.mjs').Stage} Stage */

/** How often wx.connectSocket was called. */
export const attemptsOf = (/** @type {Stage} */ { fake }) => fake.connectCalls.length

export const linkText = (/** @type {Stage} */ { chat }) => chat.instance.data.link.text

/** The lines of mine that the chat page shows. */
const myLines = (/** @type {Stage} */ { chat }) =>
  chat.instance.data.lines
    .filter((/** @type {{ mine: boolean }} */ { mine }) => mine)
    .map((/** @type {{ text: string }} */ { text }) => text)

export const count = (/** @type {Stage} */ stage, /** @type {string} */ text) =>
  myLines(stage).filter((/** @type {string} */ line) => line === text).length

export const shownOf = (/** @type {Stage} */ stage, /** @type {string[]} */ lines) =>
  myLines(stage).filter((/** @type {string} */ line) => lines.includes(line))

export const heardOf = (/** @type {Stage} */ { heard }, /** @type {string[]} */ lines) =>
  heard.filter((line) => lines.includes(line))

/** The events of a name that came after this call. */
export const mark = (/** @type {Stage} */ { events }) => {
  const from = events.length
  return (/** @type {string} */ wanted) => events.slice(from).filter(({ name }) => name === wanted)
}

export const latest = (/** @type {Stage} */ { events }, /** @type {string} */ wanted) =>
  [...events].reverse().find(({ name }) => name === wanted)?.payload

/** Types a line on the chat page and sends it. */
export function say(/** @type {Stage} */ { chat, narrator }, /** @type {string} */ text) {
  narrator.act(`chat page: "${text}", Send`)
  chat.call('onInput', { detail: { value: text } })
  chat.call('onSend')
}

/** Opens the lab page, taps a button of it and goes back to the chat, as `navigator` would. */
export function press(
  /** @type {Stage} */ { chat, demo, narrator },
  /** @type {string} */ handler,
  /** @type {Record<string, string>} */ dataset,
) {
  narrator.act(`lab page: tap ${dataset.command ?? dataset.call ?? 'Copy as JSON'}`)
  chat.hide()
  const lab = demo.openPage('pages/lab/lab')
  lab.call(handler, { currentTarget: { dataset } })
  lab.unload()
  chat.show()
}

/** Leaves the app: the page and the app hide, the phone starts to count. */
export function leave(/** @type {Stage} */ { chat, demo, fake }) {
  chat.hide()
  demo.hideApp()
  fake.hide()
}

/** Returns to the app. */
export function comeBack(/** @type {Stage} */ { chat, demo, fake }) {
  fake.show()
  demo.showApp()
  chat.show()
}
