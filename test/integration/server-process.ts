import { fork, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { cleanUp, until } from './live-scene'

export interface ServerProcess {
  readonly port: number
  readonly url: string
  /** The messages that came, without pings. */
  readonly received: readonly string[]
  /** SIGKILL: the operating system ends its connections, and nobody says goodbye. */
  kill(): Promise<void>
}

/** Starts a WebSocket server in a process of its own. It is killed after the test at the latest. */
export async function startServerProcess(port = 0): Promise<ServerProcess> {
  const child = fork(join(__dirname, 'fixtures/server-process.cjs'), [String(port)], {
    execArgv: [],
  })
  const received: string[] = []
  let listensOn: number | null = null
  child.on('message', (message: { port?: number; received?: string }) => {
    if (message.port !== undefined) listensOn = message.port
    if (message.received !== undefined) received.push(message.received)
  })
  const kill = () => end(child)
  cleanUp(kill)
  await until('the server process listens', () => listensOn !== null, 15_000)
  const isAt = listensOn ?? 0
  return { port: isAt, url: `ws://127.0.0.1:${isAt}/`, received, kill }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGKILL')
  return ended
}
