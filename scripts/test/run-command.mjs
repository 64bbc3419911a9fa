import { spawn } from 'node:child_process'

/** @type {number | undefined} the process group under way */
let running

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.once(signal, () => {
    if (running !== undefined) killGroup(running)
    process.exit(130)
  })
}

/**
 * Runs a program of node_modules with our stdout. It gets a process group of its own, so that a timeout ends
 * what it has started too.
 *
 * @param {Pick<import('./steps.mjs').Step, 'command' | 'env' | 'timeoutMs'>} step
 * @returns {Promise<number | string>} the exit code, or what ended it instead
 */
export function runCommand({ command: [file, ...args], env, timeoutMs }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [`node_modules/${file}`, ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
      detached: true,
    })
    running = child.pid
    let hasTimedOut = false
    const timer = setTimeout(() => {
      hasTimedOut = true
      if (child.pid !== undefined) killGroup(child.pid)
    }, timeoutMs)
    /** @param {number | string} end */
    const finish = (end) => {
      clearTimeout(timer)
      running = undefined
      resolve(hasTimedOut ? `a timeout of ${timeoutMs} ms` : end)
    }
    child.on('error', (error) => finish(error.message))
    child.on('exit', (code, signal) => finish(code ?? signal ?? 'no code'))
  })
}

/** @param {number} pid */
function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended by itself in the meantime.
  }
}
