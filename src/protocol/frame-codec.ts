/** Frames to what travels and back: JSON text, or for a body of bytes a short JSON head before them. */
import type { Body, Frame, Received } from './frames'

/** Other names for types and fields, to speak to a backend that has its own. What is left out keeps its name. */
export interface FrameNames {
  /** Protocol type to the backend's, for example `{ data: 'MSG' }`. */
  readonly types?: Readonly<Partial<Record<Frame['type'], string | number>>>
  /** Protocol field to the backend's, for example `{ type: 'cmd', body: 'payload' }`. */
  readonly fields?: Readonly<Record<string, string>>
}

/** Writes and reads frames. */
export interface FrameCodec {
  /** A frame as it travels; only `data` has a body. */
  encode(frame: Frame, body?: Body): string | ArrayBuffer
  /** @throws Error saying what is wrong; its text repeats nothing that came. */
  decode(data: string | ArrayBuffer): Received
}

/** The two bytes before the head of a binary frame: its length, big-endian. */
const HEAD_LENGTH_BYTES = 2

type Claim = readonly [accepts: string, isOk: (value: unknown) => boolean]

const count = (min: number): Claim => [
  `a whole number from ${min}`,
  (value) => Number.isSafeInteger(value) && (value as number) >= min,
]
const text = (max: number): Claim => [
  `a string of 1 to ${max} characters`,
  (value) => typeof value === 'string' && value.length > 0 && value.length <= max,
]
const flag: Claim = ['true or false', (value) => typeof value === 'boolean']

const CLAIMS: Readonly<Record<string, Claim>> = {
  v: count(0),
  sender: [
    '1 to 64 of A–Z a–z 0–9 _ -',
    (value) => typeof value === 'string' && /^[\w-]{1,64}$/.test(value),
  ],
  session: text(64),
  secret: text(128),
  last: count(0),
  client: text(256),
  resumed: flag,
  next: count(1),
  window: count(1),
  maxFrameBytes: count(1),
  seq: count(1),
  after: count(0),
  ask: flag,
  re: text(128),
  error: text(1024),
  ack: count(0),
  reason: ['a string', (value) => typeof value === 'string'],
  code: count(1000),
}

/** The fields of each type of frame, and of `resume`; a question mark: may be left out. */
export const FIELDS = {
  hello: 'v sender',
  welcome: 'v client session secret resumed next window maxFrameBytes',
  data: 'seq sender? after? ask? re? error? ack?',
  ack: 'ack sender?',
  reject: 'seq sender? reason',
  bye: 'code reason',
  resume: 'session secret last',
}

type Kind = keyof typeof FIELDS

type Wire = Record<string, unknown>

const isObject = (value: unknown): value is Wire =>
  typeof value === 'object' && !!value && !Array.isArray(value)

/** Makes the codec of version 1, with other names where a backend has its own. */
export function createFrameCodec(names?: FrameNames): FrameCodec {
  const { types = {}, fields = {} } = names || {}
  const wireName = (name: string): string => fields[name] || name
  const body = wireName('body')

  const renamed = (value: object): object => {
    const wire: Wire = {}
    for (const name of Object.keys(value)) {
      const field = (value as Wire)[name]
      if (field !== undefined) wire[wireName(name)] = isObject(field) ? renamed(field) : field
    }
    return wire
  }

  // A backend's type may be 0.
  const wireType = (type: Frame['type']): unknown => types[type] ?? type

  const head = (frame: Frame): string =>
    JSON.stringify(names ? renamed({ ...frame, type: wireType(frame.type) }) : frame)

  /** Reads the known fields under our names; what is unknown is left alone, as it may come from a later server. */
  const readerOf = (kind: Kind): ((wire: Wire) => Wire) => {
    const known = FIELDS[kind].split(' ').map((word) => {
      const name = word.replace('?', '')
      return { name, from: wireName(name), claim: CLAIMS[name] as Claim, isNeeded: word === name }
    })
    return (wire) => {
      const read: Wire = {}
      for (const { name, from, claim, isNeeded } of known) {
        const value = wire[from]
        if (value !== undefined) {
          if (!claim[1](value)) throw fault(`${name} must be ${claim[0]}`)
          read[name] = value
        } else if (isNeeded) throw fault(`${kind} without ${name}`)
      }
      return read
    }
  }

  const readResume = readerOf('resume')
  const readers = new Map<unknown, readonly [type: Kind, read: (wire: Wire) => Wire]>()
  for (const type of Object.keys(FIELDS) as Kind[]) {
    if (type !== 'resume') readers.set(wireType(type), [type, readerOf(type)])
  }

  const read = (json: string): { frame: Frame; wire: Wire } => {
    let wire: unknown
    try {
      wire = JSON.parse(json)
    } catch {
      throw fault('no JSON')
    }
    if (!isObject(wire)) throw fault('no JSON object')
    const reader = readers.get(wire[wireName('type')])
    if (!reader) throw fault('no type of frame that is known')
    const frame: Wire = { type: reader[0], ...reader[1](wire) }
    const resume = wire[wireName('resume')]
    if (reader[0] === 'hello' && resume !== undefined) {
      if (!isObject(resume)) throw fault('resume must be an object')
      frame['resume'] = readResume(resume)
    }
    return { frame: frame as unknown as Frame, wire }
  }

  return {
    encode(frame, payload) {
      const json = head(frame)
      if (payload === undefined) return json
      if (typeof payload !== 'string') return withBytes(json, payload)
      return `${json.slice(0, -1)},${JSON.stringify(body)}:${payload}}`
    },
    decode(data) {
      if (typeof data === 'string') {
        const { frame, wire } = read(data)
        return { frame, body: wire[body] }
      }
      const { json, bytes } = splitBytes(data)
      const { frame } = read(json)
      if (frame.type !== 'data') throw fault('only data has bytes')
      return { frame, body: bytes }
    },
  }
}

const fault = (what: string): Error => new Error(`the frame is malformed: ${what}`)

function withBytes(json: string, body: ArrayBuffer): ArrayBuffer {
  // Escaped to ASCII: a character is a byte, and no encoder is needed where the host has none.
  const head = json.replace(
    /[^\0-\x7f]/g,
    (char) => `\\u${`000${char.charCodeAt(0).toString(16)}`.slice(-4)}`,
  )
  const bytes = new Uint8Array(HEAD_LENGTH_BYTES + head.length + body.byteLength)
  bytes[0] = head.length >> 8
  bytes[1] = head.length
  for (let i = 0; i < head.length; i += 1) bytes[HEAD_LENGTH_BYTES + i] = head.charCodeAt(i)
  bytes.set(new Uint8Array(body), HEAD_LENGTH_BYTES + head.length)
  return bytes.buffer
}

function splitBytes(data: ArrayBuffer): { json: string; bytes: ArrayBuffer } {
  const all = new Uint8Array(data)
  const end = HEAD_LENGTH_BYTES + ((all[0] as number) << 8) + (all[1] as number)
  if (!(end <= all.length)) throw fault('its head is longer than it')
  let json = ''
  for (let i = HEAD_LENGTH_BYTES; i < end; i += 1) json += String.fromCharCode(all[i] as number)
  return { json, bytes: data.slice(end) }
}
