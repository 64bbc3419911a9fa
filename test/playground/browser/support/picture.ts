/** Pictures that are compared with those in `pictures/`, with some tolerance for edges. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

const PICTURES = join(__dirname, '../pictures')

/** `UPDATE_PICTURES=1`: what is drawn now is what is right. */
const isUpdating = Boolean(process.env['UPDATE_PICTURES'])

/** Another version of the browser draws edges a little differently; this is less than one letter on a phone. */
const MAX_SHARE = 0.0005
/** How different a colour has to be, 0 to 1. */
const THRESHOLD = 0.2

let failuresDir: string | undefined

/** What is wrong with a picture, and where to look at it; null when it is as it should be. */
export function compareWithKept(name: string, shot: Buffer): string | null {
  const path = join(PICTURES, `${name}.png`)
  const actual = PNG.sync.read(shot)
  if (isUpdating) {
    mkdirSync(PICTURES, { recursive: true })
    writeFileSync(path, encode(actual))
    return null
  }
  if (!existsSync(path)) return failed(name, actual, 'there is no picture of that name')
  const kept = PNG.sync.read(readFileSync(path))
  const { width, height } = kept
  if (actual.width !== width || actual.height !== height) {
    const sizes = `expected ${width} × ${height}, got ${actual.width} × ${actual.height}`
    return failed(name, actual, sizes)
  }
  const difference = new PNG({ width, height })
  const count = pixelmatch(kept.data, actual.data, difference.data, width, height, {
    threshold: THRESHOLD,
  })
  if (count <= width * height * MAX_SHARE) return null
  return failed(name, actual, `${count} of ${width * height} pixels differ`, difference)
}

function failed(name: string, actual: PNG, why: string, difference?: PNG): string {
  failuresDir ??= mkdtempSync(join(tmpdir(), 'miniprogram-socket-pictures-'))
  writeFileSync(join(failuresDir, `${name}.actual.png`), encode(actual))
  if (difference) writeFileSync(join(failuresDir, `${name}.difference.png`), encode(difference))
  return `${name}: ${why}; see ${join(failuresDir, `${name}.*.png`)}`
}

/** Small, since they are kept: no transparency, and no filters, which are for photographs. */
const encode = (picture: PNG): Buffer =>
  PNG.sync.write(picture, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 })
