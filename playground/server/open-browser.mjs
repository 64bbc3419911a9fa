/** Opens an address in the person's browser, where there is one. */
import { spawn } from 'node:child_process'

/**
 * Never fails: the address was printed, so nothing is lost where no browser can be opened.
 *
 * @param {string} url
 */
export function openBrowser(url) {
  const command = browserCommand(process.platform, process.env)
  if (!command) return
  const [program = '', ...args] = command
  const child = spawn(program, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => {})
  child.unref()
}

/**
 * What opens an address, or null: without a screen, and where a machine runs this.
 *
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} env
 * @returns {string[] | null}
 */
export function browserCommand(platform, env) {
  if (env['CI']) return null
  if (platform === 'darwin') return ['open']
  // `start` is a word of the shell, and takes its first argument in quotes for a title.
  if (platform === 'win32') return ['cmd', '/c', 'start', '']
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null
}
