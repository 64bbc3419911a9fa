/** The packets of MQTT in the words of its specification, the newest first. */
import type { MqttPacket } from './vendor/mqtt'

export interface WireLine {
  readonly id: number
  /** Which way it went; `cut` is no packet: the link under them ended. */
  readonly way: 'out' | 'in' | 'cut'
  readonly packet: string
  /** What it is about, if that can be said in a word. */
  readonly about: string
  readonly time: string
}

const MAX_LINES = 40

export interface WireLog {
  readonly lines: readonly WireLine[]
  add(way: 'out' | 'in', packet: MqttPacket): void
  /** The link ended. */
  cut(): void
}

export function createWireLog(): WireLog {
  let lines: readonly WireLine[] = []
  let count = 0

  function write(way: WireLine['way'], packet: string, about: string): void {
    count += 1
    const line = { id: count, way, packet, about, time: clockOf(new Date()) }
    lines = [line, ...lines].slice(0, MAX_LINES)
  }

  return {
    get lines() {
      return lines
    },
    add: (way, packet) => write(way, packet.cmd.toUpperCase(), aboutOf(packet)),
    cut() {
      if (lines[0]?.way !== 'cut') write('cut', 'LINK CLOSED', '')
    },
  }
}

/** Seconds matter here: `14:05:09`. */
function clockOf(at: Date): string {
  const parts = [at.getHours(), at.getMinutes(), at.getSeconds()]
  return parts.map((part) => `0${part}`.slice(-2)).join(':')
}

function aboutOf({ cmd, topic, returnCode, subscriptions }: MqttPacket): string {
  if (topic !== undefined) return topic
  if (subscriptions !== undefined) return subscriptions.map((one) => one.topic).join(', ')
  return cmd === 'connack' && returnCode !== undefined ? `code ${returnCode}` : ''
}
