/** What the rows of a table of options claim, and whether it is so: units, defaults, which values are accepted. */
import { expect, test } from '@jest/globals'
import { memoryStorage } from '../../src/delivery'
import { memoryStore } from '../../src/server'
import { codesIn } from './markdown'
import type { Language } from './readme-numbers'

const MAX_MS = 2_147_483_647

/** Units by what a name says; the Chinese README writes them in Chinese. */
const UNITS: readonly [RegExp, string, string][] = [
  [/Ms$/, 'ms', 'ms'],
  [/Bytes$/, 'bytes', '字节'],
  [/^(maxMessages|window)$/, 'messages', '条'],
  [/^maxConnections/, 'connections', '个'],
  [/^limit$/, 'retries', '次'],
  [/^/, '–', '–'],
]

/** The unit of an option, as a README writes it. */
function unitOf(name: string, language: Language): string {
  const [, inEnglish = '', inChinese = ''] = UNITS.find(([pattern]) => pattern.test(name)) ?? []
  return language === 'en' ? inEnglish : inChinese
}

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A default as the READMEs write it. */
export function asWritten(value: unknown): string {
  if (value === undefined) return '–'
  if (isGroup(value)) return '`{}`'
  return `\`${typeof value === 'string' ? `'${value}'` : Array.isArray(value) ? '[]' : String(value)}\``
}

/** What a cell of the column "accepts" claims: values inside and outside of it. */
function claimsOf(cell: string): { inside: unknown[]; outside: unknown[] } {
  const isEndless = cell.endsWith('/ `Infinity`')
  const infinite = isEndless
    ? { inside: [Infinity], outside: [] }
    : { inside: [], outside: [Infinity] }
  const claims = (inside: unknown[], outside: unknown[]) => ({
    inside: [...inside, ...infinite.inside],
    outside: [...outside, ...infinite.outside, NaN, -1, 'x'],
  })
  const [range = ''] = cell.split(' / ')
  if (range === '≥ 1') return claims([1, MAX_MS], [0, MAX_MS + 1])
  if (range === '≥ 0') return claims([0, MAX_MS], [MAX_MS + 1])
  if (range === '0 – 1') return claims([0, 0.5, 1], [1.01])
  if (range === '0, 1, 2, …') return claims([0, 1, 2], [0.5])
  if (range === '1, 2, 3, …') return claims([1, 2, 3], [0, 0.5])
  const [, from, to] = /^(\d+) – (\d+)$/.exec(range) ?? []
  if (from !== undefined) {
    return claims([Number(from), Number(to)], [Number(from) - 1, Number(to) + 1])
  }
  return literalClaims(cell)
}

const SAMPLES: Readonly<Record<string, unknown>> = {
  string: 'wss://example.com/ws',
  'string[]': ['wss://example.com/ws'],
  function: () => 1,
  object: {},
  null: null,
  true: true,
  false: false,
  ArrayBuffer: new ArrayBuffer(1),
  ArrayBufferView: new Uint8Array(1),
  '{ [name]: string }': { name: 'value' },
  '{ encode, decode }': { encode: () => '', decode: () => '' },
  '{ info, warn }': { info() {}, warn() {} },
  '{ get, set, remove, keys }': memoryStorage(),
  '{ types, fields }': { types: { data: 'MSG' }, fields: {} },
  Store: memoryStore(),
}

function literalClaims(cell: string): { inside: unknown[]; outside: unknown[] } {
  const words = codesIn(cell)
  const inside = words.map((word) => {
    const [, literal] = /^'(.*)'$/.exec(word) ?? []
    if (literal !== undefined) return literal
    if (!(word in SAMPLES)) throw new Error(`nothing is known of ${word}`)
    return SAMPLES[word]
  })
  // A number fits none of them.
  const outside: unknown[] = [1]
  if (!words.includes('null')) outside.push(null)
  if (!words.includes('true')) outside.push(true)
  return { inside, outside }
}

export interface OptionsTable {
  readonly language: Language
  readonly rows: readonly (readonly string[])[]
  /** In the order of the code. */
  readonly names: readonly string[]
  /** As the README writes it; undefined where a test of its own looks at it. */
  readonly defaultOf: (name: string) => string | undefined
  readonly isAccepted: (name: string, value: unknown) => boolean
}

/** Tests that a table says of its options what the code does. */
export function testOptionsTable(table: OptionsTable): void {
  const { language, rows, names, defaultOf, isAccepted } = table
  const named = rows.map(([cell = '', unit = '', accepts = '', byDefault = '']) => ({
    name: codesIn(cell)[0] ?? '',
    unit,
    accepts,
    byDefault,
  }))

  test('are all there, in the order of the code', () => {
    expect(named.map(({ name }) => name)).toEqual(names)
  })

  test('have these defaults', () => {
    for (const { name, byDefault } of named) {
      expect([name, byDefault]).toEqual([name, defaultOf(name) ?? byDefault])
    }
  })

  test('have these units', () => {
    for (const { name, unit } of named) expect([name, unit]).toEqual([name, unitOf(name, language)])
  })

  test('accept what is said, and nothing else', () => {
    const wrong = named.flatMap(({ name, accepts }) => {
      const { inside, outside } = claimsOf(accepts)
      return [
        ...inside
          .filter((value) => !isAccepted(name, value))
          .map((value) => `${name} refuses ${String(value)}`),
        ...outside
          .filter((value) => isAccepted(name, value))
          .map((value) => `${name} accepts ${String(value)}`),
      ]
    })
    expect(wrong).toEqual([])
  })
}
