/** One picture as a file: few colours, so that it loads at once. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ffmpeg } from './ffmpeg.mjs'

/** What pages show has few colours; each picture has a palette of its own, which keeps them as they are. */
const TO_PALETTE = [
  'split[all][seen]',
  '[seen]palettegen=reserve_transparent=0[palette]',
  '[all][palette]paletteuse=dither=none',
].join(';')

/**
 * @param {Buffer} png
 * @param {string} path
 * @returns {Promise<number>} its bytes
 */
export async function writePicture(png, path) {
  const folder = await mkdtemp(join(tmpdir(), 'miniprogram-socket-'))
  try {
    const source = join(folder, 'picture.png')
    await writeFile(source, png)
    await ffmpeg(['-i', source, '-filter_complex', TO_PALETTE, '-pred', 'none', path])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return (await stat(path)).size
}
