/** The server's half of the protocol, by hand, on one link. */
import type { FakeTask } from '../../../src/testing'

type Json = Record<string, unknown>

export type ScriptedServer = ReturnType<typeof serverOn>

const WELCOME = {
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

/** Numbers what it says from the one after `last`. */
export function serverOn(task: FakeTask, last = 0) {
  let seq = last
  const send = (frame: Json) => task.message(JSON.stringify(frame))
  const data = (fields: Json) => send({ type: 'data', seq: (seq += 1), ...fields })
  const frames = (): Json[] =>
    task.sent.filter((text) => text !== 'ping').map((text) => JSON.parse(String(text)) as Json)
  return {
    send,
    frames,
    welcome: (fields: Json) => send({ ...WELCOME, ...fields }),
    /** What the client said that wants no reply. */
    said: () => frames().filter(({ type, ask }) => type === 'data' && ask !== true),
    tell: (body: Json) => data({ body }),
    /** Somebody says something in a room. */
    say: (id: string, from: string, text: string, room = 'general', atMs = Date.now()) =>
      data({ body: { type: 'message', room, id, from, text, atMs } }),
    /** Acknowledges everything that came. */
    acknowledge() {
      const numbers = frames().map((frame) => (frame['sender'] ? 0 : Number(frame['seq'] ?? 0)))
      send({ type: 'ack', ack: Math.max(...numbers) })
    },
    /** Answers the latest request. */
    reply(fields: Json) {
      const { sender } = frames()[0] as Json
      const asked = frames().filter(({ ask }) => ask === true)
      data({ re: `${String(sender)}:${String(asked[asked.length - 1]?.['seq'])}`, ...fields })
    },
  }
}
