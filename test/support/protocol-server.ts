/** The server half of PROTOCOL.md, with a memory that no test can shake, and a log of what it took. */
import type { WebSocket } from 'ws'
import { createFrameCodec } from '../../src/protocol/frame-codec'
import type { Frame, Hello } from '../../src/protocol/frames'
import { startWsServer, type WsServer } from './ws-server'

/** A message that the server took: seen by nobody twice. */
export interface Taken {
  readonly id: string
  readonly body: unknown
}

export interface ProtocolServer extends WsServer {
  readonly taken: readonly Taken[]
  /** What is said to the client, from the first number on. */
  readonly told: unknown[]
  /** Whether a message is as good as lost on its way. @default never */
  loses: (body: unknown) => boolean
  /** Is told of each message that was taken. */
  onTaken: (body: unknown) => void
  /** Says something to the client, now and on later links until it is acknowledged. */
  tell(body: unknown): void
}

const codec = createFrameCodec()

export async function startProtocolServer(): Promise<ProtocolServer> {
  const taken: Taken[] = []
  const told: unknown[] = []
  const lasts = new Map<string, number>()
  let link: { readonly socket: WebSocket; readonly sender: string } | null = null
  let acknowledged = 0

  const say = (frame: Frame, body?: unknown): void => {
    link?.socket.send(codec.encode(frame, body === undefined ? undefined : JSON.stringify(body)))
  }
  const tellFrom = (seq: number): void =>
    told.slice(seq - 1).forEach((body, place) => say({ type: 'data', seq: seq + place }, body))

  const greet = (socket: WebSocket, { sender, resume }: Hello): void => {
    link = { socket, sender }
    const next = resume ? Math.max(resume.last, acknowledged) + 1 : told.length + 1
    const limits = { window: 4, maxFrameBytes: 100_000 }
    const session = { client: 'ann', session: 's1', secret: 'x', resumed: !!resume, next }
    say({ type: 'welcome', v: 1, ...session, ...limits })
    tellFrom(next)
  }

  const server = Object.assign(await startWsServer(), {
    taken,
    told,
    loses: (() => false) as ProtocolServer['loses'],
    onTaken: (() => undefined) as ProtocolServer['onTaken'],
    tell(body: unknown) {
      told.push(body)
      tellFrom(told.length)
    },
  })

  server.onMessage = ({ socket }, data) => {
    const { frame, body } = codec.decode(String(data))
    if (frame.type === 'hello') return greet(socket, frame)
    if (socket !== link?.socket) return
    if ('ack' in frame) acknowledged = Math.max(acknowledged, frame.ack ?? 0)
    if (frame.type !== 'data') return
    const { seq, after = 0 } = frame
    const sender = frame.sender ?? link.sender
    const last = lasts.get(sender) ?? 0
    if (after > last || server.loses(body)) return
    if (seq > last) {
      lasts.set(sender, seq)
      taken.push({ id: `${sender}:${seq}`, body })
      server.onTaken(body)
    }
    say({ type: 'ack', ack: Math.max(seq, last), ...(frame.sender && { sender }) })
  }
  return server as unknown as ProtocolServer
}
