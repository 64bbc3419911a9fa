import type { DemoApp } from '../../app'

/** The close codes of the server that the user is told about in words of their own. */
const KICKED = 4501
const SIGNED_IN_ELSEWHERE = 4502

/** The line above the messages. */
export interface Strip {
  text: string
  /** What the user can do about it; empty when the socket is at it by itself. */
  action: string
}

/** Who is online, or what becomes of messages meanwhile. What is wrong with the link is the status bar's to say. */
export function stripOf({ socket, delivery, rooms }: DemoApp): Strip {
  const { state, limit, lastClose } = socket.status
  const waiting = delivery.pending.length
  switch (state) {
    case 'open':
      return { text: onlineText(rooms.online, rooms.name), action: '' }
    case 'gave-up':
      return { text: `Gave up after ${limit} retries${held(waiting)}`, action: 'Connect' }
    case 'closed':
      return closed(lastClose)
    case 'idle':
      return { text: 'Not connected', action: 'Connect' }
    default:
      return {
        text: waiting > 0 ? `${waiting} to send` : 'What you write is sent later',
        action: '',
      }
  }
}

const held = (waiting: number) => (waiting > 0 ? `, ${waiting} to send` : '')

function onlineText(online: readonly string[], me: string): string {
  if (online.length === 0) return 'Who is online?'
  return `Online: ${online.map((name) => (name === me ? `${name} (you)` : name)).join(', ')}`
}

function closed(lastClose: DemoApp['socket']['status']['lastClose']): Strip {
  const { code, reason, cause } = lastClose ?? { code: 0, reason: '', cause: 'app' }
  if (code === SIGNED_IN_ELSEWHERE) {
    return { text: 'A name is on one device at a time', action: 'Sign in here' }
  }
  if (code === KICKED) return { text: `Kicked: ${reason}`, action: 'Sign in again' }
  if (cause === 'app') return { text: 'Closed', action: 'Connect' }
  return { text: `Closed: ${code} ${reason}`, action: 'Connect' }
}
