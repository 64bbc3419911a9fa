/** Why the server ends a link. Codes of 4500 and more are final: the client stays away until the app calls. */
export const CLOSE_CODES = {
  /** The server goes away for a moment; the reason says when to be back (`retry-after-ms=…`). */
  restart: 1012,
  /** The client took too little, or acknowledged nothing for too long. */
  slow: 4001,
  /** Nothing was heard for too long, or `hello` did not come. */
  silent: 4002,
  /** No room for another connection now. */
  full: 4003,
  /** Another link of the same run of this client took over. */
  superseded: 4004,
  /** The server cannot reach its store now. */
  unavailable: 4005,
  /** A frame that breaks the protocol. */
  fault: 4500,
  /** The client was kicked. */
  kicked: 4501,
  /** The client signed in elsewhere. */
  replaced: 4502,
  /** The client could not be authenticated. */
  unauthorized: 4503,
  /** A version of the protocol that the server does not speak. */
  version: 4504,
} as const

/** In the reason of a close: come back after so many milliseconds. */
export const retryAfter = (delayMs: number): string => `retry-after-ms=${delayMs}`
