/** The promise of an open link. Promises begin here: the core has none (E4). */
import type { Connection } from '../core/connection'
import { SocketError } from '../core/errors'

/** Settles when a link is open, or when none will be without a call. */
export function whenOpen<In>({ state, emitter }: Connection<In>): Promise<void> {
  return new Promise((resolve, reject) => {
    const off = emitter.on('state', settle)
    function settle(): void {
      const { tag } = state().phase
      if (tag === 'open') resolve()
      else if (tag === 'gave-up') reject(new SocketError('E_GAVE_UP', 'the retry limit is used up'))
      else if (/clos/.test(tag)) reject(new SocketError('E_CLOSED', 'the socket is closed'))
      else return
      off()
    }
    settle()
  })
}
