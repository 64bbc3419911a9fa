import type { MqttClient } from 'mqtt'
import type { RecipeClient } from '../harness/cases'
import type { ScriptedRecipe } from '../harness/numbers'
import type { RecipeScene } from '../harness/scene'

const ROOM = 'room'

/** The client of the page, with timings for a test. */
export function connectMqtt(scene: RecipeScene, url: string): RecipeClient {
  const heard: string[] = []
  let isJoined = false
  const client: MqttClient = scene.module('utils/mqtt').connectMqtt(url, {
    username: 'guest',
    password: 'guest',
    // In seconds: the shortest that there is.
    keepalive: 1,
    reconnectPeriod: 200,
  })
  client.on('connect', () => client.subscribe(ROOM, (failure) => (isJoined = failure === null)))
  client.on('close', () => (isJoined = false))
  client.on('message', (_, payload) => void heard.push(payload.toString()))
  // Refused attempts are told here too; they are what some of the tests are about.
  client.on('error', () => undefined)
  return {
    heard,
    isReady: () => client.connected && isJoined,
    say: (text) => client.publish(ROOM, text),
    close: () => client.endAsync(),
  }
}

/** The fixed bytes of the two packets: "connection accepted", no session. */
const CONNECT = 0x10
const CONNACK = [0x20, 2, 0, 0]

export const scriptedMqtt: ScriptedRecipe = {
  bundle: 'miniprogram/vendor/mqtt.js',
  connect(scene, url, options) {
    const client: MqttClient = scene.module('utils/mqtt').connectMqtt(url, options)
    client.on('error', () => undefined)
    return { isReady: () => client.connected, close: () => void client.end() }
  },
  use: (WebSocket) => ({
    createWebsocket: (address: string, protocols: string[]) => new WebSocket(address, protocols),
  }),
  answer: (task) =>
    task.onSent((packet) => {
      if (new Uint8Array(packet as ArrayBuffer)[0] === CONNECT) {
        task.message(new Uint8Array(CONNACK).buffer)
      }
    }),
}
