/** Hubs in processes of their own, on one Redis, and nginx in front of them. */
import { buildSync } from 'esbuild'
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../scripts/servers/free-port.mjs'
import { startNginx } from '../../scripts/servers/nginx.mjs'
import { cleanUp, until } from '../integration/live-scene'

export interface Call {
  readonly id: number
  readonly name:
    'send' | 'broadcast' | 'join' | 'kick' | 'presence' | 'online' | 'stats' | 'errors' | 'close'
  readonly args: readonly unknown[]
}

export interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: string
}

export interface HubProcessOptions {
  readonly connections?: 'one' | 'several'
}

/** What the hubs' `onMessage` was called with. */
export interface Dealt {
  readonly clientId: string
  readonly id: string
  readonly body: unknown
  /** The port of the process. */
  readonly by: string
}

export interface HubProcess {
  readonly port: number
  readonly url: string
  call(name: Call['name'], ...args: unknown[]): Promise<unknown>
  /** SIGKILL: nobody says goodbye. */
  kill(): Promise<void>
  /** Starts it again, on the same port. */
  start(): Promise<void>
  isRunning(): boolean
}

export interface Farm {
  readonly hubs: readonly [HubProcess, HubProcess]
  /** nginx, in front of both. */
  readonly url: string
  /** Everything that was dealt with, in the order in which it was. */
  dealt(): readonly Dealt[]
}

/** The configuration of the server guide. */
export const NGINX_CONF = join(__dirname, '../../docs/nginx.conf')

/** Two hubs behind nginx. */
export async function startFarm(
  socketPath: string,
  options: HubProcessOptions = {},
): Promise<Farm> {
  const folder = mkdtempSync(join(tmpdir(), 'miniprogram-socket-farm-'))
  cleanUp(() => rmSync(folder, { recursive: true, force: true }))
  const logFile = join(folder, 'dealt.log')
  writeFileSync(logFile, '')
  const program = join(folder, 'hub-process.cjs')
  buildSync({
    entryPoints: [join(__dirname, 'fixtures/hub-process.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // What ws uses where it is there.
    external: ['bufferutil', 'utf-8-validate'],
    logLevel: 'error',
  })
  const start = (port: number) =>
    startHubProcess(port, [program, String(port), socketPath, logFile, JSON.stringify(options)])
  const hubs = [await start(await freePort()), await start(await freePort())] as const
  return {
    hubs,
    url: await startGate(hubs.map(({ port }) => port)),
    dealt: () =>
      readFileSync(logFile, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as Dealt),
  }
}

/** nginx with the guide's file; only its three ports, and where it logs, are others. */
async function startGate(ports: readonly number[]): Promise<string> {
  const port = await freePort()
  const nginx = await startNginx(withPorts(readFileSync(NGINX_CONF, 'utf8'), port, ports), port)
  cleanUp(nginx.stop)
  return `ws://127.0.0.1:${port}/ws`
}

function withPorts(text: string, port: number, [first, second]: readonly number[]): string {
  const changes: readonly [from: string, to: string][] = [
    ['listen 8080;', `listen 127.0.0.1:${port};`],
    ['127.0.0.1:8081', `127.0.0.1:${first}`],
    ['127.0.0.1:8082', `127.0.0.1:${second}`],
    ['/var/log/nginx/hub.log', 'hub.log'],
  ]
  return changes.reduce((result, [from, to]) => {
    if (result.split(from).length !== 2) throw new Error(`${from} is not there once`)
    return result.replace(from, to)
  }, text)
}

async function startHubProcess(port: number, command: readonly string[]): Promise<HubProcess> {
  let child: ChildProcess | undefined
  let calls = 0
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()

  async function start(): Promise<void> {
    const [program, ...args] = command as [string, ...string[]]
    const fresh = fork(program, args, { execArgv: ['--unhandled-rejections=strict'] })
    child = fresh
    let listens = false
    fresh.on('message', ({ id, value, error }: Answer) => {
      if (id === 0) listens = true
      const call = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) call?.resolve(value)
      else call?.reject(new Error(error))
    })
    fresh.once('exit', () => {
      for (const { reject } of waiting.values()) reject(new Error('the process is gone'))
      waiting.clear()
    })
    await until('the hub listens', () => listens || fresh.exitCode !== null)
    if (!listens) throw new Error(`the hub process ended with ${fresh.exitCode}`)
  }

  async function kill(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child?.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }

  await start()
  cleanUp(kill)
  return {
    port,
    url: `ws://127.0.0.1:${port}/ws`,
    start,
    kill,
    isRunning: () => child?.exitCode === null && child.signalCode === null,
    call: (name, ...args) =>
      new Promise((resolve, reject) => {
        const id = (calls += 1)
        waiting.set(id, { resolve, reject })
        child?.send({ id, name, args } satisfies Call, (error) => {
          if (error) reject(error)
        })
      }),
  }
}
