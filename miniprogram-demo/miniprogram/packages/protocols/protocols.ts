import type { DemoApp } from '../../app'
import { roomTitles } from '../../room/room-titles'
import { connectMqtt } from './connect-mqtt'
import { NOTICES, readSaid, topicOf } from './conversation'
import type { Said } from './conversation'
import type { MqttClient } from './vendor/mqtt'
import { createWireLog } from './wire-log'

const MAX_LINES = 50

interface Line {
  id: number
  kind: 'mine' | 'theirs' | 'notice'
  from: string
  text: string
}

/** How the client is: what the dot says by its colour, the words say too. */
const LINKS = {
  connecting: { tone: '', text: 'Connecting' },
  connected: { tone: 'good', text: 'Connected over MQTT' },
  lost: { tone: '', text: 'Link lost, back in 2 s' },
  refused: { tone: 'bad', text: 'Refused' },
}

/** What belongs to one opening of the page, and is nothing to render. */
interface Session {
  readonly client: MqttClient
  end(): void
}

Page({
  data: {
    rooms: roomTitles,
    room: 'general',
    link: LINKS.connecting,
    isConnected: false,
    lines: [] as Line[],
    last: '',
    draft: '',
    wire: createWireLog().lines,
  },
  session: null as Session | null,
  count: 0,

  onLoad() {
    const { server, rooms } = getApp<DemoApp>()
    const client = connectMqtt(server, rooms.name)
    const log = createWireLog()
    let isOver = false
    // MQTT.js goes on telling for a moment after its end; a page that is gone shows nothing.
    const show = (values: object) => {
      if (!isOver) this.setData(values)
    }
    const showWire = () => show({ wire: log.lines })

    client
      .on('connect', () => show({ link: LINKS.connected, isConnected: true }))
      .on('reconnect', () => show({ link: LINKS.connecting }))
      .on('close', () => {
        log.cut()
        show({ link: LINKS.lost, isConnected: false, wire: log.lines })
      })
      .on('error', ({ message }) =>
        show({ link: { tone: LINKS.refused.tone, text: `${LINKS.refused.text}: ${message}` } }),
      )
      .on('packetsend', (packet) => {
        log.add('out', packet)
        showWire()
      })
      .on('packetreceive', (packet) => {
        log.add('in', packet)
        showWire()
      })
      .on('message', (topic, payload) => {
        const said = readSaid(payload.toString())
        if (!isOver && said !== null) this.hear(topic, said)
      })
    client.subscribe(topicOf(this.data.room))
    client.connect()

    this.session = {
      client,
      end() {
        isOver = true
        // It says DISCONNECT where there is somebody to say it to.
        client.end(!client.connected)
      },
    }
  },

  onUnload() {
    this.session?.end()
    this.session = null
  },

  /** Something came on a topic: the room that is shown, the one shown before, or for this client alone. */
  hear(topic: string, { from, text }: Said) {
    const isNotice = topic === NOTICES
    if (!isNotice && topic !== topicOf(this.data.room)) return
    const { name } = getApp<DemoApp>().rooms
    this.count += 1
    const kind = isNotice ? 'notice' : from === name ? 'mine' : 'theirs'
    const line: Line = { id: this.count, kind, from, text }
    const lines = [...this.data.lines, line].slice(-MAX_LINES)
    this.setData({ lines, last: `line-${this.count}` })
  },

  onRoom(event: WechatMiniprogram.TouchEvent) {
    const { room } = event.currentTarget.dataset as { room: string }
    if (room === this.data.room) return
    const client = this.session?.client
    client?.unsubscribe(topicOf(this.data.room))
    client?.subscribe(topicOf(room))
    this.setData({ room, lines: [], last: '' })
  },

  onInput(event: WechatMiniprogram.Input) {
    this.setData({ draft: event.detail.value })
  },

  /** It is shown when it comes back: what the server has taken is what everybody hears. */
  onSend() {
    const text = this.data.draft.trim()
    if (text === '') return
    // Quality of service 1: MQTT.js keeps it until it is acknowledged, also over a cut.
    const message = JSON.stringify({ text })
    this.session?.client.publish(topicOf(this.data.room), message, { qos: 1 })
    this.setData({ draft: '' })
  },

  /** The link ends without a goodbye, as in a tunnel: MQTT.js comes back by itself. */
  onCut() {
    if (this.data.isConnected) this.session?.client.stream.destroy()
  },
})
