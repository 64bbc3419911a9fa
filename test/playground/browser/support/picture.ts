/** Pictures that are compared with those in `pictures/`, with some tolerance for edges. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

const PICTURES = join(__dirname, '../pictures')

/** Another version of the browser draws edges a little differently; this is less than one letter on a phone. */
const MAX_SHARE = 0.0005
/** How different a colour has to be, 0 to 1. */
const THRESHOLD = 0.2

let failuresDir: string | undefined

/** What is wrong with a picture. */
export interface Difference {
  /** Keeps it for whoever is to look at it, and says where. */
  tell(): string
}

/** Null when the picture is as it should be. */
export function compareWithKept(name: string, shot: Buffer): Difference | null {
  const path = join(PICTURES, `${name}.png`)
  const actual = PNG.sync.read(shot)
  const differs = (why: string, difference?: PNG): Difference => ({
    tell: () => `${name}: ${why}; see ${keep(name, actual, difference)}`,
  })
  if (!existsSync(path)) return differs('there is no picture of that name')
  const kept = PNG.sync.read(readFileSync(path))
  const { width, height } = kept
  if (actual.width !== width || actual.height !== height) {
    return differs(`expected ${width} × ${height}, got ${actual.width} × ${actual.height}`)
  }
  const difference = new PNG({ width, height })
  const count = pixelmatch(kept.data, actual.data, difference.data, width, height, {
    threshold: THRESHOLD,
  })
  if (count <= width * height * MAX_SHARE) return null
  return differs(`${count} of ${width * height} pixels differ`, difference)
}

/** What is drawn now is what is right. */
export function update(name: string, shot: Buffer): void {
  mkdirSync(PICTURES, { recursive: true })
  writeFileSync(join(PICTURES, `${name}.png`), encode(PNG.sync.read(shot)))
}

function keep(name: string, actual: PNG, difference?: PNG): string {
  failuresDir ??= mkdtempSync(join(tmpdir(), 'miniprogram-socket-pictures-'))
  writeFileSync(join(failuresDir, `${name}.actual.png`), encode(actual))
  if (difference) writeFileSync(join(failuresDir, `${name}.difference.png`), encode(difference))
  return join(failuresDir, `${name}.*.png`)
}

/** Small, since they are kept: no transparency, and no filters, which are for photographs. */
const encode = (picture: PNG): Buffer =>
  PNG.sync.write(picture, { colorType: 2, deflateLevel: 9, deflateStrategy: 0, filterType: 0 })
