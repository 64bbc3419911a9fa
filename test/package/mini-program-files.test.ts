/** The files that are copied into a user's app: old syntax, no foreign require, and they run with next to nothing. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Node, parse } from 'acorn'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type PackedPackage, filesUnder, installPackedPackage } from '../support/packed-package'
import { createScriptedWx } from '../support/scripted-wx'
import { createWxRealm, loadInWxRealm } from '../support/wx-realm'

let packed: PackedPackage
let files: readonly { readonly name: string; readonly path: string; readonly source: string }[]

beforeAll(async () => {
  packed = await installPackedPackage()
  const folder = join(packed.packageDir, packed.manifest.miniprogram)
  files = filesUnder(folder)
    .filter((name) => name.endsWith('.js'))
    .map((name) => {
      const path = join(folder, name)
      return { name, path, source: readFileSync(path, 'utf8') }
    })
}, 60_000)

afterAll(() => packed.remove())

interface Definition {
  readonly lifetimes: Readonly<Record<'attached' | 'detached', (this: object) => void>>
}

/** Rule E5, and `globalThis.x` of any kind. */
const ABSENT = [
  'window',
  'WebSocket',
  'Event',
  'EventTarget',
  'AbortController',
  'TextEncoder',
  'TextDecoder',
  'URL',
  'queueMicrotask',
  'performance',
  'globalThis',
  'process',
  'console',
  'Buffer',
  'global',
  'self',
]

function nodesOf(source: string): readonly (Node & Record<string, unknown>)[] {
  const found: (Node & Record<string, unknown>)[] = []
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (typeof value === 'object' && value !== null) {
      if ('type' in value) found.push(value as Node & Record<string, unknown>)
      Object.values(value).forEach(visit)
    }
  }
  visit(parse(source, { ecmaVersion: 2015, sourceType: 'script' }))
  return found
}

describe('the files of the mini-program', () => {
  test('are ES2015 without generators', () => {
    const offenders = files.filter(({ source }) =>
      nodesOf(source).some((node) => node['generator'] === true),
    )
    expect(offenders.map(({ name }) => name)).toEqual([])
  })

  test('require nothing but index.js, so that the budget of sockets exists once', () => {
    const required = files.flatMap(({ name, source }) =>
      nodesOf(source)
        .filter((node) => node.type === 'CallExpression' && isNamed(node['callee'], 'require'))
        .map((node) => [name, (node['arguments'] as { value?: unknown }[])[0]?.value]),
    )
    const ofFolder = (name: unknown) => (String(name).includes('/') ? '../index.js' : './index.js')
    expect(required.filter(([name, id]) => name === 'index.js' || id !== ofFolder(name))).toEqual(
      [],
    )
  })

  test('E5: behavior and status bar load without any of those globals, and follow a socket', () => {
    const { wx, tasks } = createScriptedWx()
    const defined: Definition[] = []
    const globals = {
      Behavior: (definition: Definition) => definition,
      Component: (definition: Definition) => defined.push(definition),
      getApp: () => ({ socket }),
    }
    const folder = join(packed.packageDir, packed.manifest.miniprogram)
    const load = (name: string) => loadInWxRealm(join(folder, name), { wx, extraGlobals: globals })
    const socket = load('index.js').createSocket({ url: 'wss://example.com/chat' })
    const heard: unknown[] = []
    const behavior = load('behavior.js').socketBehavior({
      socket: () => socket,
      events: { message: (data: unknown) => heard.push(data) },
    }) as Definition
    load('socket-status/index.js')

    const shown: object[] = []
    const bar = {
      properties: { from: 'socket', graceMs: 1_500, texts: null },
      data: { isShown: false },
      setData: (values: object) => shown.push(Object.assign(bar.data, values)),
    }
    behavior.lifetimes.attached.call({ setData() {}, setDataSoon() {} })
    defined[0]?.lifetimes.attached.call(bar)
    socket.connect()
    tasks[0]?.open()
    tasks[0]?.message('hello')
    tasks[0]?.close(4502, '')
    expect(heard).toEqual(['hello'])
    expect(shown).toEqual([expect.objectContaining({ isShown: true, trouble: 'replaced' })])
  })

  test('carry no docstrings: those are in the types', () => {
    expect(files.filter(({ source }) => source.includes('/**')).map(({ name }) => name)).toEqual([])
  })

  test('E5: the realm of the next test has none of the globals that a mini-program lacks', () => {
    const typeOf = createWxRealm().run(
      `(function () { return [${ABSENT.map((name) => `typeof ${name}`).join()}] })`,
      'absent.js',
    ) as () => string[]
    expect(typeOf()).toEqual(ABSENT.map(() => 'undefined'))
  })

  test('E5: loads, connects, sends and receives without any of those globals', () => {
    const { wx, tasks } = createScriptedWx()
    const { createSocket } = loadInWxRealm(join(packed.packageDir, packed.manifest.main), { wx })
    const socket = createSocket({ url: 'wss://example.com/chat' })
    const messages: unknown[] = []
    socket.on('message', (data: unknown) => messages.push(data))
    expect(socket.state).toBe('idle')

    socket.connect()
    tasks[0]?.open()
    expect(socket.state).toBe('open')

    tasks[0]?.message('from the server')
    expect(socket.send('from the app')).toBe('sent')
    expect(socket.send(new Uint8Array([1, 2, 3]).subarray(1))).toBe('sent')
    expect(messages).toEqual(['from the server'])
    expect(tasks[0]?.sent).toEqual(['from the app', new Uint8Array([2, 3]).buffer])

    socket.close()
    tasks[0]?.close(1000, '')
    expect(socket.state).toBe('closed')
    expect(tasks).toHaveLength(1)
  })
})

function isNamed(node: unknown, name: string): boolean {
  return (
    (node as { type: string; name?: string }).type === 'Identifier' &&
    (node as { name?: string }).name === name
  )
}
