/** Makes what differs from one picture to the next the same: times, prices, addresses. */
import type { Frame } from 'playwright-core'

/** What the first price is in every picture. */
export const FIXED_PRICE = '104.20'

/** Elements of these classes show these texts, in turn. A component's classes have its name in front. */
const TEXTS: readonly (readonly [selector: string, ...texts: readonly string[]])[] = [
  ['.phone-time', '10:08'],
  ['.time, .room-time', '10:08'],
  ['.packet .at', '10:08:42'],
  ['.address', 'ws://127.0.0.1:8080'],
  ['.price', FIXED_PRICE, '98.75', '231.06', '17.40', '152.99', '66.18', '80.03'],
  ['.change', '+1.21 %', '−0.35 %', '+0.08 %', '+2.40 %', '−1.17 %'],
  ['.way:not(.packet .way)', '▲', '▼', '▲', '▲', '▼'],
  ['.rates.on .big', '10'],
  ['.rates.on .figure', '8.4 kB/s', '200/s', '12 ms'],
  ['.entry time', '10:08:42.000'],
]

/** And these are of these classes. */
const CLASSES: readonly (readonly [selector: string, ...classes: readonly string[]])[] = [
  ['.table > .row', 'row up gain', 'row down loss', 'row up gain', 'row up gain', 'row down loss'],
]

/** Rows with these words come when a while has passed. */
const LATER = ['.packet', 'PING'] as const

/** Draws on by itself, twice a second. */
const HIDDEN =
  'canvas { visibility: hidden !important } .packet[hidden] { display: none !important }'

export const stopMoving = (frame: Frame): Promise<void> =>
  frame.evaluate(stop, { texts: TEXTS, classes: CLASSES, later: LATER, hidden: HIDDEN } as never)

/** Runs in the frame. */
function stop({
  texts,
  classes,
  later: [rows, words],
  hidden,
}: {
  readonly texts: readonly (readonly string[])[]
  readonly classes: readonly (readonly string[])[]
  readonly later: readonly [rows: string, words: string]
  readonly hidden: string
}): void {
  const inTurn = (
    rules: readonly (readonly string[])[],
    apply: (element: Element, value: string) => void,
  ): void => {
    for (const [selector = '', ...values] of rules) {
      for (const [index, element] of [...document.querySelectorAll(selector)].entries()) {
        apply(element, values[index % values.length] ?? '')
      }
    }
  }
  inTurn(classes, (element, value) => (element.className = value))
  inTurn(texts, (element, value) => {
    // The text node stays: the framework has it.
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const text = walker.nextNode()
    if (text?.nodeValue && text.nodeValue !== value) text.nodeValue = value
  })
  for (const row of document.querySelectorAll<HTMLElement>(rows)) {
    row.hidden = row.textContent?.includes(words) ?? false
  }
  if (document.querySelector('style[data-still]')) return
  const style = document.createElement('style')
  style.dataset['still'] = ''
  style.textContent = hidden
  document.head.append(style)
}
