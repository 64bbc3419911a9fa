/** What pictures need that npm cannot give. */
import { findCommand, installLine, programs } from '../programs.mjs'

/** @type {import('../programs.mjs').Program} */
const FFMPEG = { name: 'FFmpeg', command: 'ffmpeg', packages: ['ffmpeg'], suites: [] }

/** Throws, with the line that installs them, where Chromium, its font or FFmpeg is missing. */
export function requirePrograms() {
  const needed = [...programs.filter(({ suites }) => suites.includes('playground')), FFMPEG]
  const missing = needed.filter(({ command }) => findCommand(command) === undefined)
  if (missing.length === 0) return
  const names = missing.map(({ name, command }) => `${name} (${command})`).join(', ')
  throw new Error(`pictures need ${names}. Install with:\n  ${installLine(missing)}`)
}
