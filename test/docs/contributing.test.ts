/** CONTRIBUTING.md names the steps, what they need, and the rooms, as they are. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { programs } from '../../scripts/programs.mjs'
import { steps } from '../../scripts/test/steps.mjs'
import { codesIn, parseTables } from './markdown'
import { ROOT, read } from './readme-tables'

const tables = parseTables(read('CONTRIBUTING.md'))
const rowsUnder = (heading: string, nth = 0) =>
  tables.filter((table) => table.heading === heading)[nth]?.rows ?? []

test('every step is in the table, in order', () => {
  const named = rowsUnder('Steps').flatMap(([names = '', what = '']) =>
    codesIn(names).flatMap((name) => (name === 'types:…' ? codesIn(what).slice(1) : name)),
  )
  expect(named).toEqual(steps.map(({ name }) => name))
})

test('what a step needs is what it is installed for', () => {
  const needs = rowsUnder('Steps')
    .filter(([, , needed = '']) => needed !== '')
    .map(([names = '', , needed = '']) => [codesIn(names)[0], needed.split(', ')])
  const suites = [...new Set(programs.flatMap((program) => program.suites))]
  const known = suites.map((suite) => [
    suite,
    programs.filter((program) => program.suites.includes(suite)).map(({ name }) => name),
  ])
  expect(Object.fromEntries(needs)).toEqual(Object.fromEntries(known))
})

test('every room is on the map', () => {
  const rooms = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `src/${name}/`)
  const named = rowsUnder('The map of the house').map(([cell = '']) => codesIn(cell)[0] ?? '')
  expect(named.filter((name) => name !== 'src/*.ts').sort()).toEqual(rooms.sort())
})

test('every npm script is among the commands', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const text = rowsUnder('Commands')
    .flatMap(([cell = '']) => codesIn(cell))
    .map((code) => code.replace(/^npm (run )?/, '').split(' ')[0])
  // One is run by npm itself, one is a step.
  const own = Object.keys(scripts).filter((name) => !['prepack', 'format:check'].includes(name))
  expect(own.filter((name) => !text.includes(name))).toEqual([])
})
