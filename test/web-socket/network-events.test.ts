/** `networkEvents()`: what a browser tells of its network and its page, over a mini-program. */
import { expect, test } from '@jest/globals'
import { createWxPlatform } from '../../src/platforms/wx/wx-platform'
import type { WxHost } from '../../src/platforms/wx/wx-host'
import { createFakeWx } from '../../src/testing'
import { networkEvents, type NetworkEvents } from '../../src/websocket'
import { createHost } from './host'

/** Everything that is told, with what the target says of itself at that time. */
function record(events: NetworkEvents): unknown[][] {
  const log: unknown[][] = []
  for (const type of ['online', 'offline', 'visibilitychange']) {
    events.addEventListener(type, ({ target }: { target: unknown }) =>
      log.push([type, target === events, events.onLine, events.visibilityState]),
    )
  }
  return log
}

test('tells of the network and of the app, and how both are', () => {
  const { fake } = createHost()
  const events = networkEvents()
  const log = record(events)
  expect([events.onLine, events.visibilityState]).toEqual([true, 'visible'])
  fake.network({ isConnected: false })
  fake.hide()
  fake.show()
  fake.network({ isConnected: true, networkType: 'wifi' })
  expect(log).toEqual([
    ['offline', true, false, 'visible'],
    ['visibilitychange', true, false, 'hidden'],
    ['visibilitychange', true, false, 'visible'],
    ['online', true, true, 'visible'],
  ])
})

test('L4: a network that is there again without having gone is told too: it may be another one', () => {
  const { fake } = createHost()
  const log = record(networkEvents())
  fake.network({ isConnected: true, networkType: 'wifi' })
  fake.network({ isConnected: true, networkType: '4g' })
  expect(log.map(([type]) => type)).toEqual(['online', 'online'])
})

test('L6: after stop() nothing is told, on a host that cannot take listeners off either', () => {
  const listeners: (() => void)[] = []
  const host = {
    onAppHide: (listener: () => void) => void listeners.push(listener),
    onNetworkStatusChange(listener: (change: { isConnected: boolean }) => void) {
      listeners.push(() => listener({ isConnected: false }))
      // Some hosts say at once how it is.
      listener({ isConnected: false })
    },
  }
  createHost()
  const events = networkEvents(createWxPlatform(() => host as unknown as WxHost))
  const log = record(events)
  expect(events.onLine).toBe(false)
  events.stop()
  listeners.forEach((told) => told())
  expect([listeners.length, log]).toEqual([2, []])
})

test('L6: stop() removes its listeners from the host and nobody else’s, and may be called again', () => {
  const { fake } = createHost()
  const one = networkEvents()
  const log = record(one)
  const two = networkEvents()
  const counts = () =>
    (['appShow', 'appHide', 'networkStatusChange'] as const).map((name) => fake.listenerCount(name))
  expect(counts()).toEqual([2, 2, 2])
  one.stop()
  one.stop()
  expect(counts()).toEqual([1, 1, 1])
  fake.network({ isConnected: false })
  expect([log, two.onLine]).toEqual([[], false])
  two.stop()
  expect(counts()).toEqual([0, 0, 0])
})

test('listens on another host where one is given', () => {
  createHost()
  const elsewhere = createFakeWx()
  const events = networkEvents(createWxPlatform(() => elsewhere.wx as unknown as WxHost))
  const log = record(events)
  elsewhere.network({ isConnected: false })
  expect(log).toHaveLength(1)
  events.stop()
  elsewhere.dispose()
})

test('is silent where the host tells nothing', () => {
  const events = networkEvents(createWxPlatform(() => undefined))
  expect(events.onLine).toBe(true)
  events.stop()
})
