/** One GraphQL room: what anybody says is said to all who subscribed. */
import { EventEmitter, on } from 'node:events'
import { createServer } from 'node:http'
import { buildSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

const schema = buildSchema(`
  type Query { isUp: Boolean }
  type Mutation { say(text: String!): Boolean }
  type Subscription { said: String! }
`)
const room = new EventEmitter()

/** Listens from now on, not from when it is first asked for a value. */
function subscribe() {
  const texts = on(room, 'said')
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const { done, value } = await texts.next()
        return done ? { done, value } : { done, value: { said: value[0] } }
      },
      return: () => texts.return(),
    }),
  }
}

const roots = {
  query: { isUp: true },
  mutation: {
    async say({ text }) {
      // Whoever subscribed in the same frame is to hear it.
      await new Promise((resolve) => setImmediate(resolve))
      room.emit('said', text)
      return true
    },
  },
  subscription: { said: subscribe },
}

const http = createServer()
useServer({ schema, roots }, new WebSocketServer({ server: http }))
http.listen(Number(process.argv[2]), '127.0.0.1', () => process.send(http.address().port))
