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
    const lines = ['ffconcat version 1.0']
    let lengthMs = 0
    for (const [index, { png, atMs }] of frames.entries()) {
      const name = `${index}.png`
      await writeFile(join(folder, name), png)
      const nextMs = frames[index + 1]?.atMs ?? atMs + LAST_MS
      lines.push(`file ${name}`, `duration ${((nextMs - atMs) / 1000).toFixed(3)}`)
      lengthMs += nextMs - atMs
    }
    // FFmpeg ends with the last name and leaves its duration out.
    lines.push(`file ${frames.length - 1}.png`)
    const list = join(folder, 'frames.txt')
    await writeFile(list, lines.join('\n'))
    await ffmpeg([
      ...['-f', 'concat', '-i', list],
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
