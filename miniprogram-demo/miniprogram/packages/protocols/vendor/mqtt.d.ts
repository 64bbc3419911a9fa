/** What the page uses of MQTT.js. `npm run vendor` in the demo's folder makes the code; the types are written by hand. */

/** A packet on its way; `cmd` says which: `connect`, `connack`, `publish`, `pingreq`, … */
export interface MqttPacket {
  readonly cmd: string
  readonly topic?: string
  readonly returnCode?: number
  readonly subscriptions?: readonly { readonly topic: string }[]
}

export interface MqttClient {
  readonly connected: boolean
  /** The connection under it. */
  readonly stream: { destroy(): void }
  on(event: 'connect' | 'reconnect' | 'close' | 'offline' | 'end', listener: () => void): this
  on(event: 'error', listener: (error: Error) => void): this
  on(event: 'packetsend' | 'packetreceive', listener: (packet: MqttPacket) => void): this
  on(event: 'message', listener: (topic: string, payload: { toString(): string }) => void): this
  connect(): this
  subscribe(topic: string): this
  unsubscribe(topic: string): this
  publish(topic: string, message: string, options?: { readonly qos?: 0 | 1 | 2 }): this
  /** Without `force` it says goodbye first. */
  end(force?: boolean): this
}

export interface MqttOptions {
  readonly username?: string
  /** Seconds between signs of life. @default 60 */
  readonly keepalive?: number
  /** Ms before it comes back. @default 1000 */
  readonly reconnectPeriod?: number
  /** Ms that a connect may take. @default 30_000 */
  readonly connectTimeout?: number
  readonly forceNativeWebSocket?: boolean
  /** It waits for `connect()`. @default false */
  readonly manualConnect?: boolean
  readonly timerVariant?: 'auto' | 'worker' | 'native'
  readonly createWebsocket?: (url: string, protocols: string[]) => unknown
}

export function connect(url: string, options: MqttOptions): MqttClient
