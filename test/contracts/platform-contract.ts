/** What every platform must do: the contract of `Transport`, `Link`, `Lifecycle` and `Network`, one test per item. */
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Link, LinkEvent, LinkRequest, Ports, SocketData } from '../../src/core/ports'
import type { PlatformException } from '../../src/platforms/exceptions'
import type { CallFault, ConnectFault, World, WorldSocket } from './platform-world'

/** A platform and the host it is tried on: a new world for each test. */
export interface PlatformUnderTest<W extends World> {
  readonly world: () => W
  readonly createPlatform: (world: W) => Ports
  /** Where it may do less, because its host does. @default nowhere */
  readonly exceptions?: readonly PlatformException[]
  /** How this kind of host can fail to give a socket. @default in every way */
  readonly connectFaults?: readonly ConnectFault[]
  /** How a call of a native socket can fail. @default in every way */
  readonly callFaults?: readonly CallFault[]
}

/** What the statements need to know of the platform before they run. */
interface Terms {
  has(exception: PlatformException): boolean
  readonly connectFaults: readonly ConnectFault[]
  readonly callFaults: readonly CallFault[]
}

/** What one attempt told and received, in order. */
interface Attempt {
  readonly link: Link
  readonly log: (LinkEvent | { readonly received: SocketData })[]
  readonly socket: WorldSocket
  /** How many events of one type there were. */
  count(type: LinkEvent['type']): number
}

interface Setup {
  readonly world: World
  readonly platform: Ports
  /** A second one, on the same host. */
  createAnother(): Ports
  /** Starts an attempt; `socket` is the native socket it led to. */
  start(request?: Partial<LinkRequest>, platform?: Ports): Promise<Attempt>
  startOpen(request?: Partial<LinkRequest>): Promise<Attempt>
}

type Start = () => Setup

const URL = 'wss://example.com/ws?room=1'
const REQUESTED = { type: 'link-requested' } as const
const MAX_SOCKETS = 5
const CLOSE_TIMEOUT_MS = 2_000

const CONNECT_FAULTS: readonly ConnectFault[] = [
  'throws',
  'returns-undefined',
  'returns-nonsense',
  'rejects',
  'fails-and-rejects',
  'is-missing',
]

const CALL_FAULTS: readonly CallFault[] = [
  'fails',
  'fails-later',
  'throws',
  'rejects',
  'in-every-way',
]

const request = (parts: Partial<LinkRequest> = {}): LinkRequest => ({
  target: { url: URL },
  connectTimeoutMs: 10_000,
  closeTimeoutMs: CLOSE_TIMEOUT_MS,
  host: {},
  ...parts,
})

/** Runs the contract for one platform. */
export function describePlatform<W extends World>(
  name: string,
  { world: createWorld, createPlatform, exceptions = [], ...platform }: PlatformUnderTest<W>,
): void {
  const terms: Terms = {
    has: (exception) => exceptions.includes(exception),
    connectFaults: CONNECT_FAULTS,
    callFaults: CALL_FAULTS,
    ...platform,
  }
  describe(name, () => {
    const worlds: World[] = []
    afterEach(() => worlds.splice(0).forEach((world) => world.dispose()))

    const start: Start = () => {
      const world = createWorld()
      worlds.push(world)
      return createSetup(world, () => createPlatform(world))
    }
    describeAvailability(start)
    describeRequest(start, terms)
    describeFailedRequest(start, terms)
    describeOpening(start, terms)
    describeFrames(start)
    describeEnds(start, terms)
    describeSends(start, terms)
    describeCloses(start, terms)
    if (terms.has('noSocketLimit')) describeNoLimit(start)
    else describeLimit(start)
    describeHints(start, terms)
    if (terms.has('noGlobalClose')) describeNoGlobalClose(start)
    else describeGlobalClose(start)
    describeCuts(start, terms)
  })
}

function createSetup(world: World, createAnother: () => Ports): Setup {
  const platform = createAnother()

  const setup: Setup = {
    world,
    platform,
    createAnother,
    async start(parts, by = platform) {
      const log: Attempt['log'] = []
      const nth = world.sockets.length
      const link = by.transport.open(
        request(parts),
        (event) => log.push(event),
        (received) => log.push({ received }),
      )
      await world.settle()
      return {
        link,
        log,
        get socket() {
          const socket = world.sockets[nth]
          if (socket === undefined) throw new Error('the host made no socket for this attempt')
          return socket
        },
        count: (type) => log.filter((told) => 'type' in told && told.type === type).length,
      }
    },
    async startOpen(parts) {
      const attempt = await setup.start(parts)
      attempt.socket.open()
      await world.settle()
      attempt.log.splice(0)
      return attempt
    },
  }
  return setup
}

/** What came in, without what was told. */
const receivedBy = ({ log }: Attempt): SocketData[] =>
  log.flatMap((told) => ('received' in told ? [told.received] : []))

/** Lets everything that may still come happen. */
async function settleAll(world: World): Promise<void> {
  await world.settle()
  world.advance(60_000)
  await world.settle()
}

function describeAvailability(start: Start): void {
  test('says that the host has sockets, or that it has none', () => {
    const { world, platform } = start()
    expect(() => platform.transport.assertAvailable()).not.toThrow()
    world.failConnects('is-missing')
    expect(() => platform.transport.assertAvailable()).toThrow(
      expect.objectContaining({ code: 'E_HOST' }),
    )
  })
}

function describeRequest(start: Start, { has }: Terms): void {
  test('tells link-requested once, before the host is asked', async () => {
    const { world, platform } = start()
    const asks: number[] = []
    platform.transport.open(
      request(),
      (event) => event.type === 'link-requested' && asks.push(world.asks),
      () => undefined,
    )
    expect(world.asks).toBe(1)
    await world.settle()
    world.sockets[0]?.open()
    world.sockets[0]?.error('broken')
    world.sockets[0]?.close(1006, '')
    await settleAll(world)
    expect(asks).toEqual([0])
  })

  test('hands over url, header, protocols, timeout and host options', async () => {
    const header = has('noHeader') ? {} : { header: { token: 'a' } }
    const { socket } = await start().start({
      target: { url: URL, ...header, protocols: ['chat', 'v2'] },
      connectTimeoutMs: 7_000,
      host: { tcpNoDelay: true, perMessageDeflate: false },
    })
    expect(socket.asked).toMatchObject({
      url: URL,
      ...header,
      protocols: ['chat', 'v2'],
      ...(has('noTimeout') ? {} : { timeout: 7_000 }),
      ...(has('noHostOptions') ? {} : { tcpNoDelay: true, perMessageDeflate: false }),
    })
    expect('timeout' in socket.asked).toBe(!has('noTimeout'))
    expect('tcpNoDelay' in socket.asked).toBe(!has('noHostOptions'))
  })

  test('C5: leaves header and protocols out when there are none', async () => {
    const { socket } = await start().start()
    expect('protocols' in socket.asked).toBe(false)
    expect('header' in socket.asked).toBe(false)
  })

  test('leaves the host options of the caller as they are, whatever the host does with its own', async () => {
    const { world, start: startAttempt } = start()
    const host = { tcpNoDelay: true }
    const target = { url: URL }
    const { socket } = await startAttempt({ target, host })
    Object.assign(socket.asked, { tcpNoDelay: false, url: 'wss://elsewhere.com', more: 1 })
    await world.settle()
    expect(host).toEqual({ tcpNoDelay: true })
    expect(target).toEqual({ url: URL })
  })

  test('C5: accepts frozen targets and options', async () => {
    const header = has('noHeader') ? {} : { header: Object.freeze({ a: 'b' }) }
    const target = { url: URL, ...header, protocols: Object.freeze(['c']) }
    const attempt = await start().start({
      target: Object.freeze(target),
      host: Object.freeze({ tcpNoDelay: true }),
    })
    expect(attempt.log).toEqual([REQUESTED])
    expect(attempt.socket.asked).toMatchObject({ ...header, protocols: ['c'] })
  })
}

function describeFailedRequest(start: Start, { connectFaults }: Terms): void {
  test.each(connectFaults)('is one error and no throw when the host %s', async (fault) => {
    const { world, platform } = start()
    world.failConnects(fault)
    const log: LinkEvent[] = []
    const open = (): Link =>
      platform.transport.open(
        request(),
        (event) => log.push(event),
        () => undefined,
      )
    expect(open).not.toThrow()
    await settleAll(world)
    expect(log).toEqual([
      REQUESTED,
      {
        type: 'link-errored',
        failure: expect.objectContaining({ text: expect.stringMatching(/\S/) }),
      },
    ])
    expect(world.uncaught).toEqual([])
  })

  test.each(connectFaults)('can be sent to and closed in vain when the host %s', async (fault) => {
    const { world, start: startAttempt } = start()
    world.failConnects(fault)
    const { link } = await startAttempt()
    let failures = 0
    expect(() => link.send('a', () => void (failures += 1))).not.toThrow()
    expect(() => link.close(1000, '')).not.toThrow()
    await settleAll(world)
    expect(failures).toBe(1)
    expect(world.uncaught).toEqual([])
  })
}

function describeOpening(start: Start, { has }: Terms): void {
  const hearsEarlyOpen = !has('missesEarlyOpen')
  const tellsHandshake = !has('noHandshake')

  test('tells link-opened once, with url, header and profile', async () => {
    const { world, start: startAttempt } = start()
    const attempt = await startAttempt()
    expect(attempt.log).toEqual([REQUESTED])
    attempt.socket.open({ header: { 'x-server': 'a' } })
    await settleAll(world)
    expect(attempt.log).toEqual([
      REQUESTED,
      {
        type: 'link-opened',
        url: URL,
        ...(tellsHandshake && { header: { 'x-server': 'a' } }),
        ...(tellsHandshake && !has('noProfile') && { profile: expect.any(Object) }),
      },
    ])
  })

  test(`C9: ${hearsEarlyOpen ? 'hears' : 'misses'} an open in the tick of the call, and a frame proves the link either way`, async () => {
    const { world, platform } = start()
    const log: unknown[] = []
    platform.transport.open(
      request(),
      ({ type }) => log.push(type),
      (data) => log.push(data),
    )
    world.sockets[0]?.open()
    await world.settle()
    expect(log).toEqual(['link-requested', ...(hearsEarlyOpen ? ['link-opened'] : [])])
    world.sockets[0]?.message('first')
    world.sockets[0]?.message('second')
    await world.settle()
    expect(log).toEqual(['link-requested', 'link-opened', 'first', 'second'])
  })

  test('C9: takes a frame before the open as the open', async () => {
    const attempt = await start().start()
    attempt.socket.message('first')
    expect(attempt.log).toEqual([
      REQUESTED,
      expect.objectContaining({ type: 'link-opened', url: URL }),
      { received: 'first' },
    ])
  })
}

function describeFrames(start: Start): void {
  test('receives text, bytes and nothing at all, unchanged and in order', async () => {
    const attempt = await start().startOpen()
    const frames = [
      'text',
      new Uint8Array([0, 255, 7]).buffer,
      '',
      new ArrayBuffer(0),
      '中文 🙂\0',
      'text',
    ]
    frames.forEach((frame) => attempt.socket.message(frame))
    const received = receivedBy(attempt)
    expect(received).toEqual(frames)
    expect(received.map((data) => typeof data)).toEqual(frames.map((data) => typeof data))
    expect([...new Uint8Array(received[1] as ArrayBuffer)]).toEqual([0, 255, 7])
    expect(attempt.log).toHaveLength(frames.length)
  })

  test('receives between its own links only', async () => {
    const { startOpen } = start()
    const [one, two] = [await startOpen(), await startOpen()]
    one.socket.message('for one')
    two.socket.message('for two')
    expect([receivedBy(one), receivedBy(two)]).toEqual([['for one'], ['for two']])
  })
}

function describeEnds(start: Start, { has }: Terms): void {
  const textOfError = (text: string) =>
    has('noErrorText') ? expect.not.stringContaining(text) : text
  const close = (code: number, reason: string) =>
    has('noCloseCode') ? { type: 'link-closed' } : { type: 'link-closed', code, reason }

  test.each(['fail', 'error'] as const)(
    'tells link-errored with the text and the number of a native %s while connecting',
    async (how) => {
      const { world, start: startAttempt } = start()
      const attempt = await startAttempt()
      attempt.socket[how]('no such domain', 600002)
      await settleAll(world)
      expect(attempt.count('link-errored')).toBe(1)
      expect(attempt.log[1]).toMatchObject({
        type: 'link-errored',
        failure: {
          text: how === 'error' ? textOfError('no such domain') : 'no such domain',
          errno: 600002,
        },
      })
    },
  )

  test('tells link-errored with what was thrown', async () => {
    const { world, start: startAttempt } = start()
    world.failConnects('throws')
    const { log } = await startAttempt()
    expect(log).toEqual([
      REQUESTED,
      {
        type: 'link-errored',
        failure: expect.objectContaining({
          text: 'the host throws',
          raw: expect.objectContaining({ message: 'the host throws' }),
        }),
      },
    ])
  })

  test('R10: tells an error on an open link and then its close', async () => {
    const attempt = await start().startOpen()
    attempt.socket.error('broken pipe')
    attempt.socket.close(4401, 'who are you')
    expect(attempt.log).toEqual([
      {
        type: 'link-errored',
        failure: expect.objectContaining({ text: textOfError('broken pipe') }),
      },
      close(4401, 'who are you'),
    ])
  })

  test.each(['connecting', 'open'] as const)(
    'tells link-closed with code and reason while %s',
    async (stage) => {
      const setup = start()
      const attempt = await (stage === 'open' ? setup.startOpen() : setup.start())
      attempt.log.splice(0)
      attempt.socket.close(1013, 'try again later')
      await settleAll(setup.world)
      expect(attempt.log).toEqual([close(1013, 'try again later')])
    },
  )
}

function describeSends(start: Start, { callFaults }: Terms): void {
  test('sends text, bytes and nothing at all, exactly and in order', async () => {
    const { world, startOpen } = start()
    const { link, socket } = await startOpen()
    let failures = 0
    const frames = ['text', new Uint8Array([0, 255, 7]).buffer, '', new ArrayBuffer(0), '中文 🙂\0']
    frames.forEach((frame) => link.send(frame, () => void (failures += 1)))
    await settleAll(world)
    expect(socket.sent).toEqual(frames)
    expect([...new Uint8Array(socket.sent[1] as ArrayBuffer)]).toEqual([0, 255, 7])
    expect(failures).toBe(0)
  })

  test.each(callFaults)('S5: says once that a send failed when the host %s', async (fault) => {
    const { world, startOpen } = start()
    const { link, socket } = await startOpen()
    socket.failCalls(fault)
    let failures = 0
    expect(() => link.send('a', () => void (failures += 1))).not.toThrow()
    await settleAll(world)
    expect(failures).toBe(1)
    expect(socket.sent).toEqual([])
    expect(world.uncaught).toEqual([])
  })

  test.each(['connecting', 'closed'] as const)(
    'S5: says once that a send failed while %s',
    async (stage) => {
      const { world, start: startAttempt } = start()
      const { link, socket } = await startAttempt()
      if (stage === 'closed') socket.close(1006, '')
      let failures = 0
      expect(() => link.send('a', () => void (failures += 1))).not.toThrow()
      await settleAll(world)
      expect(failures).toBe(1)
      expect(world.uncaught).toEqual([])
    },
  )

  test('S5: counts each failing send for itself', async () => {
    const { world, startOpen } = start()
    const { link, socket } = await startOpen()
    socket.failCalls('in-every-way')
    const failed: string[] = []
    for (const data of ['a', 'b', 'c']) link.send(data, () => failed.push(data))
    await settleAll(world)
    expect(failed.sort()).toEqual(['a', 'b', 'c'])
  })
}

function describeCloses(start: Start, { has, callFaults }: Terms): void {
  test('closes an open socket with code and reason', async () => {
    const { world, startOpen } = start()
    const { link, socket, log } = await startOpen()
    link.close(4000, 'done')
    await settleAll(world)
    expect(socket.closes).toEqual([{ code: 4000, reason: 'done' }])
    const told = has('noCloseCode') ? {} : { code: 4000, reason: 'done' }
    expect(log).toEqual([{ type: 'link-closed', ...told }])
  })

  test('closes a connecting socket, and again when it opens all the same', async () => {
    const { world, start: startAttempt } = start()
    const { link, socket, log } = await startAttempt()
    socket.silence()
    link.close(4000, 'done')
    const before = socket.closes.length
    socket.open()
    await world.settle()
    expect(socket.closes.length).toBeGreaterThan(before)
    expect(socket.closes.every(({ code, reason }) => code === 4000 && reason === 'done')).toBe(true)
    expect(log.map((told) => 'type' in told && told.type)).toEqual([
      'link-requested',
      'link-opened',
    ])
    expect(world.uncaught).toEqual([])
  })

  test('closes a socket that was asked for and has not arrived', async () => {
    const { world, platform } = start()
    const link = platform.transport.open(
      request(),
      () => undefined,
      () => undefined,
    )
    expect(() => link.close(4000, 'done')).not.toThrow()
    await world.settle()
    const [socket] = world.sockets
    expect(socket?.closes).toContainEqual({ code: 4000, reason: 'done' })
  })

  test('does nothing when it is called again', async () => {
    const { world, startOpen } = start()
    const { link, socket } = await startOpen()
    link.close(4000, 'done')
    expect(() => link.close(1000, 'again')).not.toThrow()
    await settleAll(world)
    expect(() => link.close(1000, 'and again')).not.toThrow()
    expect(socket.closes).toEqual([{ code: 4000, reason: 'done' }])
  })

  test.each(['fail', 'close'] as const)('never throws after a native %s', async (end) => {
    const { world, start: startAttempt } = start()
    const { link, socket, log } = await startAttempt()
    if (end === 'fail') socket.fail('refused')
    else socket.close(1006, '')
    const before = log.length
    expect(() => link.close(1000, '')).not.toThrow()
    await settleAll(world)
    expect(log).toHaveLength(before)
    expect(world.uncaught).toEqual([])
  })

  test.each(callFaults)('surfaces nothing when the host %s to close', async (fault) => {
    const { world, startOpen } = start()
    const { link, socket, log } = await startOpen()
    socket.failCalls(fault)
    expect(() => link.close(1000, '')).not.toThrow()
    await settleAll(world)
    expect(socket.closes).toEqual([{ code: 1000, reason: '' }])
    expect(log).toEqual([])
    expect(world.uncaught).toEqual([])
  })
}

/** Five open links: what a host holds at most. */
async function fill({ startOpen }: Setup): Promise<Attempt[]> {
  const attempts: Attempt[] = []
  while (attempts.length < MAX_SOCKETS) attempts.push(await startOpen())
  attempts.forEach(({ socket }) => socket.silence())
  return attempts
}

async function fillAndClose(setup: Setup, ...closing: readonly number[]): Promise<Attempt[]> {
  const attempts = await fill(setup)
  for (const index of closing) {
    attempts[index]?.link.close(1000, '')
    setup.world.advance(100)
  }
  return attempts
}

function describeLimit(start: Start): void {
  test('R12: asks for the sixth when the oldest closing socket is gone', async () => {
    const setup = start()
    const five = await fillAndClose(setup, 3, 1)
    const sixth = await setup.start()
    const seventh = await setup.start()
    expect([setup.world.asks, sixth.log, seventh.log]).toEqual([5, [], []])
    five[3]?.socket.close(1000, '')
    await setup.world.settle()
    expect([setup.world.asks, sixth.log, seventh.log]).toEqual([6, [REQUESTED], []])
    five[1]?.socket.close(1000, '')
    await setup.world.settle()
    expect([setup.world.asks, sixth.log, seventh.log]).toEqual([7, [REQUESTED], [REQUESTED]])
  })

  test('R12: asks for the sixth when the oldest has been closing for too long', async () => {
    const setup = start()
    await fillAndClose(setup, 2)
    const sixth = await setup.start()
    setup.world.advance(CLOSE_TIMEOUT_MS - 101)
    expect([setup.world.asks, sixth.log]).toEqual([5, []])
    setup.world.advance(1)
    expect(setup.world.asks).toBe(6)
    expect(sixth.log[0]).toEqual(REQUESTED)
  })

  test('R12: asks for the sixth at once when nothing is closing', async () => {
    const setup = start()
    await fill(setup)
    const sixth = await setup.start()
    expect(setup.world.asks).toBe(6)
    expect(sixth.log[0]).toEqual(REQUESTED)
  })

  test.each(['fail', 'error', 'close'] as const)('R12: a native %s leaves room', async (end) => {
    const setup = start()
    const connecting = await setup.start()
    const four: Attempt[] = []
    while (four.length < MAX_SOCKETS - 1) four.push(await setup.startOpen())
    four[0]?.socket.silence()
    four[0]?.link.close(1000, '')
    if (end === 'close') connecting.socket.close(1006, '')
    else connecting.socket[end]('refused')
    await setup.world.settle()
    await setup.start()
    expect(setup.world.asks).toBe(6)
  })

  test('R12: counts the sockets of every platform on the same host', async () => {
    const setup = start()
    const five = await fillAndClose(setup, 0)
    const sixth = await setup.start({}, setup.createAnother())
    expect(setup.world.asks).toBe(5)
    five[0]?.socket.close(1000, '')
    await setup.world.settle()
    expect(sixth.log).toEqual([REQUESTED])
  })

  test('R12: never asks for one that was closed while it waited, with nobody behind it', async () => {
    const setup = start()
    const five = await fillAndClose(setup, 0)
    const sixth = await setup.start()
    sixth.link.close(1000, '')
    five[0]?.socket.close(1000, '')
    await settleAll(setup.world)
    expect([setup.world.asks, sixth.log]).toEqual([5, []])
  })

  test('R12: never asks for one that was closed while it waited, and gives its place to the next', async () => {
    const setup = start()
    const five = await fillAndClose(setup, 0)
    const sixth = await setup.start()
    expect(() => sixth.link.close(1000, '')).not.toThrow()
    expect(() => sixth.link.close(1000, '')).not.toThrow()
    const seventh = await setup.start()
    expect(setup.world.asks).toBe(5)
    five[0]?.socket.close(1000, '')
    await settleAll(setup.world)
    expect([setup.world.asks, sixth.log]).toEqual([6, []])
    expect(seventh.log[0]).toEqual(REQUESTED)
  })
}

function describeNoLimit(start: Start): void {
  test('R12: asks for every socket at once, however many are closing', async () => {
    const setup = start()
    await fillAndClose(setup, 0, 1)
    const sixth = await setup.start()
    expect(setup.world.asks).toBe(6)
    expect(sixth.log).toEqual([REQUESTED])
  })
}

function describeLifecycle(start: Start): void {
  test('tells that the app is hidden and shown, until it is stopped', () => {
    const { world, platform } = start()
    const log: string[] = []
    const watch = (who: string) =>
      platform.lifecycle.watch(
        () => log.push(`${who} hidden`),
        () => log.push(`${who} shown`),
      )
    const stops = [watch('a'), watch('b')]
    world.hide()
    world.show()
    expect(log.splice(0).sort()).toEqual(['a hidden', 'a shown', 'b hidden', 'b shown'])
    stops[0]?.()
    stops[0]?.()
    world.hide()
    world.show()
    expect(log.splice(0)).toEqual(['b hidden', 'b shown'])
    stops[1]?.()
    world.hide()
    world.show()
    expect(log).toEqual([])
    expect(world.listeners).toBe(0)
  })
}

function describeNoLifecycle(start: Start): void {
  test('tells nothing of the app, which its host does not', () => {
    const { world, platform } = start()
    const log: string[] = []
    const stop = platform.lifecycle.watch(
      () => log.push('hidden'),
      () => log.push('shown'),
    )
    world.hide()
    world.show()
    expect(log).toEqual([])
    expect(stop).not.toThrow()
  })
}

function describeHints(start: Start, { has }: Terms): void {
  if (has('noLifecycle')) describeNoLifecycle(start)
  else describeLifecycle(start)

  test('tells that the network comes and goes, until it is stopped', () => {
    const { world, platform } = start()
    const log: unknown[] = []
    const watch = (who: string) =>
      platform.network.watch((isOnline) => log.push(`${who} ${String(isOnline)}`))
    const stops = [watch('a'), watch('b')]
    world.network(false)
    world.network(true)
    expect(log.splice(0).sort()).toEqual(['a false', 'a true', 'b false', 'b true'])
    stops[0]?.()
    stops[0]?.()
    world.network(false)
    expect(log.splice(0)).toEqual(['b false'])
    stops[1]?.()
    world.network(true)
    expect(log).toEqual([])
    expect(world.listeners).toBe(0)
  })

  test.each(['missing', 'throws'] as const)('lives without hints where they are: %s', (how) => {
    const { world, platform } = start()
    world.denyHints(how)
    const watchAll = () => [
      platform.lifecycle.watch(
        () => undefined,
        () => undefined,
      ),
      platform.network.watch(() => undefined),
      platform.transport.watchCuts(() => undefined),
    ]
    expect(watchAll).not.toThrow()
    for (const stop of watchAll()) expect(stop).not.toThrow()
  })
}

function describeGlobalClose(start: Start): void {
  test('R11: tells a global close to everyone who watches, until they stop', () => {
    const { world, platform } = start()
    const log: string[] = []
    const watch = (who: string) =>
      platform.transport.watchCuts((isInterrupted) => log.push(`${who} ${String(isInterrupted)}`))
    const stops = [watch('a'), watch('b')]
    world.closeGlobally('interrupted')
    world.closeGlobally('abnormal closure')
    expect(log.splice(0).sort()).toEqual(['a false', 'a true', 'b false', 'b true'])
    stops[0]?.()
    stops[0]?.()
    world.closeGlobally('interrupted')
    expect(log).toEqual(['b true'])
  })

  test.each([
    { afterMs: 0, isInterrupted: false },
    { afterMs: 200, isInterrupted: false },
    { afterMs: 201, isInterrupted: true },
  ])(
    'H9: a global cut $afterMs ms after a socket reported one is interrupted: $isInterrupted',
    async ({ afterMs, isInterrupted }) => {
      const { world, platform, startOpen } = start()
      const cuts: boolean[] = []
      platform.transport.watchCuts((cut) => cuts.push(cut))
      const { socket } = await startOpen()
      socket.close(1000, 'interrupted')
      world.advance(afterMs)
      cuts.splice(0)
      world.closeGlobally('interrupted')
      expect(cuts).toEqual([isInterrupted])
    },
  )
}

function describeNoGlobalClose(start: Start): void {
  test('R11: tells nobody of an end that is not theirs', async () => {
    const { world, platform, startOpen } = start()
    const cuts: boolean[] = []
    const stop = platform.transport.watchCuts((cut) => cuts.push(cut))
    const { log } = await startOpen()
    world.closeGlobally('interrupted')
    await world.settle()
    expect([cuts, log]).toEqual([[], []])
    stop()
    expect(stop).not.toThrow()
  })
}

function describeCuts(start: Start, { has }: Terms): void {
  const saysSo = !has('noCutReason')

  test(`H9: counts ${saysSo ? 'the cuts that sockets report, and no other end' : 'no end as a cut'}`, async () => {
    const { platform, startOpen } = start()
    const { transport } = platform
    const sockets = [(await startOpen()).socket, (await startOpen()).socket]
    sockets[0]?.close(1006, 'abnormal closure')
    expect(transport.cutsReported()).toBe(0)
    if (saysSo) sockets[1]?.close(1000, 'interrupted')
    else sockets[1]?.close(1001, '')
    expect(transport.cutsReported()).toBe(saysSo ? 1 : 0)
  })

  const isTold = !has('noBackgroundCut') && !has('cutToldByHost')
  const teller = isTold ? 'the socket' : has('cutToldByHost') ? 'the host' : 'nobody'
  test(`R11: a cut in the background is told by ${teller}`, async () => {
    const { world, platform, startOpen } = start()
    const cuts: boolean[] = []
    platform.transport.watchCuts((cut) => cuts.push(cut))
    const { count } = await startOpen()
    world.hide()
    world.advance(60_000)
    world.show()
    await world.settle()
    expect({
      closes: count('link-closed'),
      reported: platform.transport.cutsReported(),
      isHostAlone: cuts.includes(true),
    }).toEqual({
      closes: isTold ? 1 : 0,
      reported: isTold && saysSo ? 1 : 0,
      isHostAlone: has('cutToldByHost'),
    })
  })
}
