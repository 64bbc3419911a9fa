/** What `npm test` counts: nothing that went wrong may come out as silence. */
import { describe, expect, test } from '@jest/globals'
import { relative, resolve } from 'node:path'
import { runStep } from '../../scripts/test/run-step.mjs'
import { sum } from '../../scripts/test/summary.mjs'
import { expectConsole } from '../support/console'

const FAKE_JEST = relative(
  resolve(__dirname, '../../node_modules'),
  resolve(__dirname, 'fixtures/fake-jest.cjs'),
)

const report = (counts: object) =>
  JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numRuntimeErrorTestSuites: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    ...counts,
  })

/** Runs a step of the runner on a jest that leaves this report and ends like this. */
async function countsOf(text: string, end: string, timeoutMs = 30_000) {
  // The fake reads its own two arguments, then skips --json and --outputFile.
  const command = [FAKE_JEST, text, end]
  const { passed, failed, skipped, note } = await runStep({
    name: 'unit',
    kind: 'jest',
    command,
    timeoutMs,
  })
  expectConsole('log', 'unit')
  return { passed, failed, skipped, note }
}

describe('runStep', () => {
  test('takes the counts from the report', async () => {
    const text = report({ numPassedTests: 7, numPendingTests: 1, numTodoTests: 1 })
    expect(await countsOf(text, '0')).toEqual({ passed: 7, failed: 0, skipped: 2 })
  })

  test('counts a file that cannot be loaded as failed', async () => {
    const text = report({ numPassedTests: 2, numFailedTests: 1, numRuntimeErrorTestSuites: 1 })
    expect(await countsOf(text, '1')).toEqual({ passed: 2, failed: 2, skipped: 0 })
  })

  test('fails when jest ends without a report', async () => {
    expect(await countsOf('none', '0')).toMatchObject({ passed: 0, failed: 1 })
    expect(await countsOf('not JSON', '0')).toMatchObject({ passed: 0, failed: 1 })
  })

  test('fails when jest complains although no test failed', async () => {
    const text = report({ numPassedTests: 3 })
    expect(await countsOf(text, '1')).toMatchObject({ passed: 3, failed: 1 })
  })

  test('ends a suite that hangs, and fails it', async () => {
    const text = report({ numPassedTests: 3 })
    expect(await countsOf(text, 'hang', 1000)).toMatchObject({
      passed: 3,
      failed: 1,
      note: expect.stringContaining('timeout'),
    })
  })

  test('counts a check as one', async () => {
    const step = { name: 'unit', kind: 'check', timeoutMs: 30_000 } as const
    const check = (end: string) => runStep({ ...step, command: [FAKE_JEST, 'none', end] })
    const results = [await check('0'), await check('2')]
    expectConsole('log', 'unit')
    expectConsole('log', 'unit')
    expect(sum(results)).toEqual({ passed: 1, failed: 1, skipped: 0 })
  })
})
