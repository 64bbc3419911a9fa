/** The READMEs' tables of options: every name, default, unit and range is the code's. */
import { describe, expect, test } from '@jest/globals'
import {
  type CloseInfo,
  createSocket,
  exponentialBackoff,
  isSocketError,
  linearBackoff,
} from '../../src/index'
import { memoryStorage } from '../../src/delivery'
import { DELIVERY_OPTIONS, readDeliveryOptions } from '../../src/delivery/read-options'
import { isHubError, memoryStore } from '../../src/server'
import { readHubOptions } from '../../src/server/options'
import { OPTION_GROUPS } from '../../src/socket/read-options'
import { codesIn } from './markdown'
import { asWritten, testOptionsTable } from './readme-claims'
import { READMES, tablesUnder } from './readme-tables'

type Read = (path: string, value: unknown) => unknown

/** Whether a call takes its options. */
const accepts = (call: () => unknown): boolean => {
  try {
    call()
    return true
  } catch (thrown) {
    if (isSocketError(thrown) && thrown.code === 'E_OPTION') return false
    if (isHubError(thrown) && thrown.code === 'E_OPTION') return false
    throw thrown
  }
}

const ORIGIN = 'https://example.com'

const GROUPS: readonly [string, keyof typeof OPTION_GROUPS][] = [
  ['Options', 'options'],
  ['Heartbeat', 'heartbeat'],
  ['Reconnecting', 'reconnect'],
  ['Queue', 'queue'],
  ['Host', 'host'],
]

const rowsUnder = (heading: string, path: string) => tablesUnder(heading, path)[0]?.rows ?? []

describe.each(READMES)('the options (%s)', (language, path) => {
  describe.each(GROUPS)('%s', (heading, group) => {
    const nest = (name: string, value: unknown) =>
      group === 'options' ? { [name]: value } : { [group]: { [name]: value } }
    const fields: Readonly<Record<string, Read>> = OPTION_GROUPS[group]

    testOptionsTable({
      language,
      rows: rowsUnder(heading, path),
      names: Object.keys(fields),
      defaultOf: (name) =>
        // The one has none, the other is tested below.
        name === 'url' || name === 'isFinal'
          ? undefined
          : asWritten(fields[name]?.(name, undefined)),
      isAccepted(name, value) {
        const isWord = name === 'protocols' && Array.isArray(value)
        const options = nest(name, isWord ? ['word'] : value)
        return accepts(() => createSocket({ url: 'wss://example.com', ...options } as never))
      },
    })
  })

  describe('Delivery', () => {
    const fields: Readonly<Record<string, Read>> = DELIVERY_OPTIONS

    testOptionsTable({
      language,
      rows: rowsUnder('Delivery options', path),
      names: Object.keys(fields),
      // Without a storage it is nobody's.
      defaultOf: (name) => (name === 'identity' ? '–' : asWritten(fields[name]?.(name, undefined))),
      isAccepted: (name, value) =>
        accepts(() => readDeliveryOptions({ identity: 'ann', [name]: value })),
    })

    test('a message is tried longer where a storage keeps it', () => {
      const { ttlMs } = readDeliveryOptions({ storage: memoryStorage(), identity: 'ann' })
      const [cells] = rowsUnder('Delivery options', path)
      expect(cells?.[4]).toMatch(new RegExp(`\\b${ttlMs}\\b`))
    })
  })

  describe('Hub', () => {
    const own = memoryStore()
    const authenticate = () => 'ann'
    const read = (options: object) =>
      readHubOptions({ authenticate, ...options } as never, () => own) as Record<string, unknown>
    const byDefault = read({})

    testOptionsTable({
      language,
      rows: rowsUnder('Hub options', path),
      names: Object.keys(byDefault),
      defaultOf(name) {
        const value = byDefault[name]
        if (value === own) return '`memoryStore()`'
        // What a function does is in the last column; no other names are none.
        if (typeof value === 'function' || name === 'names') return '–'
        return asWritten(value)
      },
      isAccepted: (name, value) =>
        accepts(() =>
          read({ [name]: name === 'allowOrigin' && Array.isArray(value) ? [ORIGIN] : value }),
        ),
    })
  })

  test('isFinal is by default about these codes', () => {
    const rows = rowsUnder('Reconnecting', path)
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
