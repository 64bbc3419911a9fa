/** Our class on a scripted fake `wx`: time is the virtual clock's, and the server is played. */
import { WebSocket } from '../../../src/websocket'
import { createFakeWx, type FakeTask } from '../../../src/testing'
import { isDifference } from './differences'
import type { Answer, Peer, WebSocketClass, World } from './world'

// Kept from before any fake is installed.
const realSetTimeout = globalThis.setTimeout
const RealPromise = globalThis.Promise

const EXPIRY_MS = 60_000
const SETTLE_MS = 1_000
/** Longer steps would run timers one after the other whose promises come in between. */
const MAX_STEP_MS = 500

/** Lets promises go on, also where they are made of timers. */
const breathe = () => new RealPromise<void>((resolve) => void realSetTimeout(resolve, 0))

export function createScriptedWorld(): World {
  const uncaught: unknown[] = []
  const fake = createFakeWx({ onUncaught: (error) => uncaught.push(error) })
  const uninstall = fake.install()
  const peers: Peer[] = []
  let answer: Answer = 'open'
  let choose = ([first]: readonly string[]): string | null => first ?? null

  fake.onTask((task) => {
    if (answer === 'refuse') task.error(fake.profile.texts.badStatus)
    if (answer !== 'open') return
    const protocol = choose(task.options.protocols ?? [])
    peers.push(createPeer(task))
    task.open({ header: protocol === null ? {} : { 'sec-websocket-protocol': protocol } })
  })

  return {
    WebSocket: WebSocket as unknown as WebSocketClass,
    origin: 'ws://127.0.0.1:8080',
    peers,
    uncaught,
    differs: isDifference,
    answerWith: (next) => void (answer = next),
    chooseProtocol: (next) => void (choose = next),
    async until(what, check) {
      const endMs = fake.clock.elapsedMs() + EXPIRY_MS
      for (let stepMs = 0; !check(); stepMs = Math.min(stepMs * 2 || 1, MAX_STEP_MS)) {
        if (fake.clock.elapsedMs() >= endMs) throw new Error(`waited ${EXPIRY_MS} ms until ${what}`)
        fake.clock.advance(stepMs)
        await breathe()
      }
    },
    async settle() {
      fake.clock.advance(SETTLE_MS)
      await breathe()
      fake.clock.advance(SETTLE_MS)
    },
    async dispose() {
      fake.dispose()
      uninstall()
    },
  }
}

/** What hosts report for a close frame without a code, and the words they put in for an empty reason. */
const NO_STATUS = 1005
const hostReasons: Record<number, string> = { 1000: 'normal closure', 1005: 'no status rcvd' }

function createPeer(task: FakeTask): Peer {
  return {
    protocols: task.options.protocols ?? [],
    path: task.url.replace(/^\w+:\/\/[^/]*/, ''),
    get received() {
      return task.sent.map((data) =>
        typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer),
      )
    },
    get closed() {
      return task.closeCalls[0] ?? null
    },
    send(data) {
      task.message(typeof data === 'string' ? data : Uint8Array.from(data).buffer)
    },
    close(code = NO_STATUS, reason = '') {
      task.close(code, reason === '' ? (hostReasons[code] ?? '') : reason)
    },
    drop() {
      const { code, reason } = { code: 1006, reason: 'abnormal closure' }
      task.close(code, reason)
    },
    mute: () => void (task.silent = true),
  }
}
