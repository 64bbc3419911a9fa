/** The READMEs as tables, found by the English heading above them in either language. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { codesIn, parseTables } from './markdown'
import type { Language } from './readme-numbers'

export const ROOT = join(__dirname, '../..')
/** A file of the repository. */
export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

export const READMES: readonly [Language, string][] = [
  ['en', 'README.md'],
  ['zh', 'README.zh-CN.md'],
]

const english = parseTables(read('README.md'))

/** The tables under an English heading, and the same ones in another language. */
export function tablesUnder(heading: string, path: string) {
  const all = parseTables(read(path))
  const found = all.filter((_, index) => english[index]?.heading === heading)
  if (found.length === 0) throw new Error(`README.md has no table under ${heading}`)
  return found
}

/** The code in the first column of the nth table under an English heading. */
export const namesUnder = (heading: string, path: string, nth = 0): readonly string[] =>
  (tablesUnder(heading, path)[nth]?.rows ?? []).map(([cell = '']) => codesIn(cell)[0] ?? '')
