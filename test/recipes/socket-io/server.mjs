/** One socket.io room: what anybody says is said to all. */
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const http = createServer()
const io = new Server(http, { pingInterval: 200, pingTimeout: 300 })
io.on('connection', (socket) => socket.on('say', (text) => io.emit('said', text)))
http.listen(Number(process.argv[2]), '127.0.0.1', () => process.send(http.address().port))
