import type { SocketState } from 'miniprogram-socket'

/** A colour for each state, the same on every page; they stand out from a light ground and from a dark one. */
export const STATE_COLORS: Readonly<Record<SocketState, string>> = {
  idle: '#8b95a5',
  connecting: '#3b82f6',
  open: '#1f9d61',
  waiting: '#c27c0e',
  suspended: '#8b74f2',
  'gave-up': '#d64541',
  closing: '#a0627f',
  closed: '#667080',
}
