/** A delivery over a scripted fake `wx`, and a server whose every frame is written by the test. */
import { afterEach, expect } from '@jest/globals'
import {
  createDelivery,
  type Delivery,
  type DeliveryEvents,
  type DeliveryOptions,
} from '../../src/delivery'
import { createFrameCodec } from '../../src/protocol/frame-codec'
import type { Body, Frame, Received } from '../../src/protocol/frames'
import { createScene, type Scene, type SceneOptions } from './scene'

type EventName = keyof DeliveryEvents

export const DELIVERY_EVENTS = [
  'message',
  'gap',
  'resumed',
  'delivered',
  'expired',
  'refused',
  'restored',
  'error',
] as const satisfies readonly EventName[]

export interface DeliverySceneOptions extends SceneOptions {
  /** Options of the delivery. */
  readonly delivery?: DeliveryOptions
}

export interface DeliveryScene extends Scene {
  readonly delivery: Delivery
  /** The payloads of one event of the delivery; an `error` is its code. */
  told<Name extends EventName>(event: Name): unknown[]
  /** The names of the delivery's events, in order. */
  toldNames(): EventName[]
  /** The frames that the client sent on the newest link, or on the nth from 1; what is no frame is left out. */
  frames(nth?: number): (Frame & { body?: unknown })[]
  /** The same, `data` only, as `seq`. */
  sentNumbers(nth?: number): number[]
  /** The server says something on the newest link. */
  say(frame: Frame, body?: Body): void
  /** The server says hello back. */
  welcome(part?: Partial<Extract<Frame, { type: 'welcome' }>>): void
  /** An open link with a welcome on it. */
  openWelcomed(part?: Partial<Extract<Frame, { type: 'welcome' }>>): void
  /** The link ends, and the next one opens. */
  relink(): void
}

const codec = createFrameCodec()

export const WELCOME: Extract<Frame, { type: 'welcome' }> = {
  type: 'welcome',
  v: 1,
  client: 'ann',
  session: 's1',
  secret: 'x',
  resumed: false,
  next: 1,
  window: 64,
  maxFrameBytes: 1_048_576,
}

let runs = 0

// Kept from before any fake is installed.
const realSetTimeout = globalThis.setTimeout
let usesStorage = false

afterEach(async () => {
  // What a storage was asked for goes on after the scene: not into the next one, nor into an environment that is gone.
  for (let turn = 0; usesStorage && turn < 30; turn += 1) {
    await new Promise<void>((resolve) => void realSetTimeout(resolve, 0))
  }
  usesStorage = false
})

export function createDeliveryScene(setup: DeliverySceneOptions = {}): DeliveryScene {
  const { delivery: options, ...sceneSetup } = setup
  // Another number for each run of the app, so that no two streams are called the same.
  runs += 1
  usesStorage ||= options?.storage !== undefined
  const share = 0.5 + (runs % 1_000) / 4_000
  const scene = createScene({
    random: () => share,
    ...sceneSetup,
    options: { heartbeat: false, reconnect: { delayMs: 1_000, jitter: 0 }, ...sceneSetup.options },
  })
  const delivery = createDelivery(scene.socket, options)
  const log: [EventName, unknown][] = []
  for (const event of DELIVERY_EVENTS) {
    delivery.on(event, (payload: unknown) => {
      log.push([event, event === 'error' ? (payload as { code: string }).code : payload])
    })
  }
  const frames = (nth?: number): (Frame & { body?: unknown })[] =>
    scene.task(nth).sent.flatMap((data) => {
      if (data === 'ping') return []
      const { frame, body } = codec.decode(data) as Received
      return body === undefined ? frame : { ...frame, body }
    })

  const own: Omit<DeliveryScene, keyof Scene> = {
    delivery,
    told: (event) => log.filter(([name]) => name === event).map(([, payload]) => payload),
    toldNames: () => log.map(([name]) => name),
    frames,
    sentNumbers: (nth) => frames(nth).flatMap((frame) => (frame.type === 'data' ? frame.seq : [])),
    say: (frame, body) => scene.task().message(codec.encode(frame, body)),
    welcome: (part) => own.say({ ...WELCOME, ...part }),
    openWelcomed(part) {
      scene.openLink()
      own.welcome(part)
    },
    relink() {
      scene.task().close(1006, '')
      scene.advance(1_000)
      scene.openLink()
      expect(scene.socket.state).toBe('open')
    },
  }
  // Not a spread of the scene: its getters are to stay getters.
  return Object.assign(Object.create(scene) as Scene, own)
}
