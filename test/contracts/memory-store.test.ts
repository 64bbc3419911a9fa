import { describe, expect, test } from '@jest/globals'
import { memoryStore, memoryStoreOn } from '../../src/server/stores/memory-store'
import type { MemoryStoreOptions } from '../../src/server/stores/memory-options'
import { createFakePorts } from '../server/hub-scene'
import { describeStore } from './store-contract'

function openMemory(limits?: MemoryStoreOptions) {
  const { clock, ports } = createFakePorts()
  const store = memoryStoreOn(ports, limits)
  return { clock, store, session: (id: string) => store.openSession(id, undefined) }
}

describeStore('memory', {
  async open(limits) {
    const { clock, store } = openMemory(limits)
    return {
      store,
      pass: async (ms) => clock.advance(ms),
      settle: async () => undefined,
    }
  },
})

describe('what only a memory store has to prove', () => {
  const held = async (store: ReturnType<typeof memoryStoreOn>, id: string) => {
    const { session } = await store.openSession(id, undefined)
    return (await store.read(id, session, 0, 100))?.map(({ seq }) => seq)
  }
  const body = (bytes: number) => ({ body: 'x'.repeat(bytes) })

  test('all sessions together are bounded in bytes: who got nothing for longest loses first', async () => {
    const { store } = openMemory({ maxTotalBytes: 1_000 })
    for (let i = 0; i < 3; i += 1) await store.append(['old', 'middle', 'young'], body(100))
    await store.append(['old'], body(100))
    expect([await held(store, 'old'), await held(store, 'middle')]).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3],
    ])
    await store.append(['young'], body(100))
    expect([await held(store, 'old'), await held(store, 'middle')]).toEqual([
      [1, 2, 3, 4],
      [2, 3],
    ])
    await store.append(['young'], body(900))
    expect([await held(store, 'old'), await held(store, 'young')]).toEqual([[], [4, 5]])
  })

  test('sessions are bounded in number: who is away for longest is forgotten, who is there is not', async () => {
    const { clock, store, session } = openMemory({ maxSessions: 3 })
    const names = new Map<string, string>()
    const open = async (id: string, onlineMs: number) => {
      names.set(id, (await session(id)).session)
      await store.seen([id], onlineMs)
      clock.advance(10)
    }
    const isRemembered = async (id: string) => (await session(id)).session === names.get(id)
    await open('away for longest', 1)
    await open('there', 1_000_000)
    await open('away', 1)
    await open('new', 1)
    expect(await store.members()).toEqual(['there', 'away', 'new'])
    await open('newer', 1)
    expect(await isRemembered('there')).toBe(true)
    expect(await isRemembered('away')).toBe(true)
    expect(await isRemembered('away for longest')).toBe(false)
  })

  test('what has expired goes by itself, with no timer left when nothing is held', async () => {
    const { clock, store } = openMemory({ sessionTtlMs: 100_000 })
    await store.append(['ann'], { body: '1' })
    await store.join('ann', 'lobby')
    await store.seen(['ann'], 1_000)
    expect(clock.pending).toBe(1)
    clock.advance(200_000)
    expect(clock.pending).toBe(0)
    expect(await store.members()).toEqual([])
  })

  test('close ends the timer', async () => {
    const { clock, store, session } = openMemory()
    await session('ann')
    await store.close()
    expect(clock.pending).toBe(0)
  })

  test.each([
    [{ maxMessages: 0 }, 'maxMessages must be a number from 1, got 0'],
    [{ maxAgeMs: NaN }, 'maxAgeMs must be a number from 1, got NaN'],
    [{ maxBytes: '1' }, 'maxBytes must be a number from 1, got 1'],
    [{ maxMesages: 1 }, 'maxMesages is no option; there are maxMessages, '],
  ])('refuses %p', (options, message) => {
    expect(() => memoryStore(options as MemoryStoreOptions)).toThrow(message)
  })
})
