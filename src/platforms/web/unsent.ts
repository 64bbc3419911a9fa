/**
 * What was handed to a socket and has not left it: a browser says how many bytes, never which message, and goes on
 * saying so after the end (https://websockets.spec.whatwg.org/#dom-websocket-bufferedamount). `ws` and undici say 0 then,
 * so with them what was under way is lost without a word.
 */

interface Handed {
  /** Where it ends in the stream of all bytes that were handed over. */
  readonly endByte: number
  readonly failed: () => void
}

export interface Unsent {
  /** One more message, of so many bytes, is the last in line. */
  add(bytes: number, failed: () => void): void
  /** Forgets what has left, oldest first: all but the last so many bytes. */
  forget(bufferedBytes: number): void
  /** The socket is over: what has not left by now never will. */
  fail(): void
}

/** The line of one socket. */
export function createUnsent(): Unsent {
  const line: Handed[] = []
  let handedBytes = 0

  return {
    add(bytes, failed) {
      handedBytes += bytes
      line.push({ endByte: handedBytes, failed })
    },
    forget(bufferedBytes) {
      const leftBytes = handedBytes - bufferedBytes
      const waiting = line.findIndex(({ endByte }) => endByte > leftBytes)
      line.splice(0, waiting < 0 ? line.length : waiting)
    },
    fail() {
      line.splice(0).forEach(({ failed }) => failed())
    },
  }
}
