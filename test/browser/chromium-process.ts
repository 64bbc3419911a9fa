/** Chromium in a process of its own, as a user runs it but for the window. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findCommand } from '../../scripts/programs.mjs'

/** No sandbox: it needs rights that a container does not give. The rest keeps it from looking for anything outside. */
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-port=0',
]

const START_EXPIRY_MS = 30_000

export interface ChromiumProcess {
  /** Where it is driven from. */
  readonly endpoint: string
  end(): Promise<void>
}

export async function startChromiumProcess(): Promise<ChromiumProcess> {
  const command = findCommand('chromium')
  if (command === undefined) throw new Error('chromium is not installed')
  const profile = mkdtempSync(join(tmpdir(), 'miniprogram-socket-browser-'))
  const child = spawn(command, [...FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: it starts a dozen processes.
    detached: true,
  })
  const end = async (): Promise<void> => {
    await kill(child)
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  try {
    return { endpoint: await readEndpoint(child), end }
  } catch (failure) {
    await end()
    throw failure
  }
}

function readEndpoint(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    const fail = (why: string) => reject(new Error(`chromium did not start: ${why}\n${said}`))
    const timer = setTimeout(() => fail(`${START_EXPIRY_MS} ms`), START_EXPIRY_MS)
    child.once('error', ({ message }) => fail(message))
    child.once('exit', (code) => fail(`it ended with ${code}`))
    child.stderr?.on('data', (chunk) => {
      said += String(chunk)
      const [, endpoint] = /DevTools listening on (ws:\S+)/.exec(said) ?? []
      if (endpoint === undefined) return
      clearTimeout(timer)
      resolve(endpoint)
    })
  })
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  process.kill(-child.pid, 'SIGKILL')
  await ended
}
