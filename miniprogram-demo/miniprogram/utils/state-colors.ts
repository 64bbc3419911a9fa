import type { SocketState } from 'miniprogram-socket'

/** A colour for each state, the same on every page and in both themes; white words on it can be read. */
export const STATE_COLORS: Readonly<Record<SocketState, string>> = {
  idle: '#6d7788',
  connecting: '#2f70e0',
  open: '#17824f',
  waiting: '#a8660a',
  suspended: '#7a5fe0',
  'gave-up': '#cf3b37',
  closing: '#a0557a',
  closed: '#7d6b58',
}
