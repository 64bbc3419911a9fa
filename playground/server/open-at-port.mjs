/** Which port a command listens on: the one that was asked for, or one that suits. */
import { openPlayground } from '../open-playground.mjs'

export const DEFAULT_PORT = 8000

/**
 * @param {string | undefined} text what stands after `--port`
 * @returns {number | undefined}
 */
export function readPort(text) {
  if (text === undefined) return undefined
  const port = Number(text)
  if (/^\d+$/.test(text) && port < 65_536) return port
  throw new Error(`--port: expected a number from 0 (any free one) to 65535, got '${text}'`)
}

/**
 * Opens the playground at the port that was asked for. Without one: at 8000, or at a free one, and says so.
 *
 * @param {Omit<import('../open-playground.mjs').PlaygroundOptions, 'port'>} options
 * @param {number | undefined} port
 * @param {(line: string) => void} print
 * @returns {ReturnType<typeof openPlayground>}
 */
export async function openAtPort(options, port, print) {
  try {
    return await openPlayground({ ...options, port: port ?? DEFAULT_PORT })
  } catch (error) {
    if (!isTaken(error)) throw error
    if (port !== undefined) {
      throw new Error(
        `port ${port} is taken by another program: end it, or choose another port (--port 0 takes a free one)`,
        { cause: error },
      )
    }
    print(`Port ${DEFAULT_PORT} is taken, so another one it is.`)
    return openPlayground({ ...options, port: 0 })
  }
}

/** @type {(error: unknown) => boolean} */
const isTaken = (error) =>
  error instanceof Error && ['EADDRINUSE', 'EACCES'].includes(String(Reflect.get(error, 'code')))
