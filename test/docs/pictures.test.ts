/** Pictures of the documents: each is there, named, described, in light and dark, and small (`npm run screenshots` makes them). */
import { describe, expect, test } from '@jest/globals'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT, read } from './readme-tables'

const FOLDER = 'docs/pictures'
const MAX_PICTURE_BYTES = 250_000
const MAX_PICTURES_BYTES = 2_500_000
const MAX_RECORDING_BYTES = 2_000_000
/** Fewer words say what kind of picture it is, not what is seen on it. */
const MIN_ALT_CHARACTERS = 20

const files = readdirSync(join(ROOT, FOLDER))
const bytesOf = (file: string): number => statSync(join(ROOT, FOLDER, file)).size

const documents = ['.', 'docs', 'docs/how-to', 'docs/recipes', 'miniprogram-demo', 'playground']
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(folder, name)))
  .filter((path) => path.endsWith('.md'))

/** Every picture that a document names, as a path from the root. */
const named = documents.flatMap((path) => {
  const text = read(path)
  return [
    ...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g),
    ...text.matchAll(/<img [^>]*?src="([^"]+)"/g),
    ...text.matchAll(/<source [^>]*?srcset="([^"]+)"/g),
  ].map(([, target = '']) => ({ path, target: join(dirname(path), target) }))
})

describe('pictures', () => {
  test('are there when a document names them', () => {
    expect(named.filter(({ target }) => !existsSync(join(ROOT, target)))).toEqual([])
  })

  test('are named by a document when they are there', () => {
    const wanted = new Set(named.map(({ target }) => target))
    expect(files.map((file) => join(FOLDER, file)).filter((path) => !wanted.has(path))).toEqual([])
  })

  test('have words for whoever does not see them', () => {
    const alts = documents.flatMap((path) => {
      const text = read(path)
      const tags = [...text.matchAll(/<img [^>]*>/g)].map(
        ([tag]) => /alt="([^"]*)"/.exec(tag)?.[1] ?? '',
      )
      return [...tags, ...[...text.matchAll(/!\[([^\]]*)\]\(/g)].map(([, alt = '']) => alt)]
    })
    expect(alts.length).toBeGreaterThan(8)
    expect(alts.filter((alt) => alt.length < MIN_ALT_CHARACTERS)).toEqual([])
  })

  test('are shown dark where the reader has it dark, and are the same picture then', () => {
    const pairs = documents.flatMap((path) =>
      [...read(path).matchAll(/<picture>([^]*?)<\/picture>/g)].map(([, inner = '']) => [
        /prefers-color-scheme: dark\)" srcset="([^"]+)-dark\.png"/.exec(inner)?.[1],
        /<img src="([^"]+)-light\.png"/.exec(inner)?.[1],
      ]),
    )
    expect(pairs.length).toBeGreaterThan(4)
    expect(pairs.filter(([dark, light]) => dark === undefined || dark !== light)).toEqual([])
  })

  test('load at once', () => {
    const pictures = files.filter((file) => file.endsWith('.png'))
    expect(pictures.filter((file) => bytesOf(file) > MAX_PICTURE_BYTES)).toEqual([])
    const together = pictures.reduce((sum, file) => sum + bytesOf(file), 0)
    expect(together).toBeLessThan(MAX_PICTURES_BYTES)
    expect(bytesOf('outage.webp')).toBeLessThan(MAX_RECORDING_BYTES)
  })
})
