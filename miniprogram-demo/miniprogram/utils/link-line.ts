import type { Socket } from 'miniprogram-socket'

/** One line about the link, and the colour of its dot. */
export interface LinkLine {
  text: string
  tone: 'good' | 'busy' | 'bad'
}

/** Says in one line how the socket is, all of it from `status` and `queued`. */
export function linkLine({ status, queued }: Socket): LinkLine {
  const { state, why, retry, limit, lastClose } = status
  const held = queued.messages > 0 ? `, ${queued.messages} to send` : ''
  switch (state) {
    case 'open':
      return { text: 'Connected', tone: 'good' }
    case 'connecting':
      return {
        text: `${retry > 0 ? `Connecting ${retry}/${limit}` : 'Connecting'}${held}`,
        tone: 'busy',
      }
    case 'waiting':
      return { text: `Reconnecting ${retry}/${limit}${held}`, tone: 'busy' }
    case 'suspended':
      return { text: `${why === 'offline' ? 'No network' : 'Paused'}${held}`, tone: 'busy' }
    case 'gave-up':
      return { text: `Gave up after ${limit}${held}`, tone: 'bad' }
    case 'closed':
      return {
        text: lastClose ? `Closed: ${lastClose.code} ${lastClose.reason}` : 'Closed',
        tone: 'bad',
      }
    case 'closing':
      return { text: 'Closing', tone: 'busy' }
    case 'idle':
      return { text: 'Not connected', tone: 'bad' }
  }
}
