/** Frames and their times, made into one file that plays for ever. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ffmpeg } from './ffmpeg.mjs'

/** How long the last frame stands before it begins again. */
const LAST_MS = 2_500
const FRAMES_PER_SECOND = 10

/**
 * @param {readonly import('./screencast.mjs').Frame[]} frames
 * @param {{ path: string, width: number }} options
 * @returns {Promise<{ bytes: number, seconds: number }>}
 */
export async function writeRecording(frames, { path, width }) {
  const folder = await mkdtemp(join(tmpdir(), 'miniprogram-socket-'))
  try {
    for (const [index, { png }] of frames.entries())
      await writeFile(join(folder, nameOf(index)), png)
    const { list, lengthMs } = listFrames(frames)
    const listPath = join(folder, 'frames.txt')
    await writeFile(listPath, list)
    await ffmpeg([
      ...['-f', 'concat', '-i', listPath],
      ...['-vf', `fps=${FRAMES_PER_SECOND},scale=${width}:-2:flags=lanczos`],
      // The encoder itself joins frames that are alike.
      ...['-c:v', 'libwebp_anim', '-loop', '0'],
      ...['-quality', '80', '-compression_level', '6', path],
    ])
    return { bytes: (await stat(path)).size, seconds: lengthMs / 1000 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** @type {(index: number) => string} */
const nameOf = (index) => `${index}.png`

/**
 * What FFmpeg reads: the files in order, and how long each stands. The last one stands longer, before it begins again.
 *
 * @param {readonly { atMs: number }[]} frames
 * @returns {{ list: string, lengthMs: number }}
 */
export function listFrames(frames) {
  const lines = ['ffconcat version 1.0']
  let lengthMs = 0
  for (const [index, { atMs }] of frames.entries()) {
    const nextMs = frames[index + 1]?.atMs ?? atMs + LAST_MS
    lines.push(`file ${nameOf(index)}`, `duration ${((nextMs - atMs) / 1000).toFixed(3)}`)
    lengthMs += nextMs - atMs
  }
  // The duration of the last one counts only when another file follows.
  lines.push(`file ${nameOf(frames.length - 1)}`)
  return { list: lines.join('\n'), lengthMs }
}
