/** What `npm test` consists of, in order. */
import { typeProjects } from '../type-projects.mjs'

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {'check' | 'jest'} kind a check passes or fails as one; jest counts its tests
 * @property {readonly string[]} command a file, from node_modules, then its arguments
 * @property {Readonly<Record<string, string>>} [env]
 * @property {number} timeoutMs
 */

const MINUTE_MS = 60_000

/** @type {(name: string, ...command: string[]) => Step} */
const check = (name, ...command) => ({ name, kind: 'check', command, timeoutMs: 3 * MINUTE_MS })

/** @type {(name: string, project: string, env?: Record<string, string>) => Step} */
const suite = (name, project, env = {}) => ({
  name,
  kind: 'jest',
  command: ['jest/bin/jest.js', '--selectProjects', project],
  env,
  // The longest takes a third of it on two cores: it ends what hangs, and no machine that is slow.
  timeoutMs: 12 * MINUTE_MS,
})

/**
 * For a suite that waits most of its time.
 *
 * @type {(step: Step) => Step}
 */
const inParallel = (step) => ({ ...step, command: [...step.command, '--maxWorkers', '3'] })

/** @type {readonly Step[]} */
export const steps = [
  // First: the demo's types, the package and the mini-program are all looked at as built.
  check('build', 'rollup/dist/bin/rollup', '--config', 'rollup.config.js', '--silent'),
  ...typeProjects.map((project) => check(`types:${project}`, 'typescript/bin/tsc', '-p', project)),
  check('lint', 'eslint/bin/eslint.js', '.', '--max-warnings', '0'),
  check('format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  check('size', '../bench/size.mjs'),
  suite('unit', 'unit'),
  suite('unit-macrotask-promise', 'unit', { MACROTASK_PROMISE: '1' }),
  suite('house', 'house'),
  suite('integration', 'integration'),
  suite('demo', 'demo'),
  suite('simulation', 'simulation'),
  suite('package', 'package'),
  suite('npm-build', 'npm-build'),
  suite('engine', 'engine'),
  suite('recipes', 'recipes'),
  suite('redis', 'redis'),
  suite('browser', 'browser'),
  inParallel(suite('playground', 'playground')),
]
