/** What a phone says, as entries of the timeline. */
import type { PhoneEvent } from '../phone/phone'
import type { NewEntry } from './log'

const CHANGES = { open: 'opened', show: 'shown', hide: 'hidden', close: 'closed' } as const

/** `null`: nothing that is worth a line. */
export function describeEvent(event: PhoneEvent): Omit<NewEntry, 'who'> | null {
  switch (event.type) {
    case 'ready':
      return { kind: 'page', text: `first page rendered: ${event.route}` }
    case 'page':
      return { kind: 'page', text: `${event.route} ${CHANGES[event.change]}` }
    case 'set-data': {
      const { route, paths, bytes } = event
      const what = `${paths} ${paths === 1 ? 'path' : 'paths'}, ${bytes} bytes`
      return { kind: 'data', text: `setData of ${route}: ${what}`, topic: 'set-data' }
    }
    case 'socket': {
      const text = event.text === '' ? event.change : `${event.change}  ${event.text}`
      const isFrame = event.change === 'message' || event.change === 'sent'
      return { kind: 'socket', text, ...(isFrame ? { topic: event.change } : {}) }
    }
    case 'toast':
      return { kind: 'page', text: `toast: ${event.text}` }
    case 'error':
      return { kind: 'error', text: event.text }
    default:
      return event satisfies never
  }
}
