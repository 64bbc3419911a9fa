/** The READMEs' tables of options: every name, default, unit and range is the code's. */
import { describe, expect, test } from '@jest/globals'
import {
  type CloseInfo,
  createSocket,
  exponentialBackoff,
  isSocketError,
  linearBackoff,
} from '../../src/index'
import { OPTION_GROUPS } from '../../src/socket/read-options'
import { codesIn } from './markdown'
import { READMES, namesUnder, tablesUnder } from './readme-tables'

const MAX_MS = 2_147_483_647

/** Units by what a name says; the Chinese README writes them in Chinese. */
const UNITS: readonly [RegExp, string, string][] = [
  [/Ms$/, 'ms', 'ms'],
  [/Bytes$/, 'bytes', '字节'],
  [/^maxMessages$/, 'messages', '条'],
  [/^limit$/, 'retries', '次'],
  [/^/, '–', '–'],
]

type Read = (path: string, value: unknown) => unknown

const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A default as the READMEs write it. */
function asWritten(value: unknown): string {
  if (value === undefined) return '–'
  if (isGroup(value)) return '`{}`'
  return `\`${typeof value === 'string' ? `'${value}'` : Array.isArray(value) ? '[]' : String(value)}\``
}

const isAccepted = (options: object): boolean => {
  try {
    createSocket({ url: 'wss://example.com', ...options } as never)
    return true
  } catch (thrown) {
    if (isSocketError(thrown) && thrown.code === 'E_OPTION') return false
    throw thrown
  }
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

const GROUPS: readonly [string, keyof typeof OPTION_GROUPS][] = [
  ['Options', 'options'],
  ['Heartbeat', 'heartbeat'],
  ['Reconnecting', 'reconnect'],
  ['Queue', 'queue'],
  ['Host', 'host'],
]

describe.each(READMES)('the options (%s)', (language, path) => {
  describe.each(GROUPS)('%s', (heading, group) => {
    const rows = tablesUnder(heading, path)[0]?.rows ?? []
    const nest = (name: string, value: unknown) =>
      group === 'options' ? { [name]: value } : { [group]: { [name]: value } }
    const fields: Readonly<Record<string, Read>> = OPTION_GROUPS[group]

    test('are all there, in the order of the code', () => {
      expect(namesUnder(heading, path)).toEqual(Object.keys(fields))
    })

    test('have these defaults', () => {
      for (const [cell = '', , , byDefault] of rows) {
        const name = codesIn(cell)[0] ?? ''
        if (name === 'url' || name === 'isFinal') continue
        const value = fields[name]?.(name, undefined)
        expect([name, byDefault]).toEqual([name, asWritten(value)])
      }
    })

    test('have these units', () => {
      for (const [cell = '', unit] of rows) {
        const name = codesIn(cell)[0] ?? ''
        const [, inEnglish, inChinese] = UNITS.find(([pattern]) => pattern.test(name)) ?? []
        expect([name, unit]).toEqual([name, language === 'en' ? inEnglish : inChinese])
      }
    })

    test('accept what is said, and nothing else', () => {
      const wrong = rows.flatMap(([cell = '', , accepts = '']) => {
        const name = codesIn(cell)[0] ?? ''
        const isWord = name === 'protocols'
        const { inside, outside } = claimsOf(accepts)
        return [
          ...inside
            .filter((value) => !isAccepted(nest(name, isWord ? ['word'] : value)))
            .map((value) => `${name} refuses ${String(value)}`),
          ...outside
            .filter((value) => isAccepted(nest(name, value)))
            .map((value) => `${name} accepts ${String(value)}`),
        ]
      })
      expect(wrong).toEqual([])
    })
  })

  test('isFinal is by default about these codes', () => {
    const rows = tablesUnder('Reconnecting', path)[0]?.rows ?? []
    const cell = rows.find(([name]) => name === '`isFinal`')?.[3] ?? ''
    const ranges = [...cell.matchAll(/(\d+)–(\d+)/g)].map(([, from, to]) => [
      Number(from),
      Number(to),
    ])
    const isFinal = OPTION_GROUPS.reconnect.isFinal('isFinal', undefined)
    const wrong = []
    for (let code = 1000; code < 5000; code += 1) {
      const isClaimed = ranges.some(([from = 0, to = 0]) => code >= from && code <= to)
      if (isFinal?.({ code } as CloseInfo) !== isClaimed) wrong.push(code)
    }
    expect({ ranges: ranges.length, wrong }).toEqual({ ranges: 2, wrong: [] })
  })

  test('the back-offs have these defaults', () => {
    const { rows } = tablesUnder('Choosing a back-off', path).at(-1) ?? { rows: [] }
    const written = (name: string) =>
      Object.fromEntries(
        rows
          .filter(([cell]) => cell === `\`${name}\``)
          .map((cells) => [codesIn(cells[1] ?? '')[0], Number(codesIn(cells[3] ?? '')[0])]),
      )
    const delays = (backoff: (retry: number) => number) =>
      Array.from({ length: 40 }, (_, i) => backoff(i + 1))
    expect(Object.keys(written('exponentialBackoff'))).toEqual(['initialMs', 'factor', 'maxMs'])
    expect(Object.keys(written('linearBackoff'))).toEqual(['initialMs', 'stepMs', 'maxMs'])
    expect(delays(exponentialBackoff(written('exponentialBackoff')))).toEqual(
      delays(exponentialBackoff()),
    )
    expect(delays(linearBackoff(written('linearBackoff')))).toEqual(delays(linearBackoff()))
  })
})
