/**
 * The one place that names the programs npm cannot give: which suite needs what, and which Debian package has it.
 *
 *   node scripts/programs.mjs packages    the packages that are missing here, for apt-get; empty when none is
 */
import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {object} Program
 * @property {string} name
 * @property {string} command the executable, looked for on the PATH and among Debian's servers; or the path of a file
 * @property {readonly string[]} packages Debian packages that bring it; the first that exists is installed
 * @property {readonly string[]} suites the suites that cannot run without it
 */

/** @type {readonly Program[]} */
export const programs = [
  {
    name: 'JavaScriptCore',
    command: 'jsc',
    packages: [
      'libjavascriptcoregtk-4.0-bin',
      'libjavascriptcoregtk-4.1-bin',
      'libjavascriptcoregtk-6.0-bin',
    ],
    suites: ['engine'],
  },
  {
    name: 'RabbitMQ',
    command: 'rabbitmq-server',
    packages: ['rabbitmq-server'],
    suites: ['recipes'],
  },
  {
    name: 'Redis',
    command: 'redis-server',
    packages: ['redis-server'],
    suites: ['redis'],
  },
  {
    name: 'nginx',
    command: 'nginx',
    packages: ['nginx-light', 'nginx'],
    suites: ['redis'],
  },
  {
    name: 'Chromium',
    command: 'chromium',
    packages: ['chromium'],
    suites: ['browser', 'playground'],
  },
  {
    // The pictures that the suite compares are drawn with it, Latin letters too.
    name: 'Noto Sans CJK',
    command: '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
    packages: ['fonts-noto-cjk'],
    suites: ['playground'],
  },
]

/**
 * @param {string} command
 * @returns {string | undefined} its path
 */
export function findCommand(command) {
  if (isAbsolute(command)) return isReadable(command) ? command : undefined
  // Debian keeps servers where not every user's PATH looks.
  return [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin']
    .map((folder) => join(folder, command))
    .find(isExecutable)
}

/** @returns {readonly Program[]} the programs that are not there */
export function missingPrograms() {
  return programs.filter(({ command }) => findCommand(command) === undefined)
}

/**
 * @param {Program} program
 * @returns {string} the first of its packages that the system's package lists know, else the first
 */
export function packageFor({ packages }) {
  return packages.find(isKnownPackage) ?? /** @type {string} */ (packages[0])
}

/**
 * @param {readonly Program[]} missing
 * @returns {string} the line that installs them
 */
export function installLine(missing) {
  return `sudo apt-get update && sudo apt-get install -y ${missing.map(packageFor).join(' ')}`
}

const isExecutable = (/** @type {string} */ path) => isAccessible(path, constants.X_OK)
const isReadable = (/** @type {string} */ path) => isAccessible(path, constants.R_OK)

/**
 * @param {string} path
 * @param {number} mode
 */
function isAccessible(path, mode) {
  try {
    accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

/** @param {string} name */
function isKnownPackage(name) {
  try {
    return (
      execFileSync('apt-cache', ['show', name], { stdio: ['ignore', 'pipe', 'ignore'] }).length > 0
    )
  } catch {
    return false
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === 'packages') {
  console.log(missingPrograms().map(packageFor).join(' '))
}
