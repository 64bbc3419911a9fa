/** The guide's server, started by the guide's command in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { until } from './until'

export interface GuideServer {
  /** The port that `server.js` asked for. */
  readonly askedPort: number
  /** The port that it got: another one, since that one may be taken where the tests run. */
  readonly port: number
  /** As Ctrl+C does it. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** @param command `node server.js` */
export async function startGuideServer(projectDir: string, command: string): Promise<GuideServer> {
  const port = await freePort()
  let askedPort = 0
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const started = spawn(`exec ${command}`, {
      cwd: projectDir,
      shell: true,
      env: {
        ...process.env,
        NODE_OPTIONS: `--require "${join(__dirname, 'move-port.cjs')}"`,
        GUIDE_PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child = started
    let output = ''
    started.on('message', (message: { readonly asked: number }) => (askedPort = message.asked))
    started.stdout?.on('data', (chunk) => (output += String(chunk)))
    started.stderr?.on('data', (chunk) => (output += String(chunk)))
    await until(
      () => `server.js says that it listens; it said: ${output}`,
      () => output.includes(String(askedPort || 'no port yet')) || started.exitCode !== null,
    )
    if (started.exitCode !== null) throw new Error(`${command} ended:\n${output}`)
  }

  function stop(): Promise<void> {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) {
      return Promise.resolve()
    }
    const ended = new Promise<void>((resolve) => running.once('exit', () => resolve()))
    running.kill('SIGINT')
    return ended
  }

  await start()
  return { askedPort, port, start, stop }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
