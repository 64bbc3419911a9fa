/** Noticing changes, with the file system's own events and in real time: every wait has an expiry. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watchFolders } from '../../../playground/build/watch-folders.mjs'

const EXPIRY_MS = 5_000
/** Long enough for a change that should not be told to have been told. */
const QUIET_MS = 400

let dir: string
let changes = 0
let watcher: { close: () => void }
const at = (...path: string[]) => join(dir, ...path)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(count: number): Promise<void> {
  const sinceMs = Date.now()
  while (changes < count) {
    if (Date.now() - sinceMs > EXPIRY_MS) throw new Error(`${changes} changes, not ${count}`)
    await pause(10)
  }
}

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'watch-folders-'))
  mkdirSync(at('pages', 'chat'), { recursive: true })
  mkdirSync(at('node_modules'))
  writeFileSync(at('pages', 'chat', 'chat.ts'), '')
  writeFileSync(at('single.json'), '')
  writeFileSync(at('other.json'), '')
  changes = 0
  watcher = await watchFolders({
    paths: [at('pages'), at('single.json'), at('missing')],
    onChange: () => void changes++,
  })
})
afterEach(() => {
  watcher.close()
  rmSync(dir, { recursive: true, force: true })
})

describe('watchFolders', () => {
  test.each<[string, () => void]>([
    ['a file that is written', () => writeFileSync(at('pages', 'chat', 'chat.ts'), 'x')],
    ['a file that is added', () => writeFileSync(at('pages', 'new.ts'), 'x')],
    ['a file that is deleted', () => rmSync(at('pages', 'chat', 'chat.ts'))],
    ['a folder that is deleted', () => rmSync(at('pages', 'chat'), { recursive: true })],
    ['a single file', () => writeFileSync(at('single.json'), '{}')],
    [
      'an editor that writes a new file and renames it',
      () => {
        writeFileSync(at('pages', 'chat', 'chat.ts~'), 'x')
        renameSync(at('pages', 'chat', 'chat.ts~'), at('pages', 'chat', 'chat.ts'))
      },
    ],
  ])('tells of %s', async (_, change) => {
    change()
    await until(1)
  })

  test('tells of what happens in a folder that is new', async () => {
    mkdirSync(at('pages', 'lab', 'parts'), { recursive: true })
    await until(1)
    await pause(QUIET_MS)
    const before = changes
    writeFileSync(at('pages', 'lab', 'parts', 'lab.ts'), '')
    await until(before + 1)
  })

  test('tells of many changes at once as one', async () => {
    for (let index = 0; index < 50; index++) writeFileSync(at('pages', `${index}.ts`), '')
    await until(1)
    await pause(QUIET_MS)
    expect(changes).toBe(1)
  })

  test('does not tell of what builds write, of hidden files, or of a neighbour', async () => {
    mkdirSync(at('pages', 'node_modules'))
    writeFileSync(at('pages', '.swp'), '')
    writeFileSync(at('other.json'), '{}')
    await pause(QUIET_MS)
    expect(changes).toBe(0)
  })

  test('tells nothing after it was closed', async () => {
    writeFileSync(at('pages', 'new.ts'), '')
    watcher.close()
    await pause(QUIET_MS)
    expect(changes).toBe(0)
  })
})
