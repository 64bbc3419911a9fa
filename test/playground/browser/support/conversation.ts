/** What a person does and sees in a room of the demo's chat. */
import type { Locator } from 'playwright-core'
import { eventually } from './eventually'
import type { PhoneOnScreen } from './phone-on-screen'

export interface Line {
  readonly side: 'mine' | 'theirs'
  readonly text: string
  /** `delivered`, `sending`, `failed`; empty for a line of somebody else. */
  readonly mark: string
}

/** A room in the list of the first page. */
export const roomIn = ({ page }: PhoneOnScreen, title: string): Locator =>
  page.getByRole('link', { name: new RegExp(`^${title}\\b`) })

export async function enterRoom(phone: PhoneOnScreen, title: string): Promise<void> {
  await roomIn(phone, title).click()
  await phone.title(title)
}

/** Types it and sends it. */
export async function say({ page }: PhoneOnScreen, text: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Message' })
  await field.fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await eventually(async () => {
    const left = await field.inputValue()
    if (left !== '') throw new Error(`expected an empty field after sending, got '${left}'`)
  })
}

export const linesOf = ({ page }: PhoneOnScreen): Promise<readonly Line[]> =>
  page.getByRole('log', { name: 'Messages' }).evaluate((log) =>
    [...log.querySelectorAll('.line')].map((line) => ({
      side: line.classList.contains('mine') ? 'mine' : 'theirs',
      text: line.querySelector('.bubble')?.textContent ?? '',
      mark: line.querySelector('[role="img"]')?.getAttribute('aria-label') ?? '',
    })),
  )
