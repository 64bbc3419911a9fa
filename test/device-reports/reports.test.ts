/** The reports that are checked in. Until a phone has answered they are all made on the fake, and say so. */
import { describe, expect, jest, test } from '@jest/globals'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { QUESTIONS } from '../../miniprogram-demo/miniprogram/packages/report/questions/questions'
import { hostProfiles, type HostProfileName } from '../../src/testing'
import { takeReport } from './fake-phone'
import { REPORTS_DIR, readReports } from './known-reports'

// Every question is asked, some of them with megabytes.
jest.setTimeout(30_000)

const FAKES: readonly HostProfileName[] = ['android', 'ios', 'devtools', 'global-close-only']

const nameOf = (profile: HostProfileName) => `fake-${profile}.json`

describe('the reports in test/device-reports/reports', () => {
  test.each(FAKES)(
    'hold what the questions find out on the fake that plays %s (WRITE_DOCS=1 writes it)',
    async (profile) => {
      const report = await takeReport(hostProfiles[profile], QUESTIONS)
      const from = `made on the fake with the profile '${profile}' by test/device-reports: no phone`
      const written = `${JSON.stringify({ from, ...report }, null, 2)}\n`
      const path = join(REPORTS_DIR, nameOf(profile))
      if (process.env.WRITE_DOCS) writeFileSync(path, written)
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(written))
    },
  )

  test.each(readReports())('$file has the schema, and says where it comes from', ({ report }) => {
    const { schema, source, from, takenOn, host, answers } = report
    expect(schema).toBe(1)
    expect(['phone', 'devtools', 'fake']).toContain(source)
    expect(from).toMatch(/\w{3}/)
    expect(takenOn).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(Object.keys(host).sort()).toEqual([
      'SDKVersion',
      'model',
      'platform',
      'system',
      'wechat',
    ])
    const ids = QUESTIONS.map(({ id }) => id)
    expect(Object.keys(answers).filter((id) => !ids.includes(id))).toEqual([])
  })

  test('that say of themselves that a fake made them are exactly those made here', () => {
    const fakes = readReports().filter(({ report }) => report.source === 'fake')
    expect(fakes.map(({ file }) => file).sort()).toEqual(FAKES.map(nameOf).sort())
  })

  test.each(FAKES)('that were made on the fake with %s have an answer to everything', (profile) => {
    const found = readReports().find(({ file }) => file === nameOf(profile))
    const outcomes = QUESTIONS.map(({ id }) => [id, found?.report.answers[id]?.status])
    expect(outcomes).toEqual(QUESTIONS.map(({ id }) => [id, 'answered']))
  })
})
