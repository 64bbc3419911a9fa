/** docs/faults.md and the tests it names say the same. */
import { readFileSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'

const REPOSITORY = resolve(__dirname, '../..')
const FOLDER = 'test/faults'

interface Row {
  readonly number: string
  readonly files: readonly string[]
}

/** The numbers that titles of a test file begin with. */
function readNumbers(file: string): readonly string[] {
  const text = readFileSync(join(REPOSITORY, file), 'utf8')
  return [...text.matchAll(/['"`](C-\d+b?): /g)].map(([, number]) => number as string)
}

function readRows(): readonly Row[] {
  const lines = readFileSync(join(REPOSITORY, 'docs/faults.md'), 'utf8').split('\n')
  return lines
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, number]) => /^C-\d/.test(number ?? ''))
    .map((cells) => ({ number: cells[1] as string, files: (cells[5] as string).split(', ') }))
}

const rows = readRows()
const files = readdirSync(join(REPOSITORY, FOLDER))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `${FOLDER}/${name}`)

test('every fault in docs/faults.md is there once', () => {
  const numbers = rows.map(({ number }) => number)
  expect(numbers.length).toBeGreaterThan(40)
  expect(numbers).toEqual([...new Set(numbers)])
})

test.each(rows)('$number is a test in the files that docs/faults.md names', ({ number, files }) => {
  expect(files.filter((file) => !readNumbers(file).includes(number))).toEqual([])
})

test('every fault that is tested is in docs/faults.md', () => {
  const tested = new Set(files.flatMap(readNumbers))
  const told = rows.map(({ number }) => number)
  expect([...tested].filter((number) => !told.includes(number))).toEqual([])
})
