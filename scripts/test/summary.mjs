/**
 * @typedef {import('./run-step.mjs').Result} Result
 */

/** @param {readonly Result[]} results */
export function printSummary(results) {
  const width = Math.max(...results.map(({ name }) => name.length))
  console.log('\n── summary')
  for (const { name, elapsedMs, passed, failed, skipped, note } of results) {
    const verdict = failed > 0 ? 'FAILED' : passed > 0 ? 'ok    ' : '-     '
    const seconds = `${(elapsedMs / 1000).toFixed(1)} s`.padStart(8)
    const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`
    console.log(`${verdict} ${name.padEnd(width)} ${seconds}  ${counts}${note ? ` (${note})` : ''}`)
  }
}

/**
 * @param {readonly import('../programs.mjs').Program[]} missing
 * @param {string} installLine
 */
export function printSkipped(missing, installLine) {
  console.log('\nDid not run, because a program is missing here:')
  for (const { name, command, suites } of missing) {
    console.log(`  ${suites.join(', ')}: needs ${command} (${name})`)
  }
  console.log(`Install with:\n  ${installLine}\n`)
}

/**
 * @param {readonly Result[]} results
 * @returns {import('./run-step.mjs').Counts}
 */
export function sum(results) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const { passed, failed, skipped } of results) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
  return total
}
