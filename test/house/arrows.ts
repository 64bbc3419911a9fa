/** Who may import whom: the picture in CONTRIBUTING.md, as data. */
import type { Import } from './source-files'

interface Room {
  /** Other rooms, or single files, that it may import. A room may always import itself. */
  readonly imports: readonly string[]
  /** What it may import as types only. */
  readonly types?: readonly string[]
  readonly mayImportNode?: boolean
}

const ROOMS: Readonly<Record<string, Room>> = {
  core: { imports: [] },
  protocol: { imports: [] },
  platforms: { imports: ['core/ports', 'core/errors'] },
  socket: { imports: ['core'] },
  delivery: { imports: ['core', 'socket', 'protocol'] },
  'web-socket': { imports: ['core', 'socket'] },
  page: { imports: ['core', 'socket'] },
  server: { imports: ['protocol'], mayImportNode: true },
  testing: { imports: [], types: ['platforms'] },
}

/** What is wrong with an import; undefined when its arrow is drawn. */
export function faultOf({ from, target, isOurs, isTypeOnly }: Import): string | undefined {
  const fault = `${from.path} imports ${target}`
  const room = ROOMS[from.room]
  if (!isOurs) return room?.mayImportNode && target.startsWith('node:') ? undefined : fault
  if (from.room === 'entry') return undefined
  if (!room) return `${from.path} is in a room without arrows`
  const allowed = [from.room, ...room.imports, ...(isTypeOnly ? (room.types ?? []) : [])]
  return allowed.some((path) => target === path || target.startsWith(`${path}/`))
    ? undefined
    : fault
}
