/** Runs one step of `npm test` and counts what it says. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.mjs'

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 *
 * @typedef {Counts & { name: string, elapsedMs: number, note?: string }} Result
 */

/**
 * @param {import('./steps.mjs').Step} step
 * @returns {Promise<Result>}
 */
export async function runStep(step) {
  console.log(`\n── ${step.name}`)
  const startedAtMs = Date.now()
  const { counts, note } = step.kind === 'jest' ? await runJest(step) : await runCheck(step)
  const result = { name: step.name, elapsedMs: Date.now() - startedAtMs, ...counts }
  return note === undefined ? result : { ...result, note }
}

/**
 * @param {import('./steps.mjs').Step} step
 * @returns {Promise<{ counts: Counts, note?: string }>}
 */
async function runCheck(step) {
  const end = await runCommand(step)
  if (end === 0) return { counts: { passed: 1, failed: 0, skipped: 0 } }
  return { counts: { passed: 0, failed: 1, skipped: 0 }, note: `ended with ${end}` }
}

/**
 * @param {import('./steps.mjs').Step} step
 * @returns {Promise<{ counts: Counts, note?: string }>}
 */
async function runJest(step) {
  const scratch = await mkdtemp(join(tmpdir(), 'miniprogram-socket-test-'))
  const report = join(scratch, 'report.json')
  try {
    const command = [...step.command, '--json', '--outputFile', report]
    const end = await runCommand({ ...step, command })
    const counts = await readCounts(report)
    if (!counts)
      return { counts: { passed: 0, failed: 1, skipped: 0 }, note: `no report, ended with ${end}` }
    // What jest counts nowhere (an error after the last test, no test found) still fails it.
    if (end !== 0 && counts.failed === 0) {
      return { counts: { ...counts, failed: 1 }, note: `ended with ${end} although no test failed` }
    }
    return { counts }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/**
 * @param {string} report
 * @returns {Promise<Counts | undefined>}
 */
async function readCounts(report) {
  try {
    const json = JSON.parse(await readFile(report, 'utf8'))
    return {
      passed: json.numPassedTests,
      // A file that cannot be loaded has no tests to fail.
      failed: json.numFailedTests + json.numRuntimeErrorTestSuites,
      skipped: json.numPendingTests + json.numTodoTests,
    }
  } catch {
    return undefined
  }
}
