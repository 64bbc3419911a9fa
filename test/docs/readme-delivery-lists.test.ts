/** The READMEs' lists about delivery and hub: methods, events and what they carry, pending messages, close codes. */
import { describe, expect, test } from '@jest/globals'
import { memoryStorage } from '../../src/delivery'
import { CLOSE_CODES, createHub } from '../../src/server'
import { readMemoryOptions } from '../../src/server/stores/memory-options'
import { DELIVERY_EVENTS, createDeliveryScene } from '../support/delivery-scene'
import { codesIn } from './markdown'
import { READMES, namesUnder, read, tablesUnder } from './readme-tables'

/** A delivery, in its second run, that has emitted every event, and the payloads of each. */
async function everyEvent() {
  const delivery = { storage: memoryStorage(), identity: 'ann' }
  const first = createDeliveryScene({ delivery })
  void first.delivery.send('left')
  await first.settle()
  const scene = createDeliveryScene({ delivery })
  await scene.settle()
  const [left] = scene.delivery.pending
  const [sender = ''] = left?.id.split(':') ?? []
  scene.openWelcomed()
  scene.say({ type: 'ack', ack: 1, sender })
  for (const text of ['one', 'two', 'three']) void scene.delivery.send(text, { ttlMs: 1_000 })
  scene.say({ type: 'ack', ack: 1 })
  scene.say({ type: 'reject', seq: 2, reason: 'no' })
  scene.say({ type: 'data', seq: 3 }, '"after two that are missing"')
  scene.advance(1_000)
  return { scene, left }
}

const sectionOf = (path: string, english: string): string => {
  const parts = (text: string) => text.split(/^#+ /m)
  const index = parts(read('README.md')).findIndex((part) => part.startsWith(`${english}\n`))
  return parts(read(path))[index] ?? ''
}

describe.each(READMES)('the lists about delivery and hub (%s)', (_, path) => {
  test('name every method of a delivery', async () => {
    const { scene } = await everyEvent()
    const own = Object.entries(Object.getOwnPropertyDescriptors(scene.delivery))
    const namesOf = (members: typeof own) => members.map(([name]) => name)
    const methods = namesOf(own.filter(([, { value }]) => typeof value === 'function'))
    const named = namesUnder('Delivery methods', path).map((code) => code.replace(/\(.*/, ''))
    expect([...named].sort()).toEqual(methods.sort())
    const others = namesOf(own).filter((name) => !methods.includes(name))
    expect(others).toEqual(['pending'])
  })

  test('name every event of a delivery, with what it carries', async () => {
    expect(namesUnder('Delivery events', path)).toEqual(DELIVERY_EVENTS)
    const { scene } = await everyEvent()
    for (const [event = '', cell = ''] of tablesUnder('Delivery events', path)[0]?.rows ?? []) {
      const [, fields] = /^`\{ (.*) \}`$/.exec(cell) ?? []
      if (fields === undefined) continue
      const name = codesIn(event)[0] as (typeof DELIVERY_EVENTS)[number]
      const [payload] = scene.told(name)
      expect([name, Object.keys(payload ?? {}).sort()]).toEqual([name, fields.split(', ').sort()])
    }
  })

  test('name what a pending message has', async () => {
    const { left } = await everyEvent()
    const [, line = ''] = sectionOf(path, 'Delivery methods').split('`delivery.pending`')
    expect(codesIn(line)).toEqual(Object.keys(left ?? {}))
  })

  test('say what a hub holds for a client that is away', () => {
    const { maxMessages, maxBytes, maxAgeMs } = readMemoryOptions({})
    const text = sectionOf(path, 'What exactly is guaranteed')
    for (const limit of [
      `${maxMessages}`,
      `${maxBytes / 2 ** 20} MiB`,
      `${maxAgeMs / 3_600_000} `,
    ]) {
      expect(text).toContain(limit)
    }
  })

  test('name every method of a hub', () => {
    const hub = createHub({ authenticate: () => 'ann' })
    const text = sectionOf(path, 'A server')
    for (const name of Object.keys(hub)) expect(text).toMatch(new RegExp(`\\b${name}\\(`))
  })

  test('name close codes that there are', () => {
    const text = [sectionOf(path, 'A server'), sectionOf(path, 'Hub options')].join('\n')
    const named = [...text.matchAll(/(?<!\d)4\d{3}(?!\d)/g)].map(([code]) => Number(code))
    expect(named.length).toBeGreaterThan(5)
    expect(named.filter((code) => !Object.values<number>(CLOSE_CODES).includes(code))).toEqual([])
  })
})
