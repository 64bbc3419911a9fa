/** docs/recipes/sockjs.md, run: stompjs in the mini-program against the raw endpoint of a SockJS server. */
import { join } from 'node:path'
import { describeRecipe, type RecipeServer } from '../harness/cases'
import { startNodeServer } from '../harness/node-server'
import { startRabbitMq } from '../harness/rabbitmq'
import { joinRoom } from '../stomp/client'

/** What dies in a test is the SockJS server; the broker behind it lives on. */
async function startSockJs(): Promise<RecipeServer> {
  const broker = await startRabbitMq('stomp')
  const server = await startNodeServer(join(__dirname, 'server.mjs'), [String(broker.port)])
  return {
    ...server,
    async stop() {
      await server.stop()
      await broker.stop()
    },
  }
}

describeRecipe('stompjs against SockJS', {
  startServer: startSockJs,
  path: '/stomp',
  route: 'pages/sockjs/sockjs',
  connect: (scene, url) => joinRoom(scene.module('utils/sockjs').createSockJsClient, url),
})
