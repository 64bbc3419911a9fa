/** Runs FFmpeg; rejects with what it printed. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const EXPIRY_MS = 300_000

/** @param {readonly string[]} args */
export async function ffmpeg(args) {
  const quiet = ['-hide_banner', '-loglevel', 'error', '-y']
  await promisify(execFile)('ffmpeg', [...quiet, ...args], { timeout: EXPIRY_MS })
}
