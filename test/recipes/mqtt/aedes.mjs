/** The MQTT broker aedes behind a WebSocket server. */
import { Aedes } from 'aedes'
import { createServer } from 'node:http'
import { WebSocketServer, createWebSocketStream } from 'ws'

const broker = await Aedes.createBroker()
const http = createServer()
new WebSocketServer({ server: http }).on('connection', (socket) => {
  broker.handle(createWebSocketStream(socket))
})
http.listen(Number(process.argv[2]), '127.0.0.1', () => process.send(http.address().port))
