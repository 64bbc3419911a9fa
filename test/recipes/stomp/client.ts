import type { Client, IMessage, StompConfig } from '@stomp/stompjs'
import type { RecipeClient } from '../harness/cases'
import type { ScriptedRecipe } from '../harness/numbers'

const ROOM = '/topic/room'
const ADDRESS = 'wss://example.com/ws'

type CreateClient = (url: string, options?: StompConfig) => Client

/** A client as a page makes it, with timings for a test. */
export function joinRoom(createClient: CreateClient, url: string): RecipeClient {
  const heard: string[] = []
  let isJoined = false
  const client = createClient(url, {
    connectHeaders: { login: 'guest', passcode: 'guest' },
    heartbeatIncoming: 300,
    heartbeatOutgoing: 300,
    reconnectDelay: 200,
    onConnect() {
      client.watchForReceipt('joined', () => (isJoined = true))
      client.subscribe(ROOM, ({ body }: IMessage) => void heard.push(body), { receipt: 'joined' })
    },
    onWebSocketClose: () => (isJoined = false),
  })
  client.activate()
  return {
    heard,
    isReady: () => client.connected && isJoined,
    say: (body) => client.publish({ destination: ROOM, body }),
    close: () => client.deactivate(),
  }
}

export const scriptedStomp: ScriptedRecipe = {
  bundle: 'miniprogram/vendor/stomp.js',
  connect(scene, url, options) {
    const client: Client = scene.module('utils/stomp').createStompClient(url, options)
    client.activate()
    return { isReady: () => client.connected, close: () => void client.deactivate() }
  },
  use: (WebSocket) => ({ webSocketFactory: () => new WebSocket(ADDRESS) }),
  answer: (task) =>
    task.onSent((frame) => {
      if (String(frame).startsWith('CONNECT')) {
        task.message('CONNECTED\nversion:1.2\nheart-beat:10000,10000\n\n\0')
      }
    }),
}
