/** A server written for Node, in a process of its own: killed, it says goodbye to nobody. */
import { fork, type ChildProcess } from 'node:child_process'
import { until } from '../../integration/live-scene'
import type { RecipeServer } from './cases'

/**
 * Runs a script that listens on the port of its first argument (0: any), then calls `process.send(port)`. What follows
 * the port is `args`.
 */
export async function startNodeServer(
  script: string,
  args: readonly string[] = [],
): Promise<RecipeServer> {
  let running = await start(script, 0, args)
  const { port } = running
  const kill = () => end(running.child)
  return {
    port,
    kill,
    async restart() {
      running = await start(script, port, args)
    },
    stop: kill,
  }
}

interface Running {
  readonly child: ChildProcess
  readonly port: number
}

async function start(script: string, port: number, args: readonly string[]): Promise<Running> {
  const child = fork(script, [String(port), ...args], { execArgv: [], silent: true })
  let output = ''
  let listensOn: number | null = null
  const collect = (chunk: Buffer) => void (output += String(chunk))
  child.stdout?.on('data', collect)
  child.stderr?.on('data', collect)
  child.on('message', (answer) => (listensOn = Number(answer)))
  await until(`${script} listens`, () => listensOn !== null || child.exitCode !== null)
  if (listensOn === null) throw new Error(`${script} ended with ${child.exitCode}:\n${output}`)
  return { child, port: listensOn }
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGKILL')
  return ended
}
