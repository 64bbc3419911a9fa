/** Every button of the lab leads to what its card promises, and the panel saw it too. */
import { describe, expect, test } from '@jest/globals'
import type { Locator } from 'playwright-core'
import { startDemo } from './support/command'
import { eventually } from './support/eventually'
import { useScene, type Window } from './support/scene'

interface Button {
  readonly label: string
  /** Buttons whose effect it takes. */
  readonly after?: readonly string[]
  /** What the timeline of the panel shows of it, in this order, other rows in between. */
  readonly shows: readonly RegExp[]
  /** Where the socket is then. @default open */
  readonly ends?: 'closed'
}

const again = [/^ann connect /, /^ann open$/]

const buttons: readonly Button[] = [
  { label: 'probe()', shows: [/^ann sent .*ping/, /^ann message .*pong/] },
  { label: 'reconnect()', shows: [/^ann close .* 1000 app/, /^ann open$/] },
  { label: 'close()', shows: [/^ann closed$/], ends: 'closed' },
  { label: 'connect()', after: ['close()'], shows: again },
  { label: 'Kick', shows: [/^ann close .* 4501 /], ends: 'closed' },
  { label: 'Drop', shows: [/^ann close .* 1006 /, ...again] },
  { label: 'Freeze', shows: [/^ann close .* heartbeat-timeout/, ...again] },
  { label: 'Thaw', after: ['Freeze'], shows: [/^ann sent .*ping/, /^ann message .*pong/] },
  { label: 'Refuse 4 s', shows: [/^ann error /, /^ann close .* 1006 /, ...again] },
  { label: 'Down 4 s', shows: [/^ann close .* 1006 /, /^ann error /, ...again] },
  { label: 'Graceful restart', shows: [/^ann close .* 1012 /, ...again] },
  { label: 'Forget', shows: [/^ann close .* 1006 /, ...again] },
  { label: 'Mute 8 s', shows: [/"error":"you are muted"/] },
  { label: 'Burst', shows: [/sends 100 lines/] },
  { label: 'Slow', shows: [/^ann message .*pong/] },
  { label: 'Fast again', after: ['Slow'], shows: [/^ann message .*pong/] },
]

const scene = useScene(() => startDemo('--fast', '--no-watch'))

/** One for all tests, connected again. */
async function openLab(): Promise<Window> {
  const window = await scene.keepPhones()
  await window.ann.tab('Lab')
  if ((await window.ann.state.textContent()) !== 'open') {
    await tryButton(window, 'reconnect()').click()
  }
  await eventually(async () => expect(await window.ann.state.textContent()).toBe('open'))
  return window
}

const tryButton = ({ ann }: Window, label: string): Locator =>
  ann.screen.locator(`[role="button"][aria-label^="Try ${label}: "]`)

const cardOf = (window: Window, label: string): Locator =>
  window.ann.page.locator('.card', { has: tryButton(window, label) })

/** Presses it, and resolves when the card says what came of it; what it said before must be something else. */
async function press(window: Window, label: string, verdict: RegExp): Promise<void> {
  const said = cardOf(window, label).locator('.verdict')
  expect(await said.textContent()).not.toMatch(verdict)
  await tryButton(window, label).click()
  await eventually(async () => expect(await said.textContent()).toMatch(verdict))
}

const stepsOf = (window: Window, label: string): Promise<readonly string[]> =>
  cardOf(window, label).locator('.step .tick').allTextContents()

/** Rows in an order: each is looked for below the one before. */
function missingFrom(rows: readonly string[], wanted: readonly RegExp[]): readonly string[] {
  let from = 0
  return wanted.flatMap((pattern) => {
    const at = rows.findIndex((row, index) => index >= from && pattern.test(row))
    if (at === -1) return [String(pattern)]
    from = at + 1
    return []
  })
}

describe('the lab', () => {
  test('has no button that is not tested here', async () => {
    const { ann } = await openLab()
    const names = await ann.page
      .locator('[role="button"][aria-label^="Try "]')
      .evaluateAll((found) => found.map((one) => one.getAttribute('aria-label') ?? ''))
    expect(names.map((name) => name.slice('Try '.length).split(': ')[0])).toEqual(
      buttons.map(({ label }) => label),
    )
  })

  test.each(buttons)('$label does what it promises', async (button) => {
    const { label, after = [], shows, ends = 'open' } = button
    const window = await openLab()
    for (const other of after) {
      await tryButton(window, other).click()
      await cardOf(window, other)
        .locator('.step.done, .verdict:has-text("Watching")')
        .first()
        .waitFor()
    }
    await window.page.getByRole('button', { name: 'Clear' }).click()
    await press(window, label, /^Seen after /)
    expect(new Set(await stepsOf(window, label))).toEqual(new Set(['✓']))
    await eventually(async () => {
      expect(missingFrom(await window.timeline(), shows)).toEqual([])
      expect(await window.ann.state.textContent()).toBe(ends)
    })
  })

  test('says when a promise cannot be kept', async () => {
    const window = await scene.openPhones()
    await window.ann.tab('Lab')
    await press(window, 'close()', /^(Watching|Seen after)/)
    await press(window, 'Kick', /^It takes an open link to ask for it: it is closed$/)
    await press(window, 'connect()', /^Seen after /)
    await press(window, 'connect()', /^No effect: it is open already$/)
  })

  test('lights the state, and tells it to a screen reader', async () => {
    const window = await openLab()
    const diagram = window.ann.page.getByRole('img', { name: /^The socket is / })
    await window.ann.page
      .getByRole('img', { name: 'The socket is open, after connecting' })
      .waitFor()
    await tryButton(window, 'close()').click()
    await eventually(async () => {
      expect(await diagram.getAttribute('aria-label')).toMatch(/^The socket is closed, after /)
      // A component's classes have the name of the component in front.
      expect(await diagram.locator('[class$="lit"], [class*="lit "]').allTextContents()).toEqual([
        'closed',
      ])
    })
  })
})
