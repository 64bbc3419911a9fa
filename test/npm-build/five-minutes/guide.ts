/** The guide as data: the files and commands that its reader copies, and what it says one should see. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseCodeBlocks } from '../../docs/markdown'
import { REPOSITORY } from '../../support/packed-package'

export interface Guide {
  readonly text: string
  /** Every code block that has a name, by it. */
  readonly files: Readonly<Record<string, string>>
  /** Every line of every `sh` block, in order. */
  readonly commands: readonly string[]
  /** The first line of every code block, and the marks of every heading between them, in order. */
  readonly outline: readonly string[]
}

/** @param path from the root of the repository */
export function readGuide(path: string): Guide {
  const text = readFileSync(join(REPOSITORY, path), 'utf8')
  const blocks = parseCodeBlocks(text)
  const named = blocks.filter(({ name }) => name !== '')
  const shell = blocks.filter(({ language }) => language === 'sh')
  if (named.length + shell.length !== blocks.length) {
    throw new Error(`${path}: a code block has neither a file's name nor is it sh`)
  }
  return {
    text,
    files: Object.fromEntries(named.map(({ name, text }) => [name, text])),
    commands: shell.flatMap(({ text }) => text.split('\n').filter((line) => line !== '')),
    outline: [...text.matchAll(/^(```.*)[^]*?^```$|^#+ /gm)].map(([line, fence]) => fence ?? line),
  }
}

/** A sentence of the page that the test relies on: changed there, it has to be changed here. */
export function quote(guide: Guide, sentence: string): string {
  if (!guide.text.includes(`\`${sentence}\``)) {
    throw new Error(`the guide does not say \`${sentence}\``)
  }
  return sentence
}
