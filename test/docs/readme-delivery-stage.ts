/** Phones and a server for the code of the READMEs: the app on a fake `wx`, the hub in the same process, on one clock. */
import { jest } from '@jest/globals'
import { EventEmitter } from 'node:events'
import type { Socket } from '../../src/index'
import * as server from '../../src/server'
import { createHubOn } from '../../src/server/create-hub'
import type { HubPorts } from '../../src/server/host'
import type { HubOptions } from '../../src/server/options'
import type { HubRequest, HubWebSocket } from '../../src/server/types'
import { type FakeTask, type FakeWx, createFakeWx } from '../../src/testing'
import { type ClientEnd, createFakeWebSocket } from '../server/fake-web-socket'
import { type Player, createRequire } from './readme-player'

type Entry = typeof import('../../src/index')

/** What the code of a README called, oldest first: the name, then the arguments. */
export type Called = (readonly [string, ...unknown[]])[]

export interface Stage {
  readonly fake: FakeWx
  /** Starts a server, which takes the connections from now on. `save` is what stands there for the database. */
  serve(save?: (...args: unknown[]) => unknown): RunningServer
  /** While `true`, nothing that the hub says arrives, but for its welcome. */
  losesAnswers: boolean
  /** No server takes connections any more; those that are open stay. */
  stopServing(): void
  /** Runs the app of a user, as a run of its own: its modules are loaded afresh, only the storage stays. */
  open(user: string): App
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>
  /** Lets time pass, in steps in which promises have their turn. */
  pass(ms: number, stepMs?: number): Promise<void>
  dispose(): void
}

export interface RunningServer {
  readonly called: Called
  /** What the hub would write to the console. */
  readonly warnings: readonly unknown[][]
  /** The process is asked to end. */
  terminate(): void
}

export interface App {
  readonly called: Called
  readonly socket: Socket
  /** The calls of one name. */
  calls(name: string): unknown[][]
}

// Kept from before the fake is installed.
const realSetTimeout = globalThis.setTimeout
const TURNS = 12

/** The part of `ws` that the code uses. */
class WebSocketServer extends EventEmitter {
  static newest: WebSocketServer | null = null
  constructor(readonly options: { readonly port: number; readonly maxPayload: number }) {
    super()
    WebSocketServer.newest = this
  }
}

export function createStage(player: Player): Stage {
  const fake = createFakeWx()
  const uninstall = fake.install()
  Object.assign(fake.wx, createStorage())
  let listening: WebSocketServer | null = null
  let links: { readonly native: FakeTask; readonly client: ClientEnd; isOver: boolean }[] = []
  let tokens = 0

  fake.onTask((native) => {
    if (listening === null) return native.fail()
    const { socket, client } = createFakeWebSocket()
    const { Authorization } = native.options.header as { Authorization?: string }
    const request: HubRequest = { headers: { authorization: Authorization } }
    native.onSent((data) =>
      client.send(typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer)),
    )
    links.push({ native, client, isOver: false })
    native.open()
    listening.emit('connection', socket as HubWebSocket, request)
  })

  /** Carries what the hub said, and tells each side of the other's end. */
  function carry(): void {
    for (const link of links) {
      const { native, client } = link
      if (native.closeCalls.length > 0) client.close()
      for (const data of client.received.splice(0)) {
        if (!stage.losesAnswers || String(data).includes('"welcome"')) native.message(data)
      }
      if (client.closed !== null && !link.isOver) {
        link.isOver = true
        native.close(client.closed.code, client.closed.reason)
      }
    }
    links = links.filter(({ isOver }) => !isOver)
  }

  const ports = (warnings: unknown[][]): HubPorts => ({
    clock: {
      nowMs: fake.clock.nowMs,
      elapsedMs: fake.clock.elapsedMs,
      startTimer(callback, delayMs) {
        const timer = fake.clock.setTimeout(callback, delayMs)
        return () => fake.clock.clearTimeout(timer)
      },
      soon: (callback) => void fake.clock.setTimeout(callback, 0),
    },
    random: () => 0.5,
    token: () => `token-${(tokens += 1)}`,
    warn: (...args) => void warnings.push(args),
  })

  const stage: Stage = {
    fake,
    losesAnswers: false,
    serve(save = () => undefined) {
      const called: Called = []
      const warnings: unknown[][] = []
      const signals = new EventEmitter()
      const createHub = (options: HubOptions) => createHubOn(ports(warnings), options)
      player.run('hub.js', {
        require: createRequire({
          ws: { WebSocketServer },
          'miniprogram-socket/server': { ...server, createHub },
        }),
        process: Object.assign(signals, { exit: () => called.push(['exit']) }),
        // The user's name is the token.
        findUser: async (authorization = '') => {
          const [, name] = /^Bearer (ann|bob)$/.exec(authorization) ?? []
          return name === undefined ? undefined : { id: name }
        },
        save: async (...args: unknown[]) => {
          called.push(['save', ...args])
          return save(...args)
        },
      })
      listening = WebSocketServer.newest
      return { called, warnings, terminate: () => void signals.emit('SIGTERM') }
    },
    stopServing() {
      listening = null
    },
    open(user) {
      const called: Called = []
      let socket: Socket | null = null
      const record =
        (name: string) =>
        (...args: unknown[]) =>
          void called.push([name, ...args])
      jest.isolateModules(() => {
        const entry = jest.requireActual<Entry>('../../src/index')
        const createSocket: Entry['createSocket'] = (options) => {
          const made = entry.createSocket(options)
          socket = made as never
          made.on('error', () => undefined)
          return made
        }
        player.run('delivery.js', {
          require: createRequire({
            'miniprogram-socket': { ...entry, createSocket },
            'miniprogram-socket/delivery': jest.requireActual('../../src/delivery'),
          }),
          token: user,
          userId: user,
          ...Object.fromEntries(
            ['show', 'reload', 'mark', 'showOnline', 'showError'].map((name) => [
              name,
              record(name),
            ]),
          ),
        })
      })
      if (socket === null) throw new Error('the code made no socket')
      return {
        called,
        socket,
        calls: (name) => called.filter(([one]) => one === name).map(([, ...args]) => args),
      }
    },
    async settle() {
      for (let turn = 0; turn < TURNS; turn += 1) {
        await new Promise<void>((resolve) => void realSetTimeout(resolve, 0))
        fake.clock.advance(0)
        carry()
      }
    },
    async pass(ms, stepMs = 500) {
      await stage.settle()
      for (let left = ms; left > 0; left -= stepMs) {
        fake.clock.advance(Math.min(left, stepMs))
        await stage.settle()
      }
    },
    dispose() {
      fake.dispose()
      uninstall()
    },
  }
  return stage
}

interface Callbacks {
  readonly key: string
  readonly data: string
  success(result: object): void
  fail(failure: object): void
}

/** The storage of a phone. */
function createStorage() {
  const texts = new Map<string, string>()
  return {
    getStorage: ({ key, success, fail }: Callbacks) =>
      texts.has(key)
        ? success({ data: texts.get(key) })
        : fail({ errMsg: 'getStorage:fail data not found' }),
    setStorage: ({ key, data, success }: Callbacks) => success({ set: texts.set(key, data) }),
    removeStorage: ({ key, success }: Callbacks) => success({ was: texts.delete(key) }),
    getStorageInfo: ({ success }: Callbacks) => success({ keys: [...texts.keys()] }),
  }
}
