/** PROTOCOL.md under test: its tables against the code, its exchanges against the hub. */
import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { CLOSE_CODES, retryAfter } from '../../src/protocol/close-codes'
import { createFrameCodec } from '../../src/protocol/frame-codec'
import { PROTOCOL_VERSION } from '../../src/protocol/frames'
import { REPOSITORY } from '../support/packed-package'
import { createFakePorts, createHubScene, type FakeClient } from './hub-scene'

const page = readFileSync(join(REPOSITORY, 'PROTOCOL.md'), 'utf8')
const codec = createFrameCodec()

/** The text under a heading, up to the next of the same or a higher rank. */
function section(heading: string): string {
  const rank = (/^#+/.exec(heading) ?? [''])[0].length
  const after = page.slice(page.indexOf(`\n${heading}\n`) + heading.length + 2)
  const end = after.search(new RegExp(`^#{1,${rank}} `, 'm'))
  return end < 0 ? after : after.slice(0, end)
}

/** The rows of the first table of a text, without its head. */
function rows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replace(/`/g, '')),
  )
}

interface Field {
  readonly type: string
  readonly name: string
  readonly isRequired: boolean
  readonly meaning: string
}

/** The fields of one direction. A type is named once, for all its rows. */
function fieldsFrom(heading: string): Field[] {
  let type = ''
  return rows(section(heading)).flatMap(([frame = '', names = '', required, meaning = '']) => {
    type = frame || type
    return names
      .split(', ')
      .filter((name) => name !== '')
      .map((name) => ({ type, name, isRequired: required === 'required', meaning }))
  })
}

const fromClient = fieldsFrom('### From the client')
const fromServer = fieldsFrom('### From the server')

/** The members of an interface of src/protocol/frames.ts: name to whether it is required. */
function membersOf(name: string): Record<string, boolean> {
  const path = join(REPOSITORY, 'src/protocol/frames.ts')
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)
  const found = file.statements.find(
    (node): node is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(node) && node.name.text === name,
  )
  const members = (found?.members ?? []).filter(ts.isPropertySignature)
  return Object.fromEntries(
    members
      .map((member) => [(member.name as ts.Identifier).text, !member.questionToken] as const)
      .filter(([member]) => member !== 'type'),
  )
}

const typeName = (type: string): string => type[0]?.toUpperCase() + type.slice(1)
const types = [...new Set([...fromClient, ...fromServer].map(({ type }) => type))]

describe('the tables of frames', () => {
  test('name the types that the code has', () => {
    expect([...types].sort()).toEqual(['ack', 'bye', 'data', 'hello', 'reject', 'welcome'])
  })

  test.each(types)(
    'list the fields of %s that the code has, required where it requires them',
    (type) => {
      const documented = [...fromClient, ...fromServer].filter(
        (field) => field.type === type && field.name !== 'body',
      )
      const inBoth = Object.fromEntries(
        documented.map(({ name, isRequired }) => [name, isRequired]),
      )
      expect(inBoth).toEqual(membersOf(typeName(type)))
    },
  )

  test('say of resume what the code says', () => {
    const meaning = fromClient.find(({ name }) => name === 'resume')?.meaning
    const [, names] = /^\{ ([^}]+) \}/.exec(meaning ?? '') ?? []
    expect(names?.split(', ')).toEqual(Object.keys(membersOf('Resume')))
  })

  const example: Record<string, Record<string, unknown>> = {
    hello: { v: 1, sender: 'a', resume: { session: 's', secret: 'x', last: 0 } },
    data: { seq: 1, sender: 'a', after: 0, ask: true, ack: 0, re: 'a:1', error: 'x' },
    ack: { ack: 1, sender: 'a' },
    reject: { seq: 1, sender: 'a', reason: 'x' },
    bye: { code: 4500, reason: 'x' },
    welcome: {
      ...{ v: 1, client: 'a', session: 's', secret: 'x' },
      ...{ resumed: true, next: 1, window: 1, maxFrameBytes: 1 },
    },
  }

  test.each([...fromClient, ...fromServer].filter(({ name }) => name !== 'body' && name !== ''))(
    'the codec agrees about $type.$name',
    ({ type, name, isRequired }) => {
      const { [name]: value, ...others } = { type, body: 0, ...example[type] } as Record<
        string,
        unknown
      >
      expect(value).toBeDefined()
      const without = () => codec.decode(JSON.stringify(others))
      if (isRequired) expect(without).toThrow(`${type} without ${name}`)
      else expect(without).not.toThrow()
    },
  )

  const texts = [...fromClient, ...fromServer].flatMap((field) => {
    const [, max] = /1 to (\d+)/.exec(field.meaning) ?? []
    return max === undefined ? [] : [{ ...field, max: Number(max) }]
  })

  test('limit four texts', () => {
    expect(texts.map(({ name, max }) => [name, max])).toEqual([
      ['sender', 64],
      ['client', 256],
      ['session', 64],
      ['secret', 128],
    ])
  })

  test.each(texts)('$name has at most $max characters', ({ type, name, max }) => {
    const withLength = (length: number) => () =>
      codec.decode(JSON.stringify({ type, ...example[type], [name]: 'x'.repeat(length) }))
    expect(withLength(max)).not.toThrow()
    expect(withLength(max + 1)).toThrow(name)
    expect(withLength(0)).toThrow(name)
  })
})

describe('the table of close codes', () => {
  const documented = rows(section('## Close codes'))

  test('lists the codes that the code has, and the one of RFC 6455 for size', () => {
    const codes = documented.map(([code]) => Number(code))
    expect(codes).toEqual([1009, ...Object.values(CLOSE_CODES)].sort((a, b) => a - b))
  })

  test('keeps a client away by the final ones alone', () => {
    for (const [code, , what] of documented) {
      expect([code, what?.startsWith('stays away')]).toEqual([code, Number(code) >= 4500])
    }
  })

  test('writes the time to come back as the code does', () => {
    expect(page).toContain(`\`${retryAfter(12_345)}\``)
  })
})

describe('the limits', () => {
  const text = section('## Limits')

  test('are those of a hub that nobody told otherwise', async () => {
    const { join: enter } = createHubScene()
    const [welcome] = (await enter('ann')).frames()
    expect(text).toContain(`\`window\` is ${welcome?.['window']} and`)
    expect(text).toContain(
      `\`maxFrameBytes\` ${Number(welcome?.['maxFrameBytes']).toLocaleString('en-US')} unless`,
    )
    expect(welcome?.['v']).toBe(PROTOCOL_VERSION)
  })

  test('hold for numbers and texts', () => {
    const data = (fields: object) => () =>
      codec.decode(JSON.stringify({ type: 'data', seq: 1, body: 0, ...fields }))
    expect(text).toContain('2⁵³ − 1')
    expect(data({ seq: 2 ** 53 - 1 })).not.toThrow()
    expect(data({ seq: 2 ** 53 })).toThrow('seq')
    expect(text).toContain('`error`: 1,024 characters')
    expect(data({ error: 'x'.repeat(1_024) })).not.toThrow()
    expect(data({ error: 'x'.repeat(1_025) })).toThrow('error')
  })
})

interface Line {
  readonly from: 'client' | 'server'
  readonly text: string
}

/** The frames of the exchange under a heading. */
const exchange = (heading: string): Line[] =>
  section(heading)
    .split('\n')
    .filter((line) => /^[→←] /.test(line))
    .map((line) => ({ from: line[0] === '→' ? 'client' : 'server', text: line.slice(2) }))

const HEADINGS = ['### Normal', '### Drop and resume', '### Resume refused']

describe('the exchanges', () => {
  test('are all there is in code blocks', () => {
    const blocks = [...page.matchAll(/```\n([^`]*)```/g)].map(([, block]) => block ?? '')
    const lines = HEADINGS.flatMap(exchange)
    expect(blocks.join('').trim().split('\n')).toHaveLength(lines.length)
    expect(lines.length).toBeGreaterThan(15)
  })

  test.each(HEADINGS.flatMap(exchange))('hold the frame $text', ({ text }) => {
    const { frame } = codec.decode(text)
    const [, body] = /"body":(.*)\}$/.exec(text) ?? []
    expect(JSON.parse(codec.encode(frame, body) as string)).toEqual(JSON.parse(text))
  })

  /** A hub whose memory is named as on the page. */
  function hubNamed(...names: string[]) {
    const world = createFakePorts()
    const tokens = ['hub', ...names]
    const ports = { ...world.ports, token: () => tokens.shift() ?? 'more' }
    const onMessage = ({ isRequest }: { isRequest: boolean }) => (isRequest ? 1763647200000 : null)
    return createHubScene({ onMessage }, { ...world, ports })
  }

  /** Says the client's lines and compares what comes with the server's, text by text. */
  async function replay(
    { hub, settle }: ReturnType<typeof hubNamed>,
    client: FakeClient,
    lines: readonly Line[],
  ): Promise<void> {
    for (const [i, { from, text }] of lines.entries()) {
      if (from === 'client') {
        client.send(text)
        // What the client says in one breath is answered in one.
        if (lines[i + 1]?.from !== 'client') await settle()
        continue
      }
      const { type, re, body } = JSON.parse(text) as Record<string, unknown>
      // What the server's program says of its own accord.
      if (client.received.length === 0 && type === 'data' && re === undefined) {
        await hub.send('ann', body)
        await settle()
      }
      expect(client.received.shift()).toBe(text)
    }
    expect(client.received).toEqual([])
    expect(client.closed).toBe(null)
  }

  test('happen as written: normal, then a drop and resume', async () => {
    const scene = hubNamed('s1', '0f8Wq')
    const first = scene.connect('ann')
    await replay(scene, first, exchange('### Normal'))

    first.reads = false
    first.say({ type: 'data', seq: 4, body: 'sent before the drop' })
    await scene.hub.send('ann', 'you missed this')
    await scene.settle()
    first.close()
    await replay(scene, scene.connect('ann'), exchange('### Drop and resume'))
    expect(scene.hub.stats()).toMatchObject({ received: 6, repeated: 1 })
  })

  test('happen as written: resume refused', async () => {
    const scene = hubNamed('s2', 'pL2mT')
    await replay(scene, scene.connect('ann'), exchange('### Resume refused'))
  })
})

test('D6: other names, as on the page, rename types and fields and nothing else', async () => {
  const [, example] = /`names: (\{.*?\} \})`/.exec(section('## Other names')) ?? []
  const names = JSON.parse((example ?? '').replace(/(\w+):/g, '"$1":').replace(/'/g, '"')) as object
  expect(names).toEqual({ types: { data: 'MSG' }, fields: { type: 'cmd', body: 'payload' } })
  const { connect, settle } = createHubScene({ names, onMessage: ({ body }) => body })
  const client = connect('ann')
  client.say({ cmd: 'hello', v: 1, sender: 'run' })
  await settle()
  client.say({ cmd: 'MSG', seq: 1, ask: true, payload: { type: 'kept' } })
  await settle()
  expect(client.frames()).toMatchObject([
    { cmd: 'welcome', client: 'ann' },
    { cmd: 'MSG', seq: 1, re: 'run:1', ack: 1, payload: { type: 'kept' } },
  ])
})
