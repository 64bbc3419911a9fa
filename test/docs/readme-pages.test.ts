/**
 * The code for pages in the READMEs: the page as it stands there, with the component in it, in the official simulator.
 *
 * @jest-environment jsdom
 */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import * as behavior from '../../src/behavior'
import { type Socket, createSocket } from '../../src/index'
import { createStatusBar } from '../../src/page/socket-status/status-bar'
import { type FakeWx, createFakeWx } from '../../src/testing'
import { codesIn, parseCodeBlocks } from './markdown'
import { PAGES_SECTIONS, createPlayer, createRequire } from './readme-player'
import { READMES, read, tablesUnder } from './readme-tables'

interface Root {
  readonly data: Record<string, unknown>
  readonly dom: HTMLElement
  attach(parent: object): void
  detach(): void
}
interface Simulator {
  load(definition: object): string
  render(id: string): Root
}
const simulate = jest.requireActual<Simulator>('miniprogram-simulate')

const COMPONENT = 'miniprogram-socket/socket-status/index'
const COMPONENT_WXML = read('src/page/socket-status/index.wxml')

let fake: FakeWx
let uninstall: () => void
let socket: Socket

beforeEach(() => {
  fake = createFakeWx()
  uninstall = fake.install()
  socket = createSocket({ url: 'wss://example.com/ws' })
  Object.assign(globalThis, { getApp: () => ({ socket }) })
})

afterEach(() => {
  socket.close()
  fake.dispose()
  uninstall()
  Reflect.deleteProperty(globalThis, 'getApp')
})

describe.each(READMES)('the code for pages (%s)', (_, path) => {
  const player = createPlayer(path, (heading) => PAGES_SECTIONS.includes(heading))
  const blocks = parseCodeBlocks(read(path))
  const block = (name: string) => blocks.find((candidate) => candidate.name === name)?.text ?? ''

  /** The page of the README, as its three files say. */
  function openPage(): Root {
    let page: object = {}
    player.run('pages/prices.js', {
      require: createRequire({ 'miniprogram-socket/behavior': behavior }),
      Page: (definition: object) => (page = definition),
    })
    const { usingComponents } = JSON.parse(block('pages/prices.json')) as {
      usingComponents: Record<string, string>
    }
    const shipped: Record<string, string> = {
      [COMPONENT]: simulate.load({ ...createStatusBar(), template: COMPONENT_WXML }),
    }
    const root = simulate.render(
      simulate.load({
        ...page,
        template: block('pages/prices.wxml'),
        usingComponents: Object.fromEntries(
          Object.entries(usingComponents).map(([tag, from]) => [tag, shipped[from]]),
        ),
      }),
    )
    root.attach(document.body)
    return root
  }

  test('shows prices, the state, and what is wrong', () => {
    const root = openPage()
    socket.connect()
    fake.clock.advance(0)
    fake.tasks[0]?.open()
    fake.tasks[0]?.message('{"name":"ACME","price":12}')
    fake.tasks[0]?.message('{"name":"ACME","price":13}')
    fake.clock.advance(100)
    expect(root.dom.textContent.trim()).toBe('open, ACME 13')
    fake.tasks[0]?.close(4502)
    fake.clock.advance(100)
    expect(root.dom.textContent).toMatch(/账号已在其他设备登录\s*closed, ACME 13/)
    root.detach()
  })

  test('was all run', () => {
    expect(player.left()).toEqual([])
  })

  test('the options of the behavior are its own, with its defaults, and the state has its fields', () => {
    const source = read('src/page/behavior.ts')
    const bodyOf = (name: string) =>
      new RegExp(`export interface ${name}\\b.*?{\\n(.*?)\\n}`, 's').exec(source)?.[1] ?? ''
    const options = [
      ...bodyOf('SocketBehaviorOptions').matchAll(/\/\*\*(.*?)\*\/\s+readonly (\w+)/gs),
    ].map(([, text = '', name]) => [name, /@default (.*?) $/.exec(text)?.[1]])
    expect(options).toHaveLength(4)
    const rows = tablesUnder('Pages', path)[0]?.rows ?? []
    expect(rows.map(([name = '', value = '']) => [codesIn(name)[0], codesIn(value)[0]])).toEqual(
      options,
    )
    const fields = [...bodyOf('SocketStateData').matchAll(/readonly (\w+)/g)].map(
      ([, name]) => name,
    )
    expect(read(path)).toContain(`\`{ ${fields.join(', ')} }\``)
    expect(read(path)).toContain('100 ms')
  })

  test('the properties of the component are its own, with its defaults and its texts', () => {
    const { properties } = createStatusBar() as {
      properties: Record<string, { readonly value: unknown }>
    }
    const rows = tablesUnder('Pages', path)[1]?.rows ?? []
    const quoted = (value: unknown) =>
      typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
    expect(rows.map(([name = '', value = '']) => [codesIn(name)[0], codesIn(value)[0]])).toEqual(
      Object.entries(properties).map(([name, { value }]) => [name, quoted(value)]),
    )
    const texts = read('src/page/socket-status/texts.ts')
    const [, keys = ''] = /export type Trouble = ([^\n]*(?:\n {2}.*)*)/.exec(texts) ?? []
    const named = codesIn(rows.find(([name]) => name === '`texts`')?.[2] ?? '')
    expect(named.filter((name) => /^\w+$/.test(name))).toEqual(
      [...keys.matchAll(/'(\w+)'/g)].map(([, key]) => key),
    )
  })
})

test('the page of the two READMEs is one page', () => {
  const [english = [], chinese = []] = READMES.map(([, path]) =>
    parseCodeBlocks(read(path)).filter(({ name }) => name.startsWith('pages/prices')),
  )
  expect(english).toHaveLength(3)
  expect(chinese).toEqual(english)
})
