/** A SockJS endpoint before a STOMP broker: what comes in on one side goes out on the other, as it is. */
import { createServer } from 'node:http'
import { connect } from 'node:net'
import sockjs from 'sockjs'

const [port, brokerPort] = process.argv.slice(2).map(Number)

const endpoint = sockjs.createServer({ log: () => undefined })
endpoint.on('connection', (client) => {
  const broker = connect(brokerPort, '127.0.0.1')
  broker.setEncoding('utf8')
  broker.on('data', (text) => client.write(text))
  broker.on('close', () => client.close())
  // The close that follows is what counts.
  broker.on('error', () => undefined)
  client.on('data', (text) => broker.write(text))
  client.on('close', () => broker.destroy())
})

const http = createServer()
endpoint.installHandlers(http, { prefix: '/stomp' })
http.listen(port, '127.0.0.1', () => process.send(http.address().port))
