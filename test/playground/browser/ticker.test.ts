/** 200 messages a second, and how often the page is drawn. */
import { describe, expect, test } from '@jest/globals'
import { startDemo } from './support/command'
import { eventually } from './support/eventually'
import type { PhoneOnScreen } from './support/phone-on-screen'
import { useScene } from './support/scene'

const SECONDS = 5
const PER_SECOND = 200
/** Ten calls a second, the one that falls on the edge, and the page's own once a second, of its meter. */
const MOST_BATCHED = SECONDS * 10 + 1

const scene = useScene(() => startDemo('--no-watch'))

async function openTicker(): Promise<PhoneOnScreen> {
  const { ann } = await scene.openPhones()
  await ann.tab('Ticker')
  await ann.title('Ticker')
  await untilMeasured(ann, 'Batched')
  return ann
}

/** Until the page says of one way how many messages came in its last second, and it is as many as were asked for. */
const untilMeasured = ({ page }: PhoneOnScreen, way: string): Promise<void> =>
  eventually(async () => {
    const text = await page.locator('.rates', { hasText: way }).textContent()
    const [, messages = 'none'] = /Messages(\d+)\/s/.exec(text ?? '') ?? []
    expect(Math.abs(Number(messages) - PER_SECOND)).toBeLessThan(PER_SECOND * 0.1)
  })

describe('the ticker', () => {
  test('makes at most ten calls of setData a second while it batches', async () => {
    const ann = await openTicker()
    const calls = await ann.countEvents('set-data', SECONDS * 1000)
    expect(calls).toBeLessThanOrEqual(MOST_BATCHED)
    // It does draw.
    expect(calls).toBeGreaterThan(SECONDS * 5)
  })

  test('makes about one for each message when it does not', async () => {
    const ann = await openTicker()
    await ann.page.getByRole('switch', { name: 'Batching' }).click()
    await untilMeasured(ann, 'One by one')
    const calls = await ann.countEvents('set-data', SECONDS * 1000)
    expect(calls / (SECONDS * PER_SECOND)).toBeGreaterThan(0.8)
    expect(calls / (SECONDS * PER_SECOND)).toBeLessThan(1.2)
  })

  test('stops when nobody looks, and goes on', async () => {
    const ann = await openTicker()
    await ann.tab('Chat')
    await ann.title('Chat')
    await eventually(async () => expect(await ann.countEvents('set-data', 500)).toBe(0))
    await ann.tab('Ticker')
    await untilMeasured(ann, 'Batched')
  })
})
