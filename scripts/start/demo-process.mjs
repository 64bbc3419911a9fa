/** `npm start` in a process of its own, as a person runs it but for the browser. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const END_EXPIRY_MS = 10_000

/**
 * @typedef {object} DemoProcess
 * @property {string} url where the playground is
 * @property {number} servedAtMs when it said so, as `performance.now()` has it
 * @property {() => Promise<void>} end
 */

/**
 * Resolves when it has printed where the playground is.
 *
 * @param {{ rootDir: string, expiryMs: number, flags?: readonly string[] }} options
 * @returns {Promise<DemoProcess>}
 */
export async function startDemo({ rootDir, expiryMs, flags = [] }) {
  const child = spawn('npm', ['start', '--', '--no-open', '--port', '0', ...flags], {
    cwd: rootDir,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: npm starts a shell, and that the process.
    detached: true,
  })
  // Out of reach of ctrl-c, then.
  const kill = () => process.kill(-Number(child.pid), 'SIGTERM')
  process.once('exit', kill)
  child.once('exit', () => process.off('exit', kill))
  try {
    const url = await readAddress(child, expiryMs)
    return { url, servedAtMs: performance.now(), end: () => end(child) }
  } catch (error) {
    await end(child)
    throw error
  }
}

/** @type {(child: import('node:child_process').ChildProcess, expiryMs: number) => Promise<string>} */
function readAddress(child, expiryMs) {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (/** @type {string} */ why) =>
      reject(new Error(`npm start did not open the playground: ${why}\n${said}`))
    const timer = setTimeout(() => fail(`not within ${expiryMs} ms`), expiryMs)
    child.once('error', ({ message }) => fail(message))
    child.once('exit', (code) => fail(`it ended with ${code}`))
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        said += String(chunk)
        const [, url] = /(http:\/\/127\.0\.0\.1:\d+)\s/.exec(said) ?? []
        if (url === undefined) return
        clearTimeout(timer)
        resolve(url)
      })
    }
  })
}

/** @type {(child: import('node:child_process').ChildProcess) => Promise<void>} */
async function end(child) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  process.kill(-child.pid, 'SIGINT')
  const timer = setTimeout(() => process.kill(-Number(child.pid), 'SIGKILL'), END_EXPIRY_MS)
  await ended
  clearTimeout(timer)
}
