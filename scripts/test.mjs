/**
 * `npm test`: every check there is, one after the other, all of them even if one fails. Names of steps as
 * arguments run only these (`npm test -- unit package`). The last line is the sum over all that ran.
 */
import { installLine, missingPrograms } from './programs.mjs'
import { runStep } from './test/run-step.mjs'
import { steps } from './test/steps.mjs'
import { printSkipped, printSummary, sum } from './test/summary.mjs'

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(
    `no step named ${unknown.join(', ')}; there are ${steps.map((s) => s.name).join(', ')}`,
  )
  process.exit(2)
}

const isCi = process.env['CI'] === 'true'
const missing = missingPrograms()

/** @type {import('./test/run-step.mjs').Result[]} */
const results = []
for (const step of steps) {
  if (wanted.length > 0 && !wanted.includes(step.name)) continue
  const lacking = missing.filter(({ suites }) => suites.includes(step.name))
  results.push(
    lacking.length === 0
      ? await runStep(step)
      : {
          name: step.name,
          elapsedMs: 0,
          passed: 0,
          failed: isCi ? 1 : 0,
          skipped: isCi ? 0 : 1,
          note: `did not run: needs ${lacking.map(({ command }) => command).join(', ')}`,
        },
  )
}

printSummary(results)
const relevant = missing.filter(({ suites }) => results.some(({ name }) => suites.includes(name)))
if (relevant.length > 0) printSkipped(relevant, installLine(relevant))

const { passed, failed, skipped } = sum(results)
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
process.exitCode = failed > 0 ? 1 : 0
