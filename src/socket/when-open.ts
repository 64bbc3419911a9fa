/** The promise of an open link. Promises begin here: the core has none (E4). */
import type { Connection } from '../core/connection'
import { SocketError } from '../core/errors'
import type { SocketState } from '../core/states'

const isOver = (tag: SocketState): boolean => tag === 'closing' || tag === 'closed'

/** Settles when a link is open, or when none will be without a call. */
export function whenOpen<In>({ state, emitter }: Connection<In>): Promise<void> {
  return new Promise((resolve, reject) => {
    const off = emitter.on('state', settle)
    function settle(): void {
      const { tag } = state().phase
      if (tag === 'open') resolve()
      else if (tag !== 'gave-up' && !isOver(tag)) return
      else reject(new SocketError(isOver(tag) ? 'E_CLOSED' : 'E_GAVE_UP', `the socket is ${tag}`))
      off()
    }
    settle()
  })
}
