/** The parts of `npm run screenshots` that need no browser. */
import { afterEach, expect, test } from '@jest/globals'
import { listFrames } from '../../scripts/screenshots/recording.mjs'
import { requirePrograms } from '../../scripts/screenshots/required-programs.mjs'

const path = process.env['PATH']
afterEach(() => void (process.env['PATH'] = path))

test('names the programs that are missing, and the line that installs them', () => {
  process.env['PATH'] = '/nowhere'
  expect(requirePrograms).toThrow(
    /^pictures need Chromium \(chromium\).*, FFmpeg \(ffmpeg\)\. Install with:\n {2}sudo apt-get .* chromium .*ffmpeg$/,
  )
})

test('shows each frame for as long as nothing changed, and the last one longer', () => {
  const { list, lengthMs } = listFrames([{ atMs: 1_000 }, { atMs: 1_040 }, { atMs: 2_500 }])
  expect(list.split('\n')).toEqual([
    'ffconcat version 1.0',
    'file 0.png',
    'duration 0.040',
    'file 1.png',
    'duration 1.460',
    'file 2.png',
    'duration 2.500',
    'file 2.png',
  ])
  expect(lengthMs).toBe(4_000)
})
