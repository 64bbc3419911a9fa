/** What survives the app being killed: messages, in entries that are written once, and the position (rule D5). */
import type { Storage } from '../core/ports'
import type { FrameCodec } from '../protocol/frame-codec'
import type { Position } from './company'
import type { Draft, Entry, Message } from './message'

export interface Journal {
  /** Writes a message, together with the others of this tick and those that wait for the write under way. */
  add(message: Message): void
  /** A message needs no keeping any more. */
  settled(message: Message): void
  /** Writes the position as it is now; settles when that is done, or cannot be. */
  keep(position: Position): Promise<unknown>
  /** Removes everything, also what is being loaded. */
  clear(): Promise<unknown>
}

/** What the journal asks of its delivery. */
export interface Office {
  readonly storage: Storage
  readonly identity: string
  readonly codec: FrameCodec
  /** What earlier runs left, in the order in which it goes out; comes once. */
  loaded(messages: readonly Draft[], position?: Position): void
  fail(code: 'E_STORAGE', text: string, cause: unknown): void
}

/**
 * Of one entry, in characters of at most three bytes: a key holds 1 MB, all of them together 10.
 * https://developers.weixin.qq.com/miniprogram/dev/api/storage/wx.setStorage.html
 */
const MAX_ENTRY_LENGTH = 250_000

const toRecord = ({ seq, createdAtMs, expiresAtMs, body }: Message): string => {
  const kept = typeof body === 'string' ? body : `[${new Uint8Array(body).join()}],1`
  return `[${seq},${createdAtMs},${expiresAtMs},${kept}]`
}

type Kept = readonly [seq: number, createdAtMs: number, expiresAtMs: number, kept: never, is?: 1]

/** @throws when it is no record of ours */
function toDraft(codec: FrameCodec, entry: Entry, sender: string, record: Kept): Draft {
  const [seq, createdAtMs, expiresAtMs, kept, isBytes] = record
  const payload: unknown = isBytes ? Uint8Array.from(kept).buffer : kept
  const body = isBytes ? (payload as ArrayBuffer) : JSON.stringify(kept)
  // What the server would not have is no record either.
  codec.decode(codec.encode({ type: 'data', sender, seq }, body))
  if (!body || !(expiresAtMs - createdAtMs >= 0)) throw new Error('no record')
  return { sender, seq, payload, body, createdAtMs, expiresAtMs, entry }
}

export function createJournal({ storage, identity, codec, loaded, fail }: Office): Journal {
  // An identity may hold anything; escaped like this, none is the beginning of another one.
  const name = identity.replace(/[^\w-]/g, (char) => `%${char.charCodeAt(0).toString(16)};`)
  const prefix = `miniprogram-socket/${name}/`
  const positionKey = `${prefix}position`
  let waiting: Message[] = []
  let isCleared = false
  let isFailing = false

  const failed = (thrown: unknown): void => {
    // A storage that is full or broken fails again and again.
    if (!isFailing) fail('E_STORAGE', 'the storage failed', thrown)
    isFailing = true
  }

  /** One thing after the other. */
  let idle: Promise<unknown> = Promise.resolve()
  const next = (task: () => unknown): Promise<unknown> =>
    (idle = idle.then(task).then(() => {
      isFailing = false
    }, failed))

  const each = (act: (key: string) => unknown): Promise<unknown> =>
    // Whatever a storage of the app's own does: everything goes on once this has settled.
    Promise.resolve()
      .then(() => storage.keys())
      .then((keys) => Promise.all(keys.filter((key) => key.indexOf(prefix) === 0).map(act)))

  const write = (): unknown => {
    const [first] = waiting
    if (!first) return undefined
    const entry: Entry = { key: `${prefix}${first.id}`, isSaved: false, left: 0 }
    const records: string[] = []
    let length = 0
    for (const message of waiting) {
      const record = toRecord(message)
      length += record.length
      if (entry.left && length > MAX_ENTRY_LENGTH) break
      entry.left = records.push(record)
      message.entry = entry
    }
    waiting = waiting.slice(entry.left)
    if (waiting.length) void next(write)
    return Promise.resolve(storage.set(entry.key, `[${records.join()}]`)).then(() => {
      entry.isSaved = true
    })
  }

  const load = (): Promise<unknown> => {
    const drafts: Draft[] = []
    let position: Position | undefined
    const read = (key: string, text: string): void => {
      try {
        if (key === positionKey) {
          const { frame } = codec.decode(text)
          if (frame.type !== 'welcome') throw new Error('no position')
          position = frame
        } else {
          const [sender = ''] = key.slice(prefix.length).split(':')
          const records = JSON.parse(text) as Kept[]
          const entry = { key, isSaved: true, left: records.length }
          drafts.push(...records.map((record) => toDraft(codec, entry, sender, record)))
        }
      } catch (thrown) {
        failed(thrown)
        void next(() => storage.remove(key))
      }
    }
    const done = (): void => {
      // A sender begins with the time of its run.
      drafts.sort(
        (one, other) =>
          +(one.sender > other.sender) - +(one.sender < other.sender) || one.seq - other.seq,
      )
      loaded(isCleared ? [] : drafts, isCleared ? undefined : position)
    }
    return each((key) =>
      Promise.resolve(storage.get(key)).then(
        (text) => text === undefined || read(key, text),
        failed,
      ),
    )
      .catch(failed)
      .then(done)
  }
  void next(load)

  return {
    add(message) {
      if (waiting.push(message) === 1) void next(write)
    },
    settled(message) {
      const { entry } = message
      if (!entry) waiting = waiting.filter((one) => one !== message)
      else if (!(entry.left -= 1)) void next(() => storage.remove(entry.key))
    },
    keep(position) {
      const text = codec.encode(position) as string
      return next(() => storage.set(positionKey, text))
    },
    clear() {
      isCleared = true
      waiting = []
      const cleared = idle.then(() => each((key) => storage.remove(key)))
      idle = cleared.catch(failed)
      return cleared
    },
  }
}
