import type { Socket } from 'miniprogram-socket'

/** The close codes of the server that the user is told about in words of their own. */
const KICKED = 4501
const SIGNED_IN_ELSEWHERE = 4502

/** One line about the link, and the colour of its dot. */
export interface LinkLine {
  text: string
  tone: 'good' | 'busy' | 'bad'
  /** What the user can do about it; empty when the socket is at it by itself. */
  action: string
}

/** Says in one line how the socket is, all of it from `status`; `waiting` is how many messages are not delivered. */
export function linkLine({ status }: Socket, waiting: number): LinkLine {
  const { state, why, retry, limit } = status
  const held = waiting > 0 ? `, ${waiting} to send` : ''
  switch (state) {
    case 'open':
      return good('Connected')
    case 'connecting':
      return busy((retry > 0 ? `Connecting ${retry}/${limit}` : 'Connecting') + held)
    case 'waiting':
      return busy(`Reconnecting ${retry}/${limit}${held}`)
    case 'suspended':
      return busy((why === 'offline' ? 'No network' : 'Paused') + held)
    case 'gave-up':
      return bad(`Gave up after ${limit}${held}`, 'Connect')
    case 'closed':
      return closed(status.lastClose)
    case 'closing':
      return busy('Closing')
    case 'idle':
      return bad('Not connected', 'Connect')
  }
}

function closed(lastClose: Socket['status']['lastClose']): LinkLine {
  if (lastClose === null) return bad('Closed', 'Connect')
  const { code, reason } = lastClose
  if (code === SIGNED_IN_ELSEWHERE) return bad('Signed in elsewhere', 'Sign in again')
  if (code === KICKED) return bad(`Kicked: ${reason}`, 'Sign in again')
  return bad(`Closed: ${code} ${reason}`, 'Connect')
}

const good = (text: string): LinkLine => ({ text, tone: 'good', action: '' })
const busy = (text: string): LinkLine => ({ text, tone: 'busy', action: '' })
const bad = (text: string, action: string): LinkLine => ({ text, tone: 'bad', action })
