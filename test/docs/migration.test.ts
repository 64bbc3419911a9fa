/** docs/migration.md says of every option and member what the code of both sides says, and its code runs. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import * as entry from '../../src/index'
import { OPTION_GROUPS } from '../../src/socket/read-options'
import { createFakeWx, type FakeTask, type FakeWx } from '../../src/testing'
import { reconnectingFields } from '../../src/web-socket/reconnecting-options'
import * as websocket from '../../src/websocket'
import { expectConsole } from '../support/console'
import { codesIn, parseCodeBlocks, parseHeadings, parseTables } from './markdown'
import { ROOT, read } from './readme-tables'

const PATH = 'docs/migration.md'
const document = read(PATH)
const source = (path: string) => readFileSync(`${ROOT}/node_modules/${path}`, 'utf8')

const rowsUnder = (heading: string) => {
  const found = parseTables(document).find((table) => table.heading === heading)
  if (found === undefined) throw new Error(`${PATH} has no table under ${heading}`)
  return found.rows
}

/** The words of the first column. */
const firstWords = (heading: string) =>
  rowsUnder(heading).map(([cell = '']) => codesIn(cell)[0] ?? '')

let fake: FakeWx
let uninstall: () => void
beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
})
afterEach(() => {
  fake.dispose()
  uninstall()
})

describe('ReconnectingWebSocket', () => {
  const options = rowsUnder('Options of ReconnectingWebSocket')

  /** Names and defaults out of a peer's own `DEFAULT`, and the optional names beside it. */
  const theirDefaults = (code: string) =>
    Object.fromEntries(
      [...(/DEFAULT = (\{[^}]*\})/.exec(code)?.[1] ?? '').matchAll(/(\w+): (.*?),?$/gm)].map(
        ([, name, value]) => [name, value],
      ),
    )
  const theirNames = (declarations: string) =>
    [.../type Options = \{([^}]*)\}/.exec(declarations)![1]!.matchAll(/(\w+)\?:/g)].map(
      ([, name]) => name ?? '',
    )
  const peers = {
    'reconnecting-websocket': {
      names: theirNames(source('reconnecting-websocket/dist/reconnecting-websocket.d.ts')),
      defaults: theirDefaults(source('reconnecting-websocket/dist/reconnecting-websocket-mjs.js')),
      column: 1,
    },
    partysocket: {
      names: theirNames(source('partysocket/ws-DfTZCobx.d.ts')),
      defaults: theirDefaults(source('partysocket/dist/ws.js')),
      column: 2,
    },
  }

  test('every option of all three is there, once', () => {
    const names = firstWords('Options of ReconnectingWebSocket')
    const all = [
      ...Object.values(peers).flatMap((peer) => peer.names),
      ...Object.keys(reconnectingFields()),
    ]
    expect([...names].sort()).toEqual([...new Set(all)].sort())
    expect(peers.partysocket.names.length).toBeGreaterThan(10)
  })

  test.each(options.map(([cell = '', , , here = '']) => [codesIn(cell)[0] ?? '', here] as const))(
    'the default of %s is the one of the code',
    (name, here) => {
      const fields: Record<string, (path: string, value: unknown) => unknown> = reconnectingFields()
      const field = fields[name]
      if (here === 'refused') return expect(field).toBeUndefined()
      const byDefault = field?.(name, undefined)
      const words = { socket: '`{}`', debugLogger: 'the console', shouldReconnectOnClose: 'always' }
      const written = words[name as keyof typeof words]
      if (written) expect([here, byDefault]).toEqual([written, name === 'socket' ? {} : undefined])
      else expect(here.replace(/_/g, '')).toBe(`\`${String(byDefault)}\``)
      return undefined
    },
  )

  test.each(Object.entries(peers))(
    'the defaults of %s are theirs',
    (_, { defaults, names, column }) => {
      for (const row of options) {
        const name = codesIn(row[0] ?? '')[0] ?? ''
        const cell = row[column] ?? ''
        const value = defaults[name]
        if (!names.includes(name)) expect([name, cell]).toEqual([name, '–'])
        else if (value === '1000 + Math.random() * 4000')
          expect(cell).toBe('1000 to 5000, drawn once')
        else if (value === undefined || value === 'undefined') expect(cell).not.toBe('–')
        else expect([name, cell]).toEqual([name, `\`${plain(value)}\``])
      }
    },
  )

  /** `1e4` and `Number.POSITIVE_INFINITY` as people write them. */
  const plain = (value: string) =>
    value.endsWith('INFINITY') ? 'Infinity' : /^\d/.test(value) ? String(Number(value)) : value

  test('every member that the table names is there, or is said not to be', () => {
    const socket = new websocket.ReconnectingWebSocket('wss://example.com/ws', [], {
      startClosed: true,
    })
    for (const row of rowsUnder('Members of ReconnectingWebSocket')) {
      const name = (codesIn(row[0] ?? '')[0] ?? '').replace(/\(.*/, '')
      if (/event/.test(row[0] ?? '')) continue
      expect([name, name in socket]).toEqual([name, !/is not there/.test(row[1] ?? '')])
    }
  })

  test('every public member of partysocket is in the table, or is that of a WebSocket', () => {
    const declarations = source('partysocket/ws-DfTZCobx.d.ts').replace(
      /^[^]*declare class Reconn/,
      '',
    )
    const theirs = [...declarations.matchAll(/^ {2}(?:get )?(\w+)[(:]/gm)].map(([, name]) => name)
    const standard = /^(constructor|CONNECTING|OPEN|CLOSING|CLOSED|extensions|protocol|on\w+)$/
    const named = firstWords('Members of ReconnectingWebSocket').map((name) =>
      name.replace(/\(.*/, ''),
    )
    expect(theirs).toContain('drainQueuedMessages')
    expect(
      theirs.filter((name) => !standard.test(name ?? '') && !named.includes(name ?? '')),
    ).toEqual([])
  })
})

describe.each([
  ['websocket-heartbeat-js', 'websocket-heartbeat-js/lib/index.js'],
  ['websocket-heartbeat-miniprogram', 'websocket-heartbeat-miniprogram/lib/index.js'],
])('%s', (name, path) => {
  const rows = rowsUnder(`Options of ${name}`)
  // What its constructor takes apart: names, and defaults where there are any.
  const [, taken = ''] =
    /\(\s*\{([^]*?)\}[,)]/.exec(source(path).replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')) ?? []
  const theirs = [...taken.matchAll(/(\w+)(?: = ([^,]+))?,/g)].map(([, option, value]) => [
    option,
    value ? `\`${value}\`` : '–',
  ])

  test('every option of theirs is there, with its default', () => {
    expect(theirs.length).toBeGreaterThan(5)
    expect(rows.map(([option = '', value]) => [codesIn(option)[0], value])).toEqual(
      expect.arrayContaining(theirs),
    )
    expect(rows).toHaveLength(theirs.length)
  })

  test('what it is called here is an option, with the default that is said', () => {
    for (const [, , here = '', value = ''] of rows) {
      const [word] = codesIn(here)
      if (word === undefined) continue
      const [group, option] = word.includes('.') ? word.split('.') : ['options', word]
      const fields = OPTION_GROUPS[group as keyof typeof OPTION_GROUPS] as Record<
        string,
        (path: string, value: unknown) => unknown
      >
      const field = fields[option ?? '']
      expect([word, typeof field]).toEqual([word, 'function'])
      if (word === 'url') continue
      const byDefault = field?.(word, undefined)
      const written = Array.isArray(byDefault)
        ? '[]'
        : typeof byDefault === 'string'
          ? `'${byDefault}'`
          : String(byDefault)
      expect([word, value.replace(/_/g, '')]).toEqual([word, `\`${written}\``])
    }
  })

  test('every other option that a cell names is one', () => {
    const known = Object.entries(OPTION_GROUPS).flatMap(([group, fields]) =>
      Object.keys(fields).map((option) => (group === 'options' ? option : `${group}.${option}`)),
    )
    const named = rows.flatMap(([, , , , changes = '']) =>
      codesIn(changes).filter((word) => /^\w+\.\w+$/.test(word)),
    )
    expect(named.filter((word) => !known.includes(word))).toEqual([])
  })

  test('every member of theirs is there', () => {
    const code = source(path)
    const members = firstWords(`Members of ${name}`).map((word) => word.replace(/^new |\W.*$/g, ''))
    const hooks = [...code.matchAll(/this\.(on\w+) = \(\) => \{\}/g)].map(([, hook]) => hook)
    expect(hooks).toHaveLength(5)
    expect(members).toEqual(expect.arrayContaining([...hooks, 'send', 'close']))
  })

  test('every event that the table names is one', () => {
    const socket = entry.createSocket({ url: 'wss://example.com/ws' })
    const named = rowsUnder(`Members of ${name}`).flatMap(([, here = '']) =>
      [...here.matchAll(/on\('(\w+)'/g)].map(([, event]) => event),
    )
    expect(named.length).toBeGreaterThan(4)
    for (const event of named)
      expect(() => socket.on(event as 'open', () => undefined)).not.toThrow()
  })
})

describe('the code', () => {
  const modules: Record<string, unknown> = {
    'miniprogram-socket': entry,
    'miniprogram-socket/websocket': websocket,
  }
  const shown: unknown[] = []
  const globals = {
    require: (id: string) => modules[id],
    show: (text: unknown) => shown.push(text),
    getToken: () => ({
      then: (next: (token: string) => string) => ({
        then: (then: (url: string) => void) => then(next('abc')),
      }),
    }),
  }
  const task = (nth = fake.tasks.length) => fake.tasks[nth - 1] as FakeTask

  function run(name: string): void {
    shown.splice(0)
    const block = parseCodeBlocks(document).find((candidate) => candidate.name === name)
    if (block === undefined) throw new Error(`${PATH} has no block ${name}`)
    new Function(...Object.keys(globals), block.text)(...Object.values(globals))
    fake.clock.advance(0)
  }

  test('is all played here', () => {
    const names = parseCodeBlocks(document).map(({ name }) => name)
    expect(names).toEqual(['reconnecting', 'heartbeat', 'heartbeat-js', 'heartbeat-miniprogram'])
  })

  test('reconnecting: asks for a token, sends when it is open, comes back after 1 s ±20 %', () => {
    run('reconnecting')
    expect(task().url).toBe('wss://example.com/ws?token=abc')
    task().open()
    task().message('hi')
    expect(task().sent).toEqual(['hello'])
    task().close(4000)
    fake.clock.advance(1200)
    expect([shown, fake.tasks.length]).toEqual([['hi', 'closed with 4000'], 2])
  })

  test('heartbeat: asks, and takes the answer for itself', () => {
    run('heartbeat')
    task().open()
    fake.clock.advance(10_000)
    task().message('{"type":"pong"}')
    fake.clock.advance(10_000)
    expect(task().sent).toEqual(['{"type":"ping"}', '{"type":"ping"}'])
    expect(task().state).toBe('open')
  })

  test.each(['heartbeat-js', 'heartbeat-miniprogram'])(
    '%s: pings after 15 s, gives up on the link after 10 more, comes back after 2',
    (name) => {
      run(name)
      task().open()
      fake.clock.advance(14_999)
      expect(task().sent).toEqual([])
      fake.clock.advance(1)
      expect(task().sent).toEqual(['heartbeat'])
      fake.clock.advance(11_999)
      expect(fake.tasks).toHaveLength(1)
      fake.clock.advance(1)
      expect(fake.tasks).toHaveLength(2)
      task().open()
      task().message('hi')
      expect(shown).toContain('hi')
      expectConsole(
        'warn',
        'miniprogram-socket: E_HEARTBEAT: heartbeat-timeout: the peer is silent',
      )
      if (name === 'heartbeat-js') expect(shown).toContain('retry 1')
      else expect(task().options.header).toEqual({ token: 'abc' })
    },
  )
})

test('links lead somewhere', () => {
  const anchors = (path: string) =>
    parseHeadings(read(path)).map(({ text }) =>
      text
        .toLowerCase()
        .replace(/[^\w\- ]/g, '')
        .replace(/ /g, '-'),
    )
  for (const [, file = '', anchor] of document.matchAll(/\]\(([^)#]*)(?:#([^)]+))?\)/g)) {
    if (/^https?:/.test(file)) continue
    const path = file === '' ? PATH : new URL(file, 'file:///docs/').pathname.slice(1)
    if (anchor === undefined) expect(read(path)).not.toBe('')
    else expect([path, anchors(path).includes(anchor), anchor]).toEqual([path, true, anchor])
  }
})
