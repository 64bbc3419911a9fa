/** The cache of `npm start`: it makes nothing twice, and believes nothing. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBuildCache } from '../../../playground/build/build-cache.mjs'
import { hashFiles } from '../../../playground/build/hash-files.mjs'

let dir: string
const at = (...path: string[]) => join(dir, ...path)

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'build-cache-'))
  mkdirSync(at('src'))
  writeFileSync(at('src', 'a.txt'), 'one')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('hashFiles', () => {
  test.each<[string, () => void]>([
    ['a content', () => writeFileSync(at('src', 'a.txt'), 'two')],
    ['a new file', () => writeFileSync(at('src', 'b.txt'), '')],
    ['a new name', () => (writeFileSync(at('src', 'b.txt'), 'one'), rmSync(at('src', 'a.txt')))],
    ['nothing there any more', () => rmSync(at('src'), { recursive: true })],
    [
      'a file moved down',
      () => {
        rmSync(at('src', 'a.txt'))
        mkdirSync(at('src', 'x'))
        writeFileSync(at('src', 'x', 'a.txt'), 'one')
      },
    ],
  ])('changes with %s', async (_, change) => {
    const before = await hashFiles([at('src')])
    expect(await hashFiles([at('src')])).toBe(before)
    change()
    expect(await hashFiles([at('src')])).not.toBe(before)
  })

  test('is no failure where files go while they are looked at, as in a build', async () => {
    for (let round = 0; round < 20; round++) {
      mkdirSync(at('dist', 'below'), { recursive: true })
      for (let index = 0; index < 50; index++) {
        writeFileSync(at('dist', index % 2 ? 'below' : '', `${index}.js`), 'text')
      }
      const hash = hashFiles([at('dist')])
      for (let turn = 0; turn < round; turn++) await Promise.resolve()
      await new Promise((resolve) =>
        round % 2 ? setImmediate(resolve) : process.nextTick(resolve),
      )
      rmSync(at('dist'), { recursive: true })
      expect(await hash).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  test('does not change with what builds make, unless it is asked for', async () => {
    const before = await hashFiles([at('src')])
    mkdirSync(at('src', 'node_modules'))
    writeFileSync(at('src', 'node_modules', 'c.txt'), '')
    expect(await hashFiles([at('src')])).toBe(before)
    expect(await hashFiles([at('src')], { isAll: true })).not.toBe(before)
  })
})

describe('keepOnDisk', () => {
  let runs = 0
  beforeEach(() => void (runs = 0))

  /** A build that writes its input in capitals. */
  const build = () =>
    createBuildCache(at('cache')).keepOnDisk({
      name: 'capitals',
      inputs: [at('src')],
      outputs: [at('out')],
      make: async () => {
        runs++
        mkdirSync(at('out'), { recursive: true })
        const text = readFileSync(at('src', 'a.txt'), 'utf8')
        writeFileSync(at('out', 'a.txt'), text.toUpperCase())
      },
    })

  test('makes what is there as it was made no second time', async () => {
    const first = await build()
    const second = await build()
    expect([first.isMade, second.isMade, runs]).toEqual([true, false, 1])
    expect(second.key).toBe(first.key)
  })

  test.each<[string, () => void]>([
    ['an input changed', () => writeFileSync(at('src', 'a.txt'), 'two')],
    ['an output was edited', () => writeFileSync(at('out', 'a.txt'), 'edited')],
    ['an output was added to', () => writeFileSync(at('out', 'b.txt'), '')],
    ['the output is gone', () => rmSync(at('out'), { recursive: true })],
    ['the cache was deleted', () => rmSync(at('cache'), { recursive: true })],
    ['the cache is no JSON', () => writeFileSync(at('cache', 'capitals.json'), '{"inputs":')],
    ['the cache says null', () => writeFileSync(at('cache', 'capitals.json'), 'null')],
  ])('makes it again when %s', async (_, change) => {
    await build()
    change()
    expect((await build()).isMade).toBe(true)
    expect(runs).toBe(2)
  })

  test('keeps nothing of a build that failed', async () => {
    const failing = createBuildCache(at('cache')).keepOnDisk({
      name: 'capitals',
      inputs: [at('src')],
      outputs: [at('out')],
      make: () => Promise.reject(new Error('no')),
    })
    await expect(failing).rejects.toThrow('no')
    expect((await build()).isMade).toBe(true)
  })

  test('makes it again when an input changed while it was made', async () => {
    await createBuildCache(at('cache')).keepOnDisk({
      name: 'capitals',
      inputs: [at('src')],
      outputs: [at('out')],
      make: async () => writeFileSync(at('src', 'a.txt'), 'edited meanwhile'),
    })
    expect((await build()).isMade).toBe(true)
  })
})

describe('keepFiles', () => {
  const FILES = { 'app.js': 'App({}) // 中文', 'a.png': Buffer.from([0, 255, 128]) }
  let runs = 0
  beforeEach(() => void (runs = 0))

  const keep = (key: string, cache = createBuildCache(at('cache'))) =>
    cache.keepFiles({
      name: 'demo',
      key: () => Promise.resolve(key),
      make: async () => {
        runs++
        return FILES
      },
    })
  const entryPath = () => at('cache', readdirSync(at('cache'))[0] ?? '')

  test('hands back what was made, text as text and bytes as bytes', async () => {
    await keep('k1')
    expect(await keep('k1')).toEqual({ isMade: false, files: FILES })
    expect(runs).toBe(1)
  })

  test('makes another key anew', async () => {
    await keep('k1')
    expect((await keep('k2')).isMade).toBe(true)
  })

  test.each<[string, (path: string) => void]>([
    ['cut off', (path) => writeFileSync(path, readFileSync(path).subarray(0, -5))],
    ['empty', (path) => writeFileSync(path, '')],
    [
      'edited',
      (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('App({})', 'App(0)')),
    ],
    ['of another format', (path) => writeFileSync(path, '[]')],
  ])('makes what is %s anew', async (_, spoil) => {
    await keep('k1')
    spoil(entryPath())
    expect(await keep('k1')).toEqual({ isMade: true, files: FILES })
    expect(await keep('k1')).toEqual({ isMade: false, files: FILES })
  })

  test('keeps nothing that was made while its sources changed', async () => {
    let key = 'before'
    const result = await createBuildCache(at('cache')).keepFiles({
      name: 'demo',
      key: () => Promise.resolve(key),
      make: async () => {
        key = 'after'
        return FILES
      },
    })
    expect(result).toEqual({ isMade: true, files: FILES })
    expect((await keep('before')).isMade).toBe(true)
    expect((await keep('after')).isMade).toBe(true)
  })

  test('hands over what was made though it cannot be kept: a second start tidies up too', async () => {
    mkdirSync(at('cache'))
    // What is listed and, when it is looked at, gone.
    symlinkSync(at('gone'), at('cache', 'demo-gone.txt'))
    expect(await keep('k1')).toEqual({ isMade: true, files: FILES })
    expect(await keep('k1')).toEqual({ isMade: false, files: FILES })
  })

  test('keeps the last few alone', async () => {
    for (let index = 0; index < 8; index++) await keep(`key ${index}`)
    expect(readdirSync(at('cache'))).toHaveLength(4)
    expect((await keep('key 7')).isMade).toBe(false)
  })
})
