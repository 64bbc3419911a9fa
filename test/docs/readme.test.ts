/** README.md and README.zh-CN.md: the same in both languages, the bench's numbers, the machine's arrows, living links. */
import { describe, expect, test } from '@jest/globals'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codesIn, formatMarkdown, parseCodeBlocks, parseHeadings, parseTables } from './markdown'
import { numberBlocks } from './readme-numbers'
import { READMES, ROOT, read } from './readme-tables'

describe('the two READMEs', () => {
  const [one, other] = READMES.map(([, path]) => read(path)) as [string, string]

  test('have the same headings, in number and level', () => {
    const levels = (text: string) => parseHeadings(text).map(({ level }) => level)
    expect(levels(other)).toEqual(levels(one))
  })

  test('have the same tables: as many rows, the same names, units, ranges and defaults', () => {
    const shape = (text: string) =>
      parseTables(text).map(({ head, rows }) => ({
        columns: head.length,
        rows: rows.map(([cell = '', , accepts = '', byDefault = '']) => [
          ...codesIn(cell),
          ...(head.length === 5 ? [codesIn(accepts), codesIn(byDefault)] : []),
        ]),
      }))
    expect(shape(other)).toEqual(shape(one))
  })

  test('have the same blocks of code, apart from what they say', () => {
    const shape = (text: string) =>
      parseCodeBlocks(text).map(({ language, name, text: code }) => [
        language,
        name,
        language === 'mermaid' ? arrowsIn(text) : withoutWords(code),
      ])
    expect(shape(other)).toEqual(shape(one))
  })
})

/** Code without comments and the texts of templates. */
const withoutWords = (code: string): string =>
  code.replace(/(^|\s)(\/\/|#) .*$/gm, '').replace(/`[^`]*`/g, '``')

/** The arrows of a mermaid picture, as `from → to`. */
function arrowsIn(markdown: string): readonly string[] {
  const [, picture = ''] = /```mermaid\n([^]*?)```/.exec(markdown) ?? []
  return [...picture.matchAll(/^ {2}([\w-]+) --> ([\w-]+)/gm)].map(
    ([, from, to]) => `${from} → ${to}`,
  )
}

describe.each(READMES)('the picture of the states (%s)', (_, path) => {
  const drawn = arrowsIn(read(path))
  const known = arrowsIn(read('docs/states.md'))
  // docs/states.md: an option or circumstance leads from where it says `waiting` to one of these.
  const instead = known
    .filter((arrow) => arrow.endsWith('→ waiting'))
    .flatMap((arrow) =>
      ['closed', 'gave_up', 'suspended'].map((to) => arrow.replace('waiting', to)),
    )

  test('draws no arrow that the machine does not have', () => {
    expect(known.length).toBeGreaterThan(15)
    expect(
      drawn.filter((arrow) => ![...known, ...instead, 'idle → connecting'].includes(arrow)),
    ).toEqual([])
  })

  test('leaves out only calls of close() and reconnect(), and a return to what waits', () => {
    const left = [...known, ...instead].filter((arrow) => !drawn.includes(arrow))
    const isSaid = (arrow: string) => /→ (closed|closing|connecting)$/.test(arrow)
    expect(left.filter((arrow) => !isSaid(arrow))).toEqual([])
  })
})

describe.each(READMES)('the document (%s)', (language, path) => {
  test('has the numbers of bench/RESULTS.md, and prettier agrees (WRITE_DOCS=1 writes them)', () => {
    const text = read(path)
    const blocks = [...numberBlocks(read('bench/RESULTS.md'), language)]
    const count = blocks.length
    let replaced = 0
    const fresh = text.replace(
      /(<!-- numbers:begin -->\n)[^]*?(<!-- numbers:end -->)/g,
      (_, begin: string, end: string) => {
        replaced += 1
        return `${begin}\n${blocks.shift() ?? ''}\n\n${end}`
      },
    )
    expect(replaced).toBe(count)
    const written = formatMarkdown(fresh, path)
    if (process.env.WRITE_DOCS) writeFileSync(join(ROOT, path), written)
    expect(read(path)).toBe(written)
  })

  test('links to what exists', () => {
    const dead = [...read(path).matchAll(/\]\(([^)]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => {
        const [file = '', anchor] = target.split('#')
        const linked = file || path
        if (!existsSync(join(ROOT, linked))) return true
        return anchor !== undefined && !anchorsOf(linked).includes(anchor)
      })
    expect(dead).toEqual([])
  })
})

const anchorsOf = (path: string): readonly string[] =>
  parseHeadings(read(path)).map(({ text }) => anchorOf(text))

/** How GitHub makes an anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')
