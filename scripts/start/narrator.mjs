/** Prints the session: one line per thing that happened, with the seconds since the start. */

const COLOURS = { bold: 1, dim: 2, red: 31, green: 32, cyan: 36 }

/** @typedef {ReturnType<typeof createNarrator>} Narrator */

/**
 * @param {object} options
 * @param {(line: string) => void} options.write
 * @param {boolean} options.isColoured
 * @param {() => number} [options.nowMs]
 */
export function createNarrator({ write, isColoured, nowMs = Date.now }) {
  const startedAtMs = nowMs()

  /** @type {(colour: keyof typeof COLOURS, text: string) => string} */
  const paint = (colour, text) => (isColoured ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text)

  /** @type {(mark: string, text: string) => void} */
  const line = (mark, text) => {
    const elapsed = ((nowMs() - startedAtMs) / 1000).toFixed(1).padStart(6)
    write(`${paint('dim', `${elapsed} s`)}  ${mark} ${text}`)
  }

  return {
    /** A heading, and under it what is about to be shown. */
    heading(/** @type {string} */ title, /** @type {string[]} */ ...about) {
      write('')
      write(paint('bold', title))
      for (const text of about) write(paint('dim', `  ${text}`))
    },
    /** Something we do to the app, the server or the network. */
    act: (/** @type {string} */ text) => line(paint('cyan', '›'), text),
    /** Something the socket said by itself. */
    event: (/** @type {string} */ text) => line(paint('dim', '·'), paint('dim', text)),
    /** Something that was claimed, and seen. */
    seen: (/** @type {string} */ text) => line(paint('green', '✓'), text),
    /** Something that was claimed, and did not happen. */
    missed: (/** @type {string} */ text) => line(paint('red', '✗'), text),
    /** A line without a time. */
    plain: (/** @type {string} */ text) => write(text),
  }
}

/** @type {(ms: number) => string} */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`
