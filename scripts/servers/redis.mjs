/** A real Redis for a test or a bench: on a socket in a folder of its own, killed and started as often as one likes. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findCommand } from '../programs.mjs'
import { startChild } from './child.mjs'
import { freePort } from './free-port.mjs'

/**
 * @typedef {object} RedisServer
 * @property {string} socketPath for `createClient({ socket: { path } })`
 * @property {number} port with `port: true` or `cluster: true`, else 0
 * @property {() => Promise<void>} kill SIGKILL
 * @property {() => Promise<void>} start again, with the data of before when it is persistent
 * @property {() => void} forget removes the data; only while it is not running
 * @property {() => void} freeze SIGSTOP: it takes connections and answers nothing
 * @property {() => void} thaw
 * @property {(...args: string[]) => string} cli what redis-cli prints
 * @property {() => Promise<void>} stop ends it and removes its folder
 */

/**
 * @param {{ isPersistent?: boolean, port?: boolean, cluster?: boolean, options?: readonly string[] }} [wanted]
 *   `cluster`: one node that owns every slot, and refuses what touches two of them
 * @returns {Promise<RedisServer>}
 */
export async function startRedis({
  isPersistent = false,
  port = false,
  cluster = false,
  options = [],
} = {}) {
  const command = findCommand('redis-server')
  if (command === undefined) throw new Error('redis-server is not installed')
  const folder = mkdtempSync(join(tmpdir(), 'miniprogram-socket-redis-'))
  const socketPath = join(folder, 'redis.sock')
  const tcpPort = port || cluster ? await freePort() : 0
  const args = [
    ...['--port', String(tcpPort), '--bind', '127.0.0.1', '--unixsocket', socketPath],
    ...['--dir', folder, '--save', '', '--appendonly', isPersistent ? 'yes' : 'no'],
    // A reply means that it is in the file: nothing that was acknowledged is lost by a kill.
    ...['--appendfsync', 'always'],
    ...(cluster ? ['--cluster-enabled', 'yes', '--cluster-port', String(await freePort())] : []),
    ...options,
  ]
  const run = () =>
    startChild(command, args, (printed) => /ready to accept connections/i.test(printed))
  let child = await run()
  const cli = (/** @type {string[]} */ ...words) =>
    execFileSync('redis-cli', ['-s', socketPath, ...words], { encoding: 'utf8', timeout: 10_000 })
  if (cluster) await claimSlots(cli)

  return {
    socketPath,
    port: tcpPort,
    cli,
    kill: () => child.kill(),
    async start() {
      child = await run()
    },
    forget() {
      for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true })
    },
    freeze: () => child.signal('SIGSTOP'),
    thaw: () => child.signal('SIGCONT'),
    async stop() {
      await child.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** @param {(...words: string[]) => string} cli */
async function claimSlots(cli) {
  cli('cluster', 'addslotsrange', '0', '16383')
  for (let i = 0; i < 200; i += 1) {
    if (cli('cluster', 'info').includes('cluster_state:ok')) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the cluster of one node did not become ready')
}
