/**
 * What a client of SignalR needs to live: a hub with one method, in the JSON form of its protocol. Not ASP.NET: see
 * docs/recipes/signalr.md. https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
 */
import { JsonHubProtocol, MessageType } from '@microsoft/signalr'
import { WebSocketServer } from 'ws'

const PING_MS = 100
const HANDSHAKE_END = '\u001e'

const protocol = new JsonHubProtocol()
const silent = { log() {} }
const hub = new Set()

const hubMethods = {
  say: (text) =>
    hub.forEach((member) =>
      member({ type: MessageType.Invocation, target: 'said', arguments: [text] }),
    ),
}

const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1' })
server.on('listening', () => process.send(server.address().port))
server.on('connection', (socket) => {
  const say = (message) => socket.send(protocol.writeMessage(message))
  let timer

  function welcome() {
    socket.send(`{}${HANDSHAKE_END}`)
    hub.add(say)
    timer = setInterval(() => say({ type: MessageType.Ping }), PING_MS)
  }
  function perform({ type, target, invocationId, arguments: args }) {
    if (type === MessageType.Close) return socket.close()
    if (type !== MessageType.Invocation) return
    const result = hubMethods[target](...args)
    if (invocationId !== undefined) say({ type: MessageType.Completion, invocationId, result })
  }

  socket.once('message', (handshake) => {
    const { protocol: name } = JSON.parse(String(handshake).replace(HANDSHAKE_END, ''))
    if (name !== protocol.name) return socket.close(1002, `no protocol ${name}`)
    welcome()
    socket.on('message', (data) => protocol.parseMessages(String(data), silent).forEach(perform))
  })
  socket.on('close', () => {
    clearInterval(timer)
    hub.delete(say)
  })
})
