/** The page around the phones, by its roles and names. */
import type { Locator, Page } from 'playwright-core'
import { eventually } from './eventually'
import { findPhone, type PhoneOnScreen } from './phone-on-screen'

export interface Panel {
  readonly page: Page
  readonly ann: PhoneOnScreen
  readonly bob: PhoneOnScreen
  /** The controls of one phone, brought to the front. */
  controls(name: string): Promise<Locator>
  /** Takes one of a few, such as `None` of `Network`. */
  choose(name: string, group: string, choice: string): Promise<void>
  /** Presses a button of the group "Server". */
  server(label: string): Promise<void>
  /** The rows of the timeline, each `who text`. */
  timeline(): Promise<readonly string[]>
  /** What the timeline shows as an error. */
  errors(): Promise<readonly string[]>
}

export function createPanel(page: Page): Panel {
  async function controls(name: string): Promise<Locator> {
    await page.getByRole('tab', { name }).click()
    return page.getByRole('tabpanel', { name })
  }
  const timeline = page.getByRole('region', { name: 'Timeline' })
  return {
    page,
    ann: findPhone(page, 'ann'),
    bob: findPhone(page, 'bob'),
    controls,
    async choose(name, group, choice) {
      const bar = (await controls(name)).getByRole('radiogroup', { name: group })
      await bar.locator('label').filter({ hasText: choice }).click()
    },
    server: (label) =>
      page
        .getByRole('region', { name: 'Server' })
        .getByRole('button', { name: label, exact: true })
        .click(),
    timeline: () => rowTexts(timeline.getByRole('listitem')),
    errors: () => rowTexts(timeline.locator('li[data-kind="error"]')),
  }
}

/** Without the time. */
async function rowTexts(rows: Locator): Promise<readonly string[]> {
  return rows.evaluateAll((found) =>
    found.map((row) =>
      [...row.querySelectorAll('.entry-who, .entry-text')]
        .map((part) => part.textContent)
        .join(' '),
    ),
  )
}

/** Whether both phones show their first page and are connected. */
export async function untilConnected({ ann, bob }: Panel): Promise<void> {
  for (const { name, state } of [ann, bob]) {
    await eventually(async () => {
      const text = await state.textContent()
      if (text !== 'open')
        throw new Error(`expected the phone of ${name} to be open, it is ${text}`)
    })
  }
}
