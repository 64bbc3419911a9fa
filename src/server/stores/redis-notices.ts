/** Messages and notices as they lie in Redis: a line of JSON, and the body as it is. */
import type { Draft, Notice, Place } from '../store'
import { type Bytes, bytesOf, copyOf } from './redis-bytes'

/** A body that is larger is left out of the notice: only the process that has the client reads it. */
const MAX_BODY_IN_NOTICE_BYTES = 16_384

/** A message in two parts. */
export interface PackedDraft {
  /** What is not the body, in JSON. */
  readonly head: string
  /** The body as it is; empty where there is none. */
  readonly body: Bytes
  /** What it counts against the limit of its session. */
  readonly bytes: number
}

interface Head {
  /** What the body is: the text of JSON, bytes, or missing. */
  readonly is: 'text' | 'bytes' | 'none'
  readonly re?: string
  readonly error?: string
}

type Line =
  | { readonly places: readonly (readonly [string, string, number])[]; readonly draft?: Head }
  | { readonly notice: Exclude<Notice, { readonly type: 'appended' }> }
  | { readonly mark: string }

/** A notice, or the mark by which a process sees whether it still hears. */
export type Heard = Notice | { readonly type: 'mark'; readonly by: string }

const NEWLINE = '\n'.charCodeAt(0)

/** Takes a message apart. */
export function packDraft({ body, re, error }: Draft): PackedDraft {
  const is = body === undefined ? 'none' : typeof body === 'string' ? 'text' : 'bytes'
  const packed = bytesOf(body ?? '')
  return {
    head: JSON.stringify({ is, re, error }),
    body: packed,
    bytes: packed.length + (re ?? '').length + (error ?? '').length,
  }
}

/** Puts it together again. */
export function unpackDraft(head: string, body: Bytes): Draft {
  return toDraft(JSON.parse(head) as Head, body)
}

function toDraft({ is, re, error }: Head, body: Bytes): Draft {
  return {
    body: is === 'none' ? undefined : is === 'text' ? body.toString() : copyOf(body),
    ...(re === undefined ? {} : { re }),
    ...(error === undefined ? {} : { error }),
  }
}

/** Whether a notice carries the body as well. */
export const isBodyInNotice = ({ body }: PackedDraft): boolean =>
  body.length <= MAX_BODY_IN_NOTICE_BYTES

/** What comes after the places in a notice of new messages; then comes the body, if it carries it. */
export const noticeTail = (draft: PackedDraft): string =>
  isBodyInNotice(draft) ? `],"draft":${draft.head}}\n` : ']}\n'

/** What comes before the places. */
export const NOTICE_HEAD = '{"places":['

/** One place. */
export const packPlace = ({ clientId, session, seq }: Place): string =>
  JSON.stringify([clientId, session, seq])

/** Any other notice. */
export const packNotice = (notice: Notice): string => `${JSON.stringify({ notice })}\n`

/** A mark. */
export const packMark = (mark: string): string => `${JSON.stringify({ mark })}\n`

/** Reads what was published. */
export function unpackNotice(message: Bytes): Heard {
  const end = message.indexOf(NEWLINE)
  const line = JSON.parse(message.subarray(0, end).toString()) as Line
  if ('mark' in line) return { type: 'mark', by: line.mark }
  if ('notice' in line) return line.notice
  const places = line.places.map(([clientId, session, seq]) => ({ clientId, session, seq }))
  if (!line.draft) return { type: 'appended', places }
  return { type: 'appended', places, draft: toDraft(line.draft, message.subarray(end + 1)) }
}
