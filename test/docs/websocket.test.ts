/** docs/websocket.md, the class and the conformance suite say the same. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import * as stompjs from '@stomp/stompjs'
import { createFakeWx, type FakeWx } from '../../src/testing'
import * as entry from '../../src/websocket'
import { expectConsole } from '../support/console'
import { differences, referenceFaults } from '../web-socket/conformance/differences'
import { codesIn, parseCodeBlocks, parseTables } from './markdown'
import { read } from './readme-tables'

const PATH = 'docs/websocket.md'
const SUITE = join(__dirname, '../web-socket/conformance')

const tableUnder = (heading: string) => {
  const found = parseTables(read(PATH)).find((table) => table.heading === heading)
  if (found === undefined) throw new Error(`${PATH} has no table under ${heading}`)
  return found
}

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

describe('the differences', () => {
  test('are the ones that the suite knows', () => {
    const { head, rows } = tableUnder('Where it differs from the standard')
    expect(head).toEqual(['the standard', 'here', 'why'])
    // In a table a bar is escaped.
    const cell = (text: string) => text.replaceAll('|', '\\|')
    expect(rows).toEqual(
      differences.map(({ standard, here, why }) => [standard, here, why].map(cell)),
    )
  })

  test.each([...differences, ...referenceFaults])(
    '$name is asked for by a statement',
    ({ name }) => {
      const statements = readdirSync(SUITE)
        .filter((file) => file.endsWith('.ts') && file !== 'differences.ts')
        .map((file) => readFileSync(join(SUITE, file), 'utf8'))
        .join('\n')
      expect(statements).toContain(`differs('${name}')`)
    },
  )
})

describe('the options', () => {
  const { rows } = tableUnder('What a browser has no word for')
  const names = rows.map(([option = '']) => codesIn(option)[0] ?? '')
  const numberOf = (name: string) =>
    Number((rows[names.indexOf(name)]?.[1] ?? '').replace(/[`_]/g, ''))

  test('are the ones that the class takes, and no other', () => {
    const options = { header: {}, connectTimeoutMs: 1, closeTimeoutMs: 1, host: {} }
    expect(names).toEqual(Object.keys(options))
    expect(() => new entry.WebSocket('wss://example.com/', [], options)).not.toThrow()
    const more = { ...options, headers: {} }
    expect(() => new entry.WebSocket('wss://example.com/', [], more)).toThrow(
      expect.objectContaining({ code: 'E_OPTION', message: expect.stringMatching(/^headers/) }),
    )
  })

  test('connectTimeoutMs has the default that it says', () => {
    const socket = new entry.WebSocket('wss://example.com/')
    fake.clock.advance(numberOf('connectTimeoutMs') - 1)
    expect(socket.readyState).toBe(0)
    fake.clock.advance(1)
    expect(socket.readyState).toBeGreaterThan(1)
  })

  test('closeTimeoutMs has the default that it says, and the code of the close', () => {
    const socket = new entry.WebSocket('wss://example.com/')
    const codes: number[] = []
    socket.onclose = ({ code }) => void codes.push(code)
    fake.clock.advance(0)
    fake.tasks[0]?.open()
    Object.assign(fake.tasks[0] as object, { silent: true })
    socket.close(4000)
    fake.clock.advance(numberOf('closeTimeoutMs') - 1)
    expect([socket.readyState, codes]).toEqual([2, []])
    fake.clock.advance(1)
    expect([socket.readyState, codes]).toEqual([3, [1006]])
    expect(rows[names.indexOf('closeTimeoutMs')]?.[2]).toContain('1006')
  })
})

describe('the code', () => {
  const modules: Record<string, unknown> = {
    'miniprogram-socket/websocket': entry,
    '@stomp/stompjs': stompjs,
  }
  function run(name: string): void {
    const block = parseCodeBlocks(read(PATH)).find((candidate) => candidate.name === name)
    if (block === undefined) throw new Error(`${PATH} has no block ${name}`)
    new Function('require', block.text)((id: string) => modules[id])
    fake.clock.advance(0)
  }

  test('is all played here', () => {
    const names = parseCodeBlocks(read(PATH)).map(({ name }) => name)
    expect(names).toEqual(['start', 'library', 'options'])
  })

  test('start: opens, says hello in the sub-protocol, and prints what comes', () => {
    run('start')
    const [task] = fake.tasks
    task?.open({ header: { 'sec-websocket-protocol': 'chat' } })
    task?.message('hello yourself')
    task?.close(4000, 'bye')
    expect(task?.sent).toEqual(['hello in chat'])
    expectConsole('log', 'hello yourself')
    expectConsole('log', '4000 bye true')
  })

  test('library: the client connects with it', async () => {
    run('library')
    await new Promise<void>((resolve) => void setImmediate(resolve))
    fake.clock.advance(0)
    expect(fake.tasks[0]?.options).toMatchObject({
      url: 'wss://example.com/stomp',
      protocols: ['v12.stomp'],
    })
  })

  test('options: header, time and host options reach the host', () => {
    run('options')
    expect(fake.tasks[0]?.options).toMatchObject({
      header: { Authorization: 'Bearer token' },
      timeout: 5000,
      perMessageDeflate: true,
    })
  })
})
