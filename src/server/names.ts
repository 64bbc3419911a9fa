/** Whether other names for types and fields can be told apart on the wire. */
import { FIELDS, type FrameNames } from '../protocol/frame-codec'

type Kind = keyof typeof FIELDS

/** What the codec treats apart from its table. */
const MORE: Readonly<Partial<Record<Kind, string>>> = { data: ' body', hello: ' resume' }

const KINDS = Object.keys(FIELDS) as Kind[]
const TYPES: readonly string[] = KINDS.filter((kind) => kind !== 'resume')

/** The fields of a frame, by our names. */
const fieldsOf = (kind: Kind): readonly string[] =>
  `${kind === 'resume' ? '' : 'type '}${FIELDS[kind]}${MORE[kind] ?? ''}`
    .replace(/\?/g, '')
    .split(' ')

const ALL_FIELDS: readonly string[] = KINDS.reduce<readonly string[]>(
  (all, kind) => all.concat(fieldsOf(kind).filter((field) => all.indexOf(field) < 0)),
  [],
)

const isDouble = (names: readonly unknown[]): boolean => new Set(names).size < names.length
const isName = (value: unknown): boolean => typeof value === 'string' && value !== ''

/** Says what is wrong, as a sentence that begins after the option's name; `undefined` when nothing is. */
export function faultOfNames(names: FrameNames): string | undefined {
  const { types = {}, fields = {} } = names as Record<string, Readonly<Record<string, unknown>>>
  for (const type of Object.keys(types)) {
    if (TYPES.indexOf(type) < 0) return `types.${type} is none of ${TYPES.join(', ')}`
    if (!isName(types[type]) && typeof types[type] !== 'number') {
      return `types.${type} must be a string that is not empty, or a number`
    }
  }
  for (const field of Object.keys(fields)) {
    if (ALL_FIELDS.indexOf(field) < 0) return `fields.${field} is none of ${ALL_FIELDS.join(', ')}`
    if (!isName(fields[field])) return `fields.${field} must be a string that is not empty`
  }
  if (isDouble(TYPES.map((type) => types[type] ?? type))) return 'types gives two types one name'
  const mixed = KINDS.filter((kind) =>
    isDouble(fieldsOf(kind).map((field) => fields[field] ?? field)),
  )
  return mixed[0] && `fields gives two fields of ${mixed[0]} one name`
}
