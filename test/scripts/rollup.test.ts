/** What our own rollup plugins make of the output. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rollup } from 'rollup'
import { modulesOf } from '../../scripts/rollup/modules-of.js'
import { stripDocstrings } from '../../scripts/rollup/strip-docstrings.js'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'miniprogram-socket-rollup-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SOURCES = {
  'index.js': `import { count } from './state.js'\nexport const first = () => count()\n`,
  'delivery.js': `import { count } from './state.js'\nexport const second = () => count()\n`,
  'state.js': `let n = 0\n/** Counts. */\nexport const count = () => ++n\n`,
}

/** Builds the two entries above, which share state.js, as for the app: name → code. */
async function build(): Promise<Record<string, string>> {
  for (const [name, text] of Object.entries(SOURCES)) writeFileSync(join(folder, name), text)
  const bundle = await rollup({
    input: { index: join(folder, 'index.js'), delivery: join(folder, 'delivery.js') },
    preserveEntrySignatures: 'allow-extension',
    plugins: [stripDocstrings()],
  })
  const { output } = await bundle.generate({
    format: 'cjs',
    manualChunks: modulesOf('index', join(folder, 'index.js')),
  })
  return Object.fromEntries(
    output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : '']),
  )
}

describe('modulesOf', () => {
  test('puts what two entries share into the first, which the second requires', async () => {
    const files = await build()
    expect(Object.keys(files).sort()).toEqual(['delivery.js', 'index.js'])
    expect(files['delivery.js']).toContain(`require('./index.js')`)
    expect(files['delivery.js']).not.toContain('let n')
    expect(files['index.js']).toContain('let n')
    expect(files['index.js']).not.toContain('require(')
  })
})

describe('stripDocstrings', () => {
  const strip = (code: string) => stripDocstrings().renderChunk(code).code

  test('takes docstrings out, with their line', () => {
    const code =
      '/** Counts. */\nconst count = 1\nconst f = () => {\n  /**\n   * No.\n   */\n  g()\n}\n'
    expect(strip(code)).toBe('const count = 1\nconst f = () => {\n  g()\n}\n')
  })

  test('leaves comments that say why, and what only looks like a docstring', () => {
    const code = `// why\nconst a = '/** text */' /* because */\nconst b = /\\/\\*\\* x \\*\\//\n`
    expect(strip(code)).toBe(code)
  })

  test('takes out one inside a line without joining its neighbours', () => {
    expect(strip('f(a /** x */, b)\n')).toBe('f(a , b)\n')
  })
})
