/** A server of the delivery protocol, written from PROTOCOL.md alone: one process, its memory, JSON bodies. */
import { randomUUID } from 'node:crypto'
import { WebSocketServer } from 'ws'
const [v, window, maxFrameBytes, maxHeld] = [1, 64, 1_048_576, 1_000]
const say = ({ socket }, frame) => socket.send(JSON.stringify(frame))
const end = (link, code, reason) =>
  void (say(link, { type: 'bye', code, reason }), link.socket.close(code, reason))
const flow = (link) => {
  const due = link.client.held.filter(({ seq }) => seq > link.sent && seq <= link.acked + window)
  due.forEach((message) => say(link, message))
  link.sent = due.at(-1)?.seq ?? link.sent
}
export const push = (client, message) => {
  const held = [...client.held, { type: 'data', seq: (client.newest += 1), ...message }]
  client.held = held.slice(-maxHeld)
  client.links.forEach(flow)
}
const hello = (link, { v: asked, sender, resume }) => {
  if (asked !== v) return end(link, 4504, `this server speaks version ${v}`)
  const { id: client, session, secret, newest, held, links } = link.client
  links.forEach((old) => old !== link && old.sender === sender && end(old, 4004, 'taken over'))
  const resumed = resume?.session === session && resume.secret === secret && resume.last <= newest
  const next = resumed ? Math.max(resume.last + 1, held[0]?.seq ?? 0) : newest + 1
  say(link, { type: 'welcome', v, client, session, secret, resumed, next, window, maxFrameBytes })
  links.add(Object.assign(link, { sender, sent: next - 1, acked: next - 1 }))
  flow(link)
}
const data = async ({ client, ...link }, { seq, after = 0, sender = link.sender, ...rest }, on) => {
  const { [sender]: last = 0 } = client.taken
  if (seq > last) {
    if (after > last) return
    client.taken[sender] = seq
    const reply = await on(client, rest.body)
    if (rest.ask) push(client, { re: `${sender}:${seq}`, body: reply ?? null })
  }
  say(link, { type: 'ack', ack: client.taken[sender], sender })
}
const receive = async (link, text, onMessage) => {
  if (text === 'ping') return link.socket.send('pong')
  const frame = JSON.parse(text)
  if (frame.type === 'hello') return hello(link, frame)
  if (!link.sender || frame.type === 'bye') return
  if (frame.ack > link.sent) throw new Error('acknowledges what was never sent')
  link.acked = Math.max(link.acked, frame.ack ?? 0)
  flow(link)
  if (frame.type === 'data') link.turn = link.turn.then(() => data(link, frame, onMessage))
}
/** `authenticate(request)` gives the client id; `onMessage(client, body)` the reply to a request. */
export const startMinimalServer = (authenticate, onMessage, memory = new Map()) =>
  new WebSocketServer({ port: 0 }).on('connection', (socket, request) => {
    const [id, session, secret] = [authenticate(request), randomUUID(), randomUUID()]
    if (!id) return end({ socket }, 4503, 'not authenticated')
    const fresh = { id, session, secret, held: [], newest: 0, taken: {}, links: new Set() }
    const client = memory.get(id) ?? memory.set(id, fresh).get(id)
    const link = { socket, client, turn: Promise.resolve() }
    const fail = ({ message }) => end(link, 4500, message)
    socket.on('message', (raw) => receive(link, String(raw), onMessage).catch(fail))
    socket.on('close', () => client.links.delete(link))
  })
