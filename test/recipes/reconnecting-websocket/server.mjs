/** One room: what anybody says is said to all, but a `ping` is answered. */
import { WebSocketServer } from 'ws'

const server = new WebSocketServer({ port: Number(process.argv[2]), host: '127.0.0.1' })
server.on('listening', () => process.send(server.address().port))
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const text = String(data)
    if (text === 'ping') socket.send('pong')
    else server.clients.forEach((member) => member.send(text))
  })
})
