import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { statesDocument } from './states-document'

const path = join(__dirname, '../../docs/states.md')

// In a process of its own: prettier imports itself dynamically, which jest does not allow.
const prettier = require.resolve('prettier/bin/prettier.cjs')

test('docs/states.md is what the machine does (npm run states writes it)', () => {
  const written = execFileSync(process.execPath, [prettier, '--stdin-filepath', path], {
    input: statesDocument(),
    encoding: 'utf8',
  })
  if (process.env.WRITE_DOCS) writeFileSync(path, written)
  expect(readFileSync(path, 'utf8')).toBe(written)
})
