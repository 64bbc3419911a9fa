/** A recipe page as data: the files and commands that its reader copies. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseCodeBlocks, parseTables, type Table } from '../../docs/markdown'
import { REPOSITORY } from '../../support/packed-package'

const FOLDER = join(REPOSITORY, 'docs/recipes')

export interface RecipePage {
  /** The name of the page without `.md`. */
  readonly name: string
  /** What `npm install --save-dev` names. */
  readonly devDependencies: readonly string[]
  /** The commands that make the bundles, in order. */
  readonly commands: readonly string[]
  /** Files of the mini-program project, by path: every code block whose fence names one. */
  readonly files: Readonly<Record<string, string>>
  readonly tables: readonly Table[]
}

/** The names of all pages. */
export const pageNames = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => file.replace(/\.md$/, ''))
    .sort()

export const readIndex = (): string => readFileSync(join(FOLDER, 'README.md'), 'utf8')

export function readPage(name: string): RecipePage {
  const text = readFileSync(join(FOLDER, `${name}.md`), 'utf8')
  const blocks = parseCodeBlocks(text)
  const lines = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap((block) => block.text.replace(/\\\n\s*/g, '').split('\n'))
    .filter((line) => line !== '')
  return {
    name,
    devDependencies: lines.flatMap(packagesIn),
    commands: lines.filter((line) => line.startsWith('npx ')),
    files: Object.fromEntries(
      blocks
        .filter((block) => block.name.includes('/'))
        .map((block): [string, string] => [block.name, block.text]),
    ),
    tables: parseTables(text),
  }
}

function packagesIn(command: string): readonly string[] {
  const [, names] = /^npm install --save-dev (.+)$/.exec(command) ?? []
  return names?.split(' ') ?? []
}
