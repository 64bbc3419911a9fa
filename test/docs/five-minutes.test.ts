/** The guide in its two languages; `test/npm-build/five-minutes.test.ts` follows it. */
import { describe, expect, test } from '@jest/globals'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readGuide } from '../npm-build/five-minutes/guide'
import { REPOSITORY } from '../support/packed-package'
import { parseHeadings } from './markdown'

const PATHS = ['docs/five-minutes.md', 'docs/five-minutes.zh-CN.md'] as const
const [english, chinese] = [readGuide(PATHS[0]), readGuide(PATHS[1])]

/** What a person reads on the screen: all that may differ between the files of the two languages. */
const TEXTS: readonly (readonly [english: string, chinese: string])[] = [
  ['`It is ${', '`现在是 ${'],
  ['`You said: ${', '`你说的是：${'],
  ['Listening on port 8765. Ctrl+C stops it.', '已监听 8765 端口，按 Ctrl+C 停止。'],
  ['"Five minutes"', '"五分钟"'],
  ['>Connection: {{', '>连接状态：{{'],
  ['"Say something"', '"说点什么"'],
  ['>Send<', '>发送<'],
]

test('the two languages have the same headings, files and commands, in the same order', () => {
  expect(chinese.outline).toEqual(english.outline)
  expect(chinese.commands).toEqual(english.commands)
})

test('the files of the two languages differ by the texts on the screen only', () => {
  const all = JSON.stringify(english.files)
  const translate = (file: string) =>
    TEXTS.reduce((text, [from, to]) => text.replaceAll(from, to), file)
  expect(TEXTS.filter(([from]) => !all.includes(JSON.stringify(from).slice(1, -1)))).toEqual([])
  expect(chinese.files).toEqual(
    Object.fromEntries(
      Object.entries(english.files).map(([path, file]) => [path, translate(file)]),
    ),
  )
})

describe.each(PATHS)('%s', (path) => {
  const { text } = readGuide(path)

  test('leads somewhere with every link', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)]
    expect(links.length).toBeGreaterThan(5)
    for (const [, file = '', anchor] of links) {
      const target = join(dirname(join(REPOSITORY, path)), file)
      expect([file, existsSync(target)]).toEqual([file, true])
      if (anchor !== undefined) expect(anchorsOf(target)).toContain(anchor)
    }
  })
})

/** As GitHub makes them of headings. */
const anchorsOf = (file: string): readonly string[] =>
  parseHeadings(readFileSync(file, 'utf8')).map(({ text }) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replace(/ /g, '-'),
  )
