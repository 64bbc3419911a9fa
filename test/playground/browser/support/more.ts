import type { PhoneOnScreen } from './phone-on-screen'

/** Goes to a page of the demo that the page More leads to. */
export async function openFromMore(phone: PhoneOnScreen, entry: string): Promise<void> {
  await phone.tab('More')
  await phone.page.getByRole('link', { name: new RegExp(`^${entry}`) }).click()
  await phone.title(entry)
}
