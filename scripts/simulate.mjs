/**
 * `npm run simulate -- [--seeds N] [--seed S] [--messages M]`: delivery, network and hub on one virtual time, with seeded
 * faults. `--seeds` runs so many, from 1 on; `--seed` runs one alone. The test suite runs 40 of 5,000 messages.
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    seed: { type: 'string' },
    messages: { type: 'string' },
  },
})

/** @type {Record<string, string>} */
const env = {}
for (const [name, value] of Object.entries(values)) {
  if (!/^[1-9]\d*$/.test(value)) {
    process.stderr.write(`--${name} takes a whole number from 1; got "${value}"\n`)
    process.exit(1)
  }
  env[`SIMULATE_${name.toUpperCase()}`] = value
}

const { status } = spawnSync('npx', ['jest', '--selectProjects', 'simulation'], {
  stdio: 'inherit',
  env: { ...process.env, ...env },
})
process.exit(status ?? 1)
