import { describe, expect, test } from '@jest/globals'
import {
  KINDS,
  clockTime,
  createLog,
  isShown,
  toText,
  type Entry,
  type Filter,
} from '../../../playground/panel/log'

function scene(options: { maxEntries?: number } = {}) {
  let nowMs = 1_000
  const log = createLog({ nowMs: () => nowMs, ...options })
  return { log, pass: (ms: number) => void (nowMs += ms) }
}

const frame = (text: string, who = 'ann') =>
  ({ who, kind: 'socket', text, topic: 'message' }) as const

describe('the log of the panel', () => {
  test('keeps what happened in order, with its time', () => {
    const { log, pass } = scene()
    log.add({ who: 'ann', kind: 'action', text: 'to the background' })
    pass(500)
    log.add({ who: 'server', kind: 'action', text: 'killed' })
    expect(log.entries.map(({ atMs, who, text }) => [atMs, who, text])).toEqual([
      [1_000, 'ann', 'to the background'],
      [1_500, 'server', 'killed'],
    ])
  })

  test('counts frames that come thick and fast in one entry, and shows the last', () => {
    const { log, pass } = scene()
    for (const text of ['1', '2', '3']) {
      log.add(frame(text))
      pass(20)
    }
    expect(log.entries).toEqual([expect.objectContaining({ text: '3', count: 3, atMs: 1_000 })])
  })

  test('does so however long they come, and no longer', () => {
    const { log, pass } = scene()
    for (let index = 0; index < 100; index++) {
      log.add(frame('tick'))
      pass(50)
    }
    pass(50)
    log.add(frame('late'))
    expect(log.entries.map(({ text, count }) => [text, count])).toEqual([
      ['tick', 100],
      ['late', 1],
    ])
  })

  test('counts each topic of each phone by itself, however they are mixed', () => {
    const { log, pass } = scene()
    for (let index = 0; index < 10; index++) {
      log.add(frame(`to ann ${index}`))
      log.add(frame(`to bob ${index}`, 'bob'))
      log.add({ who: 'ann', kind: 'data', text: `setData ${index}`, topic: 'set-data' })
      pass(5)
    }
    expect(log.entries.map(({ text, count }) => [text, count])).toEqual([
      ['to ann 9', 10],
      ['to bob 9', 10],
      ['setData 9', 10],
    ])
  })

  test('shows what happens between two frames of a phone between them', () => {
    const { log } = scene()
    log.add(frame('a'))
    log.add(frame('a', 'bob'))
    log.add({ who: 'ann', kind: 'socket', text: 'close 1006' })
    log.add(frame('b'))
    log.add(frame('b', 'bob'))
    expect(log.entries.map(({ who, text, count }) => [who, text, count])).toEqual([
      ['ann', 'a', 1],
      ['bob', 'b', 2],
      ['ann', 'close 1006', 1],
      ['ann', 'b', 1],
    ])
  })

  test('begins anew after a clear', () => {
    const { log } = scene()
    log.add(frame('a'))
    log.clear()
    log.add(frame('b'))
    expect(log.entries).toEqual([expect.objectContaining({ text: 'b', count: 1 })])
  })

  test('tells of each entry, and names the one that it took the place of', () => {
    const { log } = scene()
    const heard: (number | null)[] = []
    const stop = log.onChange((entry) => heard.push(entry?.id ?? null))
    log.add(frame('a'))
    log.add(frame('b'))
    log.clear()
    stop()
    log.add(frame('c'))
    expect(heard).toEqual([1, 1, null])
  })

  test('forgets the oldest, and never holds many more than it may', () => {
    const { log } = scene({ maxEntries: 10 })
    for (let index = 0; index < 100; index++) {
      log.add({ who: 'ann', kind: 'page', text: String(index) })
      expect(log.entries.length).toBeLessThanOrEqual(11)
    }
    expect(log.entries.at(-1)?.text).toBe('99')
    expect(log.entries.length).toBeGreaterThanOrEqual(10)
  })
})

describe('the filter', () => {
  const entry: Entry = { id: 1, atMs: 0, who: 'ann', kind: 'socket', text: 'Close 1006', count: 1 }
  const all: Filter = { kinds: new Set(KINDS), who: '', text: '' }

  test.each<[string, Partial<Filter>, boolean]>([
    ['everything', {}, true],
    ['its kind', { kinds: new Set(['socket']) }, true],
    ['other kinds', { kinds: new Set(['page']) }, false],
    ['its phone', { who: 'ann' }, true],
    ['the other phone', { who: 'bob' }, false],
    ['a part of its text in another case', { text: 'close' }, true],
    ['another text', { text: 'open' }, false],
  ])('shows it by %s: %#', (_, patch, shown) => {
    expect(isShown(entry, { ...all, ...patch })).toBe(shown)
  })
})

describe('the text that is copied', () => {
  test('has a line for each entry, in columns', () => {
    const { log, pass } = scene()
    log.add(frame('hello'))
    log.add(frame('hello again'))
    pass(1_000)
    log.add({ who: 'server', kind: 'action', text: 'killed' })
    const [first, second] = [clockTime(1_000), clockTime(2_000)]
    expect(toText(log.entries)).toBe(
      `${first}  ann     socket  hello again (×2)\n${second}  server  action  killed\n`,
    )
    expect(first).toMatch(/^\d\d:\d\d:01\.000$/)
  })

  test('is empty without entries', () => {
    expect(toText([])).toBe('')
  })
})
