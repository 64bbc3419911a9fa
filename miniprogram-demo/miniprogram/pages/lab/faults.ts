/** A button that asks the server for a fault, with the command it sends (see server.js). */
export interface Fault {
  command: string
  label: string
  effect: string
}

export const faults: Fault[] = [
  { command: '/kick', label: 'Kick', effect: 'Close 4501: final, no reconnect' },
  { command: '/drop', label: 'Drop', effect: 'Cut without a closing handshake' },
  { command: '/freeze', label: 'Freeze', effect: 'Silent, not closed: half-open' },
  { command: '/thaw', label: 'Thaw', effect: 'Answer again' },
  { command: '/refuse 8', label: 'Refuse 8 s', effect: 'New links get 503' },
  { command: '/down 8', label: 'Down 8 s', effect: 'Cut all, then refuse' },
  { command: '/burst 100', label: 'Burst', effect: '100 lines at once' },
]
