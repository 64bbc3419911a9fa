/** A real nginx for a test: its own prefix, its own configuration, no root. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findCommand } from '../programs.mjs'
import { startChild } from './child.mjs'

/**
 * @typedef {object} Nginx
 * @property {() => string} errors its error log
 * @property {() => Promise<void>} stop ends it, its workers too, and removes its folder
 */

/**
 * @param {string} configuration what is inside `http { }`
 * @param {number} port where that listens
 * @returns {Promise<Nginx>}
 */
export async function startNginx(configuration, port) {
  const command = findCommand('nginx')
  if (command === undefined) throw new Error('nginx is not installed')
  const folder = mkdtempSync(join(tmpdir(), 'miniprogram-socket-nginx-'))
  const errorLog = join(folder, 'error.log')
  mkdirSync(join(folder, 'temp'))
  writeFileSync(join(folder, 'nginx.conf'), around(configuration))
  const child = await startChild(
    command,
    ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', errorLog],
    () => canConnect(port),
  )
  return {
    errors: () => readFileSync(errorLog, 'utf8'),
    async stop() {
      // SIGTERM, for SIGKILL would leave the workers behind.
      await child.kill('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What a distribution's nginx.conf has around it, with every path in our own folder. */
const around = (/** @type {string} */ configuration) => `
daemon off;
pid nginx.pid;
worker_processes 1;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path temp/body;
  proxy_temp_path temp/proxy;
  fastcgi_temp_path temp/fastcgi;
  uwsgi_temp_path temp/uwsgi;
  scgi_temp_path temp/scgi;
${configuration}
}
`

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function canConnect(port) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
