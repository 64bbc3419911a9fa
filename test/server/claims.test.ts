import { describe, expect, test } from '@jest/globals'
import { memoryStoreOn } from '../../src/server/stores/memory-store'
import type { Store } from '../../src/server/store'
import { createFakePorts, createHubScene } from './hub-scene'

/** A store behind a network: calls named here fail that many times, before or after they took effect. */
function createFaultyStore(store: Store) {
  const before = new Map<string, number>()
  const after = new Map<string, number>()
  const takes = (faults: Map<string, number>, name: string): boolean => {
    const left = faults.get(name) ?? 0
    if (left > 0) faults.set(name, left - 1)
    return left > 0
  }
  const call = async (name: string, act: () => unknown): Promise<unknown> => {
    if (takes(before, name)) throw new Error('away')
    const answer = await act()
    if (takes(after, name)) throw new Error('answer lost')
    return answer
  }
  const faulty = Object.fromEntries(
    Object.entries(store).map(([name, method]) => [
      name,
      name === 'listen'
        ? method
        : (...args: never[]) =>
            call(name, () => (method as (...args: never[]) => unknown)(...args)),
    ]),
  ) as unknown as Store
  return { store: faulty, before, after }
}

function createScene(onMessage: (body: unknown) => unknown) {
  const world = createFakePorts()
  const faulty = createFaultyStore(memoryStoreOn(world.ports))
  const scene = createHubScene(
    { store: faulty.store, onMessage: ({ body }) => onMessage(body) },
    world,
  )
  return { ...scene, ...faulty }
}

const message = { type: 'data', seq: 1, body: 'once' }

describe('D3: a message is dealt with once, though the store was away for a moment', () => {
  test('a claim that failed is not given back once the message was claimed again', async () => {
    const dealt: unknown[] = []
    let finish = (): void => undefined
    const { join, pass, settle, before } = createScene((body) => {
      dealt.push(body)
      return new Promise<void>((resolve) => (finish = resolve))
    })
    const first = await join('ann')
    before.set('claim', 1)
    first.say(message)
    await settle()
    expect(first.closed?.code).toBe(4005)

    const second = await join('ann')
    second.say(message)
    await pass(3_000)
    // The app is at it still; the client has moved on to another link.
    const third = await join('ann')
    third.say(message)
    await pass(3_000)
    expect(dealt).toEqual(['once'])

    finish()
    await pass(1_000)
    expect(third.frames()).toContainEqual({ type: 'ack', ack: 1 })
    expect(dealt).toEqual(['once'])
  })

  test('a claim whose answer was lost is given back when it is asked for again', async () => {
    const dealt: unknown[] = []
    const { join, pass, settle, after, before } = createScene((body) => void dealt.push(body))
    const first = await join('ann')
    after.set('claim', 1)
    first.say(message)
    await settle()
    expect(first.closed?.code).toBe(4005)

    const second = await join('ann')
    before.set('release', 1)
    second.say(message)
    await pass(2_000)
    expect(second.frames()).toContainEqual({ type: 'ack', ack: 1 })
    expect(dealt).toEqual(['once'])
  })

  test('what could not be noted is not dealt with again, however long the lease is over', async () => {
    const dealt: unknown[] = []
    const { join, pass, settle, before } = createScene((body) => void dealt.push(body))
    const first = await join('ann')
    before.set('finish', 50)
    first.say(message)
    await settle()
    expect(first.closed?.code).toBe(4005)

    await pass(45_000)
    const second = await join('ann')
    second.say(message)
    await pass(10_000)
    expect(second.frames()).toContainEqual({ type: 'ack', ack: 1 })
    expect(dealt).toEqual(['once'])
  })
})
