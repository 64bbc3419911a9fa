/** A room of the server, as it is called here. */
export interface RoomTitle {
  id: string
  title: string
  /** What it is for. */
  about: string
}

/** The rooms of the server, in the order of the list. The first one also hears what is said to no room in particular. */
export const roomTitles: readonly RoomTitle[] = [
  { id: 'general', title: 'General', about: 'Whatever comes to mind' },
  { id: 'help', title: 'Help', about: 'Questions, and now and then an answer' },
  { id: 'random', title: 'Random', about: 'Everything else' },
]
