/** What holds for all recipes: their index, and the language of what they ship. */
import { describe, expect, test } from '@jest/globals'
import { parse } from 'acorn'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { codesIn, parseTables } from '../docs/markdown'
import { builtApp, sourceFile } from './harness/app'
import { pageNames, readIndex, readPage } from './harness/pages'

const EXPORT = /^export (?:const|class|function) (\w+)/gm

/** What acorn 6, the parser of the npm build, can read. */
const NPM_BUILD_YEAR = 2018

const yearOf = (source: string): number =>
  [2015, 2016, 2017, 2018].find((year) => canBeParsed(source, year as 2015)) ?? Infinity

function canBeParsed(source: string, ecmaVersion: 2015): boolean {
  try {
    parse(source, { ecmaVersion })
    return true
  } catch {
    return false
  }
}

const [index] = parseTables(readIndex())

test('the index has every page, and a test stands behind each', () => {
  const listed = index?.rows.map(([page = '']) => page)
  expect(listed).toEqual(pageNames().map((name) => `[${name}.md](${name}.md)`))
  for (const name of pageNames()) {
    expect(existsSync(join(__dirname, name, `${name}.test.ts`))).toBe(true)
  }
})

describe.each(pageNames())('the bundles of %s', (name) => {
  const page = readPage(name)
  const bundles = page.commands.flatMap((command) => {
    const [, path] = / --outfile=(\S+)/.exec(command) ?? []
    return path === undefined ? [] : [path]
  })

  test('are given the polyfills that the index names, and no others', () => {
    const row = index?.rows.find(([cell = '']) => cell === `[${name}.md](${name}.md)`)
    const injected = page.commands
      .flatMap((command) => [...command.matchAll(/ --inject:(\S+)/g)])
      .flatMap(([, path = '']) => [...(page.files[path] ?? '').matchAll(EXPORT)])
      .map(([, exported]) => exported)
    if (page.commands.length > 0)
      expect(codesIn(row?.at(-1) ?? '').toSorted()).toEqual(injected.sort())
  })

  test('are one file each, in syntax that the platform reads, and ES2015 after its compile', () => {
    const files = builtApp()
    for (const path of bundles) {
      expect(path).toMatch(/^miniprogram\/vendor\/[\w-]+\.js$/)
      expect(sourceFile(path)).not.toMatch(/\brequire\(["']/)
      expect(yearOf(sourceFile(path))).toBeLessThanOrEqual(NPM_BUILD_YEAR)
      expect(yearOf(files[path.replace('miniprogram/', '')] ?? '??')).toBe(2015)
    }
  })
})
