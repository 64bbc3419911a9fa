/** Reads markdown as data: headings, tables and code blocks, by what they stand under. */
import { execFileSync } from 'node:child_process'

export interface Heading {
  readonly level: number
  readonly text: string
}

export interface Table {
  /** The text of the heading above it. */
  readonly heading: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface CodeBlock {
  readonly language: string
  /** What follows the language in the first line. */
  readonly name: string
  readonly text: string
}

const FENCE = /^```(\w*) ?(.*)$/

/** The lines outside code blocks. */
function proseLines(markdown: string): readonly string[] {
  let isCode = false
  return markdown.split('\n').filter((line) => {
    const isFence = FENCE.test(line)
    if (isFence) isCode = !isCode
    return !isCode && !isFence
  })
}

const readHeading = (line: string): Heading | undefined => {
  const [, marks, text] = /^(#+) (.*)$/.exec(line) ?? []
  return marks === undefined || text === undefined ? undefined : { level: marks.length, text }
}

export function parseHeadings(markdown: string): readonly Heading[] {
  return proseLines(markdown).flatMap((line) => readHeading(line) ?? [])
}

const cellsOf = (line: string): readonly string[] =>
  line
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())

export function parseTables(markdown: string): readonly Table[] {
  const tables: { heading: string; head: readonly string[]; rows: (readonly string[])[] }[] = []
  let heading = ''
  let isInTable = false
  for (const line of proseLines(markdown)) {
    heading = readHeading(line)?.text ?? heading
    if (!line.startsWith('|')) isInTable = false
    else if (!isInTable) {
      tables.push({ heading, head: cellsOf(line), rows: [] })
      isInTable = true
    } else if (!/^\|[\s|:-]+\|$/.test(line)) tables.at(-1)?.rows.push(cellsOf(line))
  }
  return tables
}

export function parseCodeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)].map(
    ([, language = '', name = '', text = '']) => ({ language, name, text }),
  )
}

/** Every `code span` of a cell. */
export const codesIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)

// In a process of its own: prettier imports itself dynamically, which jest does not allow.
const prettier = require.resolve('prettier/bin/prettier.cjs')

/** The text as prettier would leave it. */
export const formatMarkdown = (text: string, path: string): string =>
  execFileSync(process.execPath, [prettier, '--stdin-filepath', path], {
    input: text,
    encoding: 'utf8',
    timeout: 60_000,
  })
