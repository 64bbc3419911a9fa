/** A program that runs beside a test or a bench, and never outlives it. */
import { spawn } from 'node:child_process'

/**
 * @typedef {object} Child
 * @property {number} pid
 * @property {() => boolean} isRunning
 * @property {(signal?: NodeJS.Signals) => Promise<void>} kill ends it and waits for that; SIGKILL unless told otherwise
 * @property {(signal: NodeJS.Signals) => void} signal
 */

const START_TIMEOUT_MS = 20_000
const END_TIMEOUT_MS = 5_000

/**
 * Starts a program and waits until `isReady` is true of what it has printed, or resolves to true.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {(printed: string) => boolean | Promise<boolean>} isReady asked every 20 ms
 * @param {{ cwd?: string }} [options]
 * @returns {Promise<Child>}
 */
export async function startChild(command, args, isReady, options = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  let failure = ''
  // The last words are enough to say why it did not start.
  const keep = (/** @type {Buffer} */ chunk) => (printed = (printed + String(chunk)).slice(-20_000))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.on('error', (error) => (failure = error.message))
  const isRunning = () => failure === '' && child.exitCode === null && child.signalCode === null
  const killNow = () => void child.kill('SIGKILL')
  process.once('exit', killNow)
  child.once('exit', () => process.off('exit', killNow))

  const endsAtMs = Date.now() + START_TIMEOUT_MS
  while (!(isRunning() && (await isReady(printed)))) {
    if (!isRunning() || Date.now() > endsAtMs) {
      killNow()
      throw new Error(`${command} did not start: ${failure}\n${printed}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }

  return {
    pid: /** @type {number} */ (child.pid),
    isRunning,
    signal: (name) => void child.kill(name),
    async kill(name = 'SIGKILL') {
      if (!isRunning()) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill(name)
      const timer = setTimeout(killNow, END_TIMEOUT_MS)
      await ended
      clearTimeout(timer)
    },
  }
}
