/** The rules of the house that can be read off the source. */
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY, filesUnder } from '../support/packed-package'
import { faultOf } from './arrows'
import { functionsLongerThan } from './functions'
import { hostNamesIn, promisesIn } from './host-names'
import { importsOf, readSource, readSources } from './source-files'
import { mutableStateOf } from './state'

/** The one file with module state, and what it must not become an example for: docs/adr/0007. */
const STATEFUL_FILE = 'platforms/native-sockets.ts'

const MAX_LINES = 250
const MAX_ENTRY_LINES = 40
const MAX_FUNCTION_LINES = 60
/** The one place that performs effects: a table with a line for each. It must not grow. */
const EFFECTS = { path: 'core/connection.ts', maxLines: 77 }

const sources = readSources()

describe('the house', () => {
  test('is there to be read', () => {
    expect(sources.map(({ path }) => path)).toContain('index.ts')
    expect(sources.length).toBeGreaterThan(10)
  })

  test('imports only along the arrows', () => {
    expect(sources.flatMap(importsOf).flatMap((line) => faultOf(line) ?? [])).toEqual([])
  })

  test('keeps nothing mutable at module level, except the budget of native sockets', () => {
    const stateful = sources
      .filter(({ path }) => path !== STATEFUL_FILE)
      .flatMap((file) => mutableStateOf(file).map((name) => `${file.path}: ${name}`))
    expect(stateful).toEqual([])
  })

  test('names no host in the rooms that must not see one', () => {
    const named = sources.flatMap((file) =>
      hostNamesIn(file).map((name) => `${file.path}: ${name}`),
    )
    expect(named).toEqual([])
  })

  test('E4: has no promise in core', () => {
    expect(sources.filter(({ room }) => room === 'core').flatMap(promisesIn)).toEqual([])
  })

  test(`has no file above ${MAX_LINES} lines, no entry with more than ${MAX_ENTRY_LINES} of its own`, () => {
    const long = sources
      .map(({ path, room, text }) => ({ path, room, lines: linesOf(room, text) }))
      .filter(({ room, lines }) => lines > (room === 'entry' ? MAX_ENTRY_LINES : MAX_LINES))
      .map(({ path, lines }) => `${path}: ${lines} lines`)
    expect(long).toEqual([])
  })

  test(`has no function with more than ${MAX_FUNCTION_LINES} lines of its own`, () => {
    const long = sources.flatMap((file) =>
      functionsLongerThan(file.path === EFFECTS.path ? EFFECTS.maxLines : MAX_FUNCTION_LINES, file),
    )
    expect(long).toEqual([])
  })

  test('counts the lines of a function without those of the functions inside it', () => {
    const text = 'function outer() {\n  const inner = () => {\n    a()\n    b()\n  }\n  c()\n}'
    const file = readSource('core/x.ts', text)
    expect(functionsLongerThan(3, file)).toEqual([
      { name: 'core/x.ts:2', lines: 4 },
      { name: 'core/x.ts:1', lines: 4 },
    ])
    expect(functionsLongerThan(4, file)).toEqual([])
  })

  test('names every file in kebab-case', () => {
    const odd = sources.filter(({ path }) => !/^([a-z0-9-]+\/)*[a-z0-9-]+\.ts$/.test(path))
    expect(odd.map(({ path }) => path)).toEqual([])
  })

  test('lets the demo import the package by its name only', () => {
    const folder = join(REPOSITORY, 'miniprogram-demo/miniprogram')
    const files = filesUnder(folder).filter(
      (path) => /\.(ts|js)$/.test(path) && !path.startsWith('miniprogram_npm'),
    )
    expect(files.length).toBeGreaterThan(0)
    const inside = files.filter((path) =>
      /['"][./]+\/(src|dist|miniprogram_dist)\//.test(readFileSync(join(folder, path), 'utf8')),
    )
    expect(inside).toEqual([])
  })
})

/** An entry names what it lets out one by one; that list is not what it does. */
function linesOf(room: string, text: string): number {
  const counted =
    room === 'entry' ? text.replace(/^export (type )?\{[^}]*\} from .*\n/gm, '') : text
  return counted.trimEnd().split('\n').length
}

describe('the checks of the house', () => {
  const file = (path: string, text: string) => readSource(path, text)

  test.each([
    ['core/queue.ts', `import { createSocket } from '../socket/create-socket'`],
    ['core/queue.ts', `import x from 'lodash'`],
    ['platforms/wx/transport.ts', `import { step } from '../../core/machine'`],
    ['platforms/wx/transport.ts', `export { step } from '../../core/machine'`],
    ['testing/fake-wx.ts', `import { createWxHost } from '../platforms/wx/wx-host'`],
    ['server/hub.ts', `import { WebSocketServer } from 'ws'`],
    ['attic/old.ts', `import { a } from '../core/a'`],
  ])('notice that %s says %s', (path, text) => {
    expect(importsOf(file(path, text)).map(faultOf)).toEqual([expect.stringContaining(path)])
  })

  test.each([
    ['platforms/wx/transport.ts', `import type { Transport } from '../../core/ports'`],
    ['testing/fake-wx.ts', `import type { WxHost } from '../platforms/wx/wx-host'`],
    ['testing/fake-wx.ts', `import { type WxHost } from '../platforms/wx/wx-host'`],
    ['server/hub.ts', `import { createHash } from 'node:crypto'`],
    ['index.ts', `import { createSocket } from './socket/create-socket'`],
  ])('have nothing against %s saying %s', (path, text) => {
    expect(importsOf(file(path, text)).map(faultOf)).toEqual([undefined])
  })

  test('notice module state in every form', () => {
    const text = `
      let a = 1
      const b = new Map()
      export const c: string[] = []
      const d = {}
      class E { static f = 1; static readonly g = 1 }
      const h: ReadonlySet<string> = new Set(['x'])
      const i = { limit: 12 }
    `
    expect(mutableStateOf(file('core/a.ts', text))).toEqual(['a', 'b', 'c', 'd', 'f'])
  })

  test('notice a host, a clock and a promise in core', () => {
    const text = `const at = Date.now() + Math.random(); const x = { Date: 1 }.Date; async () => await Promise.all([])`
    expect(hostNamesIn(file('core/a.ts', text))).toEqual(['Date', 'Math.random'])
    expect(hostNamesIn(file('platforms/a.ts', text))).toEqual([])
    expect(promisesIn(file('core/a.ts', text))).toHaveLength(3)
  })
})
