import { WebSocket } from 'miniprogram-socket/websocket'
import { connect } from './vendor/mqtt'
import type { MqttClient } from './vendor/mqtt'

/** Seconds between signs of life: short, so that they are seen on the page. */
const KEEPALIVE_SECONDS = 10
/** Long enough to see that the link is gone. */
const RECONNECT_MS = 2_000

/** MQTT.js as it is, over the standard `WebSocket` that this package puts on top of `wx`: docs/recipes/mqtt.md. */
export function connectMqtt(server: string, name: string): MqttClient {
  return connect(`${server}/mqtt`, {
    username: name,
    keepalive: KEEPALIVE_SECONDS,
    reconnectPeriod: RECONNECT_MS,
    // Without it MQTT.js takes the mini-program for Node.
    forceNativeWebSocket: true,
    createWebsocket: (url, protocols) => new WebSocket(url, protocols),
    // The other timers run in a Worker of the browser.
    timerVariant: 'native',
    // Whoever watches it listens first, then calls connect().
    manualConnect: true,
  })
}
