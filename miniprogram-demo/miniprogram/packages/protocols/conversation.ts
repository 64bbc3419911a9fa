/** What travels on `rooms/<room>`, in both directions. */

export interface Said {
  readonly from: string
  readonly text: string
  readonly atMs: number
}

export const topicOf = (room: string) => `rooms/${room}`

/** Where the server tells a client what is for it alone, such as a refusal. */
export const NOTICES = 'notices'

/** What a message says; `null` for what nobody here would have sent. */
export function readSaid(payload: string): Said | null {
  const { from = '', text, atMs = 0 } = parse(payload)
  return typeof text === 'string' ? { from: String(from), text, atMs: Number(atMs) } : null
}

function parse(payload: string): { from?: unknown; text?: unknown; atMs?: unknown } {
  try {
    return Object(JSON.parse(payload)) as object
  } catch (_) {
    return {}
  }
}
