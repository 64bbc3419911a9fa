/** The device report, asked of a phone that nobody holds. */
import { describe, expect, test } from '@jest/globals'
import { startDemo } from './support/command'
import { EXPIRY_MS, eventually } from './support/eventually'
import { openFromMore } from './support/more'
import { useScene } from './support/scene'

const REPORT_EXPIRY_MS = 90_000

const scene = useScene(() => startDemo('--fast', '--no-watch'))

/** What the page gives to be sent in. */
interface Report {
  readonly schema: number
  readonly source: string
  readonly host: { readonly platform: string }
  readonly answers: { readonly [id: string]: { readonly status: string } }
}

describe('the device report', () => {
  test(
    'asks everything and ends in a report that can be read',
    async () => {
      const window = await scene.openPhones()
      const { ann } = window
      // One question is what a host does with a failure that nobody hears; this one throws.
      window.expectTrouble(/MiniProgramError: sendSocketMessage:fail WebSocket is not connected/)
      await openFromMore(ann, 'Device report')
      const total = await ann.page.locator('.row').count()
      await ann.tap('Ask everything')
      const skip = ann.page.getByRole('button', { name: 'Skip', exact: true })
      const copy = ann.page.getByRole('button', { name: 'Copy the report' })
      await eventually(
        async () => {
          // Nobody is here to lock the phone.
          if (await skip.isVisible()) await skip.click()
          expect(await copy.isVisible()).toBe(true)
        },
        { expiryMs: REPORT_EXPIRY_MS },
      )
      const report = JSON.parse((await ann.page.locator('.json').textContent()) ?? '') as Report
      expect(report).toMatchObject({ schema: 1, source: 'fake', host: { platform: 'android' } })
      const statuses = Object.values(report.answers).map(({ status }) => status)
      expect(statuses).toHaveLength(total)
      expect(statuses.filter((status) => !/^(answered|skipped)$/.test(status))).toEqual([])
      expect(statuses.filter((status) => status === 'answered').length).toBeGreaterThan(total / 2)
    },
    REPORT_EXPIRY_MS + EXPIRY_MS,
  )
})
