/** Statements about much at once, and about more than one socket. */
import { describe, expect, test } from '@jest/globals'
import type { Start } from './stage'

const TEN_MEGABYTES = 10 * 1024 * 1024
const MANY = 10_000

/** Bytes of which no two neighbours are alike. */
const bytesOf = (length: number) => Uint8Array.from({ length }, (_, index) => index * 7)

/** Comparing byte by byte through jest takes minutes. */
const areAlike = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) === 0

export function describeLoad(start: Start): void {
  describe('much at once', () => {
    describeLargeFrames(start)
    describeManyFrames(start)
  })
  describe('two sockets', () => describeTwo(start))
}

function describeLargeFrames(start: Start): void {
  test('W3: a frame of 10 MB goes out whole, counts in bufferedAmount, and that falls to 0', async () => {
    const { world, open } = await start()
    const { socket, peer } = await open()
    const bytes = bytesOf(TEN_MEGABYTES)
    socket.send(bytes)
    expect(socket.bufferedAmount).toBe(TEN_MEGABYTES)
    await world.until('it arrives', () => peer.received.length === 1)
    await world.until('all is sent', () => socket.bufferedAmount === 0)
    expect(areAlike(peer.received[0] as Uint8Array, bytes)).toBe(true)
  })

  test('W3: a frame of 10 MB comes in whole', async () => {
    const { world, open } = await start()
    const { socket, peer, data } = await open()
    socket.binaryType = 'arraybuffer'
    const bytes = bytesOf(TEN_MEGABYTES)
    peer.send(bytes)
    await world.until('it is there', () => data().length === 1)
    expect(areAlike(new Uint8Array(data()[0] as ArrayBuffer), bytes)).toBe(true)
  })

  test('W3: 10 MB of text go out and come in whole', async () => {
    const { world, open } = await start()
    const { socket, peer, data } = await open()
    const text = '0123456789中文🙂'.repeat(Math.floor(TEN_MEGABYTES / 20))
    socket.send(text)
    expect(socket.bufferedAmount).toBe(TEN_MEGABYTES)
    await world.until('it arrives', () => peer.received.length === 1)
    peer.send(text)
    await world.until('it is there', () => data().length === 1)
    expect([peer.received[0] === text, data()[0] === text]).toEqual([true, true])
    await world.until('all is sent', () => socket.bufferedAmount === 0)
  })
}

function describeManyFrames(start: Start): void {
  test('W3: 10,000 frames sent in one tick arrive once each and in order', async () => {
    const { world, open } = await start()
    const { socket, peer } = await open()
    const frames = Array.from({ length: MANY }, (_, index) => String(index))
    for (const frame of frames) socket.send(frame)
    expect(socket.bufferedAmount).toBe(frames.join('').length)
    await world.until('all arrive', () => peer.received.length === MANY)
    await world.until('all is sent', () => socket.bufferedAmount === 0)
    expect(peer.received).toEqual(frames)
  })

  test('W3: 10,000 frames that come in one tick are told once each and in order', async () => {
    const { world, open } = await start()
    const { peer, data } = await open()
    const frames = Array.from({ length: MANY }, (_, index) => String(index))
    for (const frame of frames) peer.send(frame)
    await world.until('all are told', () => data().length === MANY)
    expect(data()).toEqual(frames)
  })
}

function describeTwo(start: Start): void {
  test('W4: what is sent and received on one is nothing to the other', async () => {
    const { world, open } = await start()
    const one = await open('v1')
    const two = await open('v2')
    one.socket.send('from one')
    two.socket.send('from two')
    one.peer.send('to one')
    two.peer.send('to two')
    await world.until('all is told', () => one.data().length + two.data().length === 2)
    await world.until(
      'all arrives',
      () => one.peer.received.length + two.peer.received.length === 2,
    )
    expect([one.data(), two.data()]).toEqual([['to one'], ['to two']])
    expect([one.peer.received, two.peer.received]).toEqual([['from one'], ['from two']])
    expect([one.socket.protocol, two.socket.protocol]).toEqual(['v1', 'v2'])
  })

  test('W4: closing one leaves the other open, with its handlers, its amount and its type', async () => {
    const { world, open } = await start()
    const one = await open()
    const two = await open()
    const calls: string[] = []
    one.socket.onmessage = () => void calls.push('one')
    two.socket.onmessage = () => void calls.push('two')
    one.socket.binaryType = 'arraybuffer'
    two.socket.send('abc')
    expect([one.socket.bufferedAmount, two.socket.bufferedAmount]).toEqual([0, 3])

    one.socket.close(4000)
    await one.closed()
    two.peer.send('still here')
    await world.until('it is told', () => two.data().length === 1)
    expect([one.socket.readyState, two.socket.readyState]).toEqual([3, 1])
    expect([calls, two.names(), one.names()]).toEqual([['two'], ['message'], ['close']])
  })
}
