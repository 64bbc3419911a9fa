/** A button that asks the server for a fault, with the command it sends (see server.js). */
export interface Fault {
  body: { command: string; seconds?: number; count?: number }
  label: string
  effect: string
}

export const faults: Fault[] = [
  { body: { command: 'kick' }, label: 'Kick', effect: 'Close 4501: final, no reconnect' },
  { body: { command: 'drop' }, label: 'Drop', effect: 'Cut without a closing handshake' },
  { body: { command: 'freeze' }, label: 'Freeze', effect: 'Silent, not closed: half-open' },
  { body: { command: 'thaw' }, label: 'Thaw', effect: 'Answer again' },
  { body: { command: 'refuse', seconds: 8 }, label: 'Refuse 8 s', effect: 'New links get 503' },
  { body: { command: 'down', seconds: 8 }, label: 'Down 8 s', effect: 'Cut all, then refuse' },
  { body: { command: 'graceful', seconds: 8 }, label: 'Restart', effect: 'Come back within 8 s' },
  { body: { command: 'forget' }, label: 'Forget', effect: 'Restart without memory: a gap' },
  { body: { command: 'mute', seconds: 8 }, label: 'Mute 8 s', effect: 'Refuse what you say' },
  { body: { command: 'burst', count: 100 }, label: 'Burst', effect: '100 lines at once' },
]
