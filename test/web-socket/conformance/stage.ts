/** A world with sockets in it whose events are kept. */
import { afterEach } from '@jest/globals'
import type { Peer, World } from './world'

export interface Heard {
  readonly type: string
  readonly event: Event
  /** What the socket was in when the event came. */
  readonly readyState: number
}

/** A socket and everything that it told. */
export interface Subject {
  readonly socket: WebSocket
  readonly log: Heard[]
  /** The types of the events so far. */
  names(): string[]
  /** The data of the messages so far. */
  data(): unknown[]
  /** The close event. */
  closed(): Promise<CloseEvent>
}

export interface OpenSubject extends Subject {
  readonly peer: Peer
}

export interface Stage {
  readonly world: World
  /** A socket to the server, which has not answered yet. */
  create(protocols?: string | string[], path?: string): Subject
  /** An open socket with an empty log. */
  open(protocols?: string | string[]): Promise<OpenSubject>
}

/** Sets up a stage; it ends with the test. */
export type Start = () => Promise<Stage>

const EVENTS = ['open', 'message', 'error', 'close'] as const

/** Makes the function by which each test of a world begins. */
export function createStart(createWorld: () => World | Promise<World>): Start {
  const worlds: World[] = []
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.dispose()
  })
  return async () => {
    const world = await createWorld()
    worlds.push(world)
    return createStage(world)
  }
}

function createStage(world: World): Stage {
  const stage: Stage = {
    world,
    create(protocols, path = '/') {
      const { WebSocket } = world
      const url = world.origin + path
      const socket = protocols === undefined ? new WebSocket(url) : new WebSocket(url, protocols)
      return watch(socket, world)
    },
    async open(protocols) {
      const nth = world.peers.length
      const subject = stage.create(protocols)
      await world.until('the socket is open', () => subject.names().includes('open'))
      await world.until('the server has it', () => world.peers.length > nth)
      subject.log.splice(0)
      return { ...subject, peer: world.peers[nth] as Peer }
    },
  }
  return stage
}

/** Keeps everything that a socket tells. */
export function watch(socket: WebSocket, world: World): Subject {
  const log: Heard[] = []
  const names = () => log.map(({ type }) => type)
  for (const type of EVENTS) {
    socket.addEventListener(type, (event) => {
      log.push({ type, event, readyState: socket.readyState })
    })
  }
  return {
    socket,
    log,
    names,
    data: () =>
      log.flatMap(({ type, event }) => (type === 'message' ? [(event as MessageEvent).data] : [])),
    async closed() {
      await world.until('the close event comes', () => names().includes('close'))
      return log.find(({ type }) => type === 'close')?.event as CloseEvent
    },
  }
}

/** The name of what a call throws; `null` when it throws nothing. The reference's errors are of another realm. */
export function thrownBy(call: () => unknown): string | null {
  try {
    call()
    return null
  } catch (error) {
    return String((error as Error).name)
  }
}
