/** The built file in the engine of iOS, without JIT as in a mini-program there, on a scripted `wx` and clock. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findCommand } from '../../scripts/programs.mjs'

const BUILT = resolve(__dirname, '../../miniprogram_dist/index.js')
const SCENE = join(__dirname, 'scene.js')

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'miniprogram-socket-engine-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the scene and hands back what it printed last. */
function play(): Record<string, unknown> {
  const jsc = findCommand('jsc')
  if (jsc === undefined) throw new Error('jsc is not installed')
  const file = join(folder, 'scene.js')
  const built = `var built = { exports: {} };(function (module, exports) {${readFileSync(BUILT, 'utf8')}\n})(built, built.exports)`
  writeFileSync(file, `${built}\n${readFileSync(SCENE, 'utf8')}`)
  const output = execFileSync(jsc, [file], {
    env: { ...process.env, JSC_useJIT: '0' },
    encoding: 'utf8',
    timeout: 60_000,
  })
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, unknown>
}

describe('JavaScriptCore without JIT', () => {
  test('connects, sends, reconnects after a drop, sends what was queued meanwhile and closes', () => {
    expect(play()).toEqual({
      states: ['connecting', 'open', 'waiting', 'connecting', 'open', 'closing', 'closed'],
      links: 2,
      // On the first link, then what was said while there was none, then on the second.
      sent: [['one'], ['two', 'three']],
      answers: ['sent', 'queued', 'sent'],
      received: ['hello'],
      pendingTimers: 0,
    })
  })
})
