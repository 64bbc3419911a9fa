/** How long things take, and how a scene compares. */

/**
 * @typedef {import('../stage.mjs').Stage} Stage
 *
 * @typedef {object} Scene
 * @property {string} title
 * @property {(stage: Stage) => string} about
 * @property {(stage: Stage) => Promise<void>} play throws when something claimed is not so
 */

/** How much longer than the rules say something may take on a busy machine. */
export const SLACK_MS = 2_500
/** How soon something must be there that takes no timer at all. */
export const AT_ONCE_MS = 2_500

/** How long the server stays down: long enough for a retry to fail, short enough not to give up. */
export const outageMs = (/** @type {Stage} */ { isFast }) => (isFast ? 2_000 : 8_000)

/** The longest delay of a retry, jitter included. */
export const retryMs = (/** @type {Stage} */ { times: { reconnect } }) =>
  reconnect.delayMs * (1 + reconnect.jitter)

/** As long as a second attempt of anything would take to show. */
export const doubtMs = (/** @type {Stage} */ { times: { reconnect } }) =>
  Math.min(reconnect.delayMs, 1_000)

export const same = (/** @type {unknown} */ one, /** @type {unknown} */ other) =>
  JSON.stringify(one) === JSON.stringify(other)
