/** A RabbitMQ of our own: own ports, own folder, own name service, and nothing left of it afterwards. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findCommand } from '../../../scripts/programs.mjs'
import { until } from '../../integration/live-scene'
import type { RecipeServer } from './cases'

/** What a node speaks beside AMQP: the plugin that is enabled. */
export type Dialect = 'stomp' | 'web_stomp' | 'web_mqtt'

const HOST = '127.0.0.1'
const START_MS = 50_000

/** Starts a node whose `port` is that of the dialect. It knows the user `guest` with the password `guest`. */
export async function startRabbitMq(dialect: Dialect): Promise<RecipeServer> {
  const folder = mkdtempSync(join(tmpdir(), 'miniprogram-socket-rabbitmq-'))
  const [port, epmdPort, distributionPort, ...others] = await freePorts(6)
  writeFileSync(join(folder, 'plugins'), `[rabbitmq_${dialect}].\n`)
  writeFileSync(join(folder, 'rabbitmq.conf'), settings(dialect, port, others))
  const env = environment(folder, epmdPort, distributionPort)
  // Started by itself it would be a daemon that outlives the node.
  const epmd = spawn(program('epmd'), ['-address', HOST, '-port', String(epmdPort)], { env })
  let node: ChildProcess | null = null

  const kill = async () => {
    if (node !== null) await killNode(node, folder)
    node = null
  }
  const restart = async () => {
    node = await startNode(folder, env)
  }
  const stop = async () => {
    await kill()
    await ended(epmd, () => epmd.kill('SIGKILL'))
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await restart()
  } catch (failure) {
    await stop()
    throw failure
  }
  return { port, kill, restart, stop }
}

function settings(dialect: Dialect, port: number, others: readonly number[]): string {
  const [amqpPort, basePort] = others
  const lines = {
    stomp: [`stomp.listeners.tcp.1 = ${HOST}:${port}`],
    web_stomp: [
      `web_stomp.tcp.ip = ${HOST}`,
      `web_stomp.tcp.port = ${port}`,
      `stomp.listeners.tcp.1 = ${HOST}:${basePort}`,
    ],
    web_mqtt: [
      `web_mqtt.tcp.ip = ${HOST}`,
      `web_mqtt.tcp.port = ${port}`,
      `mqtt.listeners.tcp.1 = ${HOST}:${basePort}`,
    ],
  }[dialect]
  return [`listeners.tcp.1 = ${HOST}:${amqpPort}`, ...lines, ''].join('\n')
}

function environment(folder: string, epmdPort: number, distributionPort: number) {
  return {
    ...process.env,
    HOME: folder,
    ERL_EPMD_ADDRESS: HOST,
    ERL_EPMD_PORT: String(epmdPort),
    RABBITMQ_NODENAME: 'recipe@localhost',
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_CONF_ENV_FILE: join(folder, 'none'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
    RABBITMQ_FEATURE_FLAGS_FILE: join(folder, 'feature-flags'),
    RABBITMQ_GENERATED_CONFIG_DIR: folder,
    RABBITMQ_LOG_BASE: folder,
    RABBITMQ_LOGS: '-',
    RABBITMQ_MNESIA_BASE: folder,
    RABBITMQ_PID_FILE: pidFile(folder),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-start_epmd false',
  }
}

async function startNode(folder: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  // The command on the PATH is Debian's: it insists on its own user and folders.
  const script = join(dirname(realpathSync(program('rabbitmq-server'))), 'rabbitmq-server')
  const node = spawn(script, { env, cwd: folder })
  let output = ''
  const collect = (chunk: Buffer) => void (output += String(chunk))
  node.stdout.on('data', collect)
  node.stderr.on('data', collect)
  const isUp = () => output.includes('Server startup complete')
  try {
    await until('RabbitMQ is up', () => isUp() || node.exitCode !== null, START_MS)
    if (!isUp()) throw new Error(`it ended with ${node.exitCode}`)
  } catch (failure) {
    await killNode(node, folder)
    throw new Error(`RabbitMQ did not start:\n${output.slice(-2_000)}`, { cause: failure })
  }
  return node
}

/** SIGKILL to the virtual machine itself: its script ends with it. */
async function killNode(node: ChildProcess, folder: string): Promise<void> {
  await ended(node, () => {
    if (existsSync(pidFile(folder))) {
      process.kill(Number(readFileSync(pidFile(folder), 'utf8')), 'SIGKILL')
    } else node.kill()
  })
  rmSync(pidFile(folder), { force: true })
}

async function ended(child: ChildProcess, kill: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  kill()
  await exit
}

const pidFile = (folder: string) => join(folder, 'pid')

function program(command: string): string {
  const found = findCommand(command)
  if (found === undefined) throw new Error(`${command} is not installed`)
  return found
}

/** Ports that nobody has just now. Held until all are known, or the same one would come twice. */
async function freePorts(count: number): Promise<[number, number, number, ...number[]]> {
  const servers = Array.from({ length: count }, () => createServer())
  for (const server of servers) {
    await new Promise<void>((resolve) => void server.listen(0, HOST, resolve))
  }
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  for (const server of servers) await new Promise((resolve) => server.close(resolve))
  return ports as [number, number, number]
}
