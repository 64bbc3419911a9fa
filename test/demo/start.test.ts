import { describe, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(__dirname, '../..')
const EXPIRY_MS = 90_000

/** Runs `npm start` with these flags, without a terminal, and waits for its end. */
function start(...flags: string[]): Promise<{ code: number | null; lines: string[] }> {
  const args = [join(ROOT, 'scripts/start/index.mjs'), ...flags]
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const timer = setTimeout(() => child.kill('SIGKILL'), EXPIRY_MS)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, lines: output.split('\n') })
    })
  })
}

describe('npm start -- --fast', () => {
  test(
    'plays every scene, sees every step, and ends by itself',
    async () => {
      const { code, lines } = await start('--fast', '--no-build')
      expect({ code, missed: lines.filter((line) => line.includes('✗')) }).toEqual({
        code: 0,
        missed: [],
      })
      expect(lines.filter((line) => /^\d+\. /.test(line))).toEqual([
        '1. Connect',
        '2. Somebody else',
        '3. The server is killed',
        '4. The app is killed with unsent messages',
        '5. The server restarts, as a deployment should',
        '6. The server crashes and loses its memory',
        '7. The link goes dead without a word',
        '8. The app goes to the background and returns',
        '9. The server refuses a message',
        '10. I sign in on another phone',
        '11. The server kicks us',
        '12. The limit',
        '13. The network returns',
        '14. Goodbye',
      ])
      const seen = lines.filter((line) => line.includes('✓')).join('\n')
      for (const step of [
        'ran the real npm build',
        'my page says: ann (you), bob',
        'on my page: hello, delivered',
        'all three are shown as sending',
        'all three are delivered',
        'each once and in order',
        'it knows my name, and shows both as sending',
        'nothing is missing',
        'both pages say: some messages are missing',
        /the heartbeat noticed after \d\.\d s/,
        'hidden: no attempt is made',
        'the message failed',
        'this page says: Signed in elsewhere',
        'Kicked: you asked for it',
        'gave up after 12 retries',
        'connected at once',
      ]) {
        expect(seen).toMatch(step)
      }
      expect(lines).toContain('Every step was seen, 14 scenes of 14.')
    },
    EXPIRY_MS + 5_000,
  )

  test('refuses a flag that it does not know', async () => {
    const { code, lines } = await start('--quick')
    expect(code).toBe(1)
    expect(lines.join('\n')).toMatch("Unknown option '--quick'")
  })

  test('prints no colour codes into a pipe', async () => {
    const { lines } = await start('--quick')
    expect(lines.join('\n')).not.toContain('\u001b[')
  })
})
