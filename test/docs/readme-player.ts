/** Plays the code in the READMEs, section by section, and knows what was not played. */
import { type CodeBlock, parseCodeBlocks } from './markdown'
import { read } from './readme-tables'

/** Sections whose code is played by a suite of its own; the English headings. */
export const DELIVERY_SECTIONS = ['Messages that must arrive', 'A server']
export const PAGES_SECTIONS = ['Pages']
export const OTHER_ENTRIES_SECTIONS = ['Protocol clients', 'Other hosts']

/** Names that a block finds, besides those of JavaScript. */
export type Globals = Readonly<Record<string, unknown>>

export interface Player {
  /** Runs a block. @throws Error when there is none of that name in these sections. */
  run(name: string, globals?: Globals): void
  /** The blocks that were never run. */
  left(): readonly string[]
}

/** Parts of a README that begin with a heading of the second level, the first line being that heading. */
const sectionsOf = (path: string): readonly string[] => read(path).split(/^## /m).slice(1)

const headingOf = (section: string): string => section.slice(0, section.indexOf('\n'))

/** A player of the sections that `isMine` says, by their English headings; the languages have them in one order. */
export function createPlayer(path: string, isMine: (heading: string) => boolean): Player {
  const english = sectionsOf('README.md').map(headingOf)
  const blocks: readonly CodeBlock[] = sectionsOf(path)
    .filter((_, index) => isMine(english[index] ?? ''))
    .flatMap(parseCodeBlocks)
    .filter(({ language }) => language === 'js')
  const played = new Set<string>()
  return {
    run(name, globals = {}) {
      const block = blocks.find((candidate) => candidate.name === name)
      if (block === undefined) throw new Error(`${path} has no block ${name} here`)
      played.add(name)
      new Function(...Object.keys(globals), block.text)(...Object.values(globals))
    },
    left: () => blocks.map(({ name }) => name).filter((name) => !played.has(name)),
  }
}

/** A `require` that knows these modules and no other. */
export const createRequire =
  (modules: Globals) =>
  (id: string): unknown => {
    if (id in modules) return modules[id]
    throw new Error(`there is no module ${id}`)
  }
