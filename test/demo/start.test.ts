import { afterEach, describe, expect, test } from '@jest/globals'
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

const ROOT = join(__dirname, '../..')
const EXPIRY_MS = 180_000

interface Ended {
  readonly code: number | null
  readonly lines: readonly string[]
}

const children: ChildProcess[] = []
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')))

/** Runs `npm start` with these flags, without a terminal; what it prints is there while it runs. */
function run(...flags: string[]) {
  const args = [join(ROOT, 'scripts/start/index.mjs'), ...flags]
  const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' }
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
  children.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const timer = setTimeout(() => child.kill('SIGKILL'), EXPIRY_MS)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, lines: output.split('\n') })
    })
  })
  return {
    child,
    ended,
    async until(words: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        const found = words.exec(output)
        if (found) return found
        if (child.exitCode !== null) throw new Error(`it ended without ${words}:\n${output}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
  }
}

const start = (...flags: string[]) => run(...flags).ended

describe('npm start -- --terminal --fast', () => {
  test(
    'plays every scene, sees every step, and ends by itself',
    async () => {
      const { code, lines } = await start('--terminal', '--fast', '--no-build')
      expect({ code, missed: lines.filter((line) => line.includes('✗')) }).toEqual({
        code: 0,
        missed: [],
      })
      expect(lines.filter((line) => /^\d+\. /.test(line))).toEqual([
        '1. Connect',
        '2. Somebody else',
        '3. Another room',
        '4. The server is killed',
        '5. The app is killed with unsent messages',
        '6. The server restarts, as a deployment should',
        '7. The server crashes and loses its memory',
        '8. The link goes dead without a word',
        '9. The app goes to the background and returns',
        '10. The server refuses a message',
        '11. I sign in on another phone',
        '12. The server kicks us',
        '13. The limit',
        '14. The network returns',
        '15. Goodbye',
      ])
      const seen = lines.filter((line) => line.includes('✓')).join('\n')
      for (const step of [
        'ran the real npm build',
        'my page says: Online: ann (you), bob',
        'on my page: hello, delivered',
        'my list shows: Help, 2 unread, bob: anybody?',
        'nothing is unread any more',
        'all three are shown as sending',
        /the status bar says: Reconnecting \d+\/12…/,
        'all three are delivered',
        'each once and in order',
        'it knows my name, and shows both as sending',
        'nothing is missing',
        'both pages say: some messages are missing',
        /the heartbeat noticed after \d\.\d s/,
        'hidden: no attempt is made',
        'the message failed',
        'the status bar here says: Signed in on another device',
        'Kicked: you asked for it',
        'gave up after 12 retries',
        'connected at once',
      ]) {
        expect(seen).toMatch(step)
      }
      expect(lines).toContain('Every step was seen, 15 scenes of 15.')
    },
    EXPIRY_MS + 5_000,
  )
})

describe('npm start', () => {
  test(
    'serves the demo with its server, and ends by itself on ctrl-c',
    async () => {
      const { child, ended, until } = run('--no-build', '--no-watch', '--port', '0')
      const [, url = ''] = await until(/demo: (http:\/\/127\.0\.0\.1:\d+)\n/)
      const [, server = ''] = await until(/The demo's server: (ws:\/\/127\.0\.0\.1:\d+)\n/)
      const config = (await (await fetch(`${url}/config.json`)).json()) as {
        phones: { id: string; query: object }[]
        controls: { id: string }[]
        pages: string[]
      }
      expect(config.phones).toEqual([
        { id: 'left', name: 'ann', query: { server, name: 'ann' } },
        { id: 'right', name: 'bob', query: { server, name: 'bob' } },
      ])
      expect(config.pages).toContain('pages/chat/chat')
      expect(config.controls.map(({ id }) => id)).toEqual([
        'kill',
        'restart',
        'graceful',
        'forget',
        'freeze',
        'thaw',
        'kick',
        'refuse',
        'slow',
      ])
      expect((await fetch(`${url}/app.js`)).status).toBe(200)
      child.kill('SIGINT')
      expect((await ended).code).toBe(0)
    },
    EXPIRY_MS + 5_000,
  )

  test('says that a port is taken', async () => {
    const other: Server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const { code, lines } = await start('--no-build', '--port', String(port))
    other.close()
    expect(code).toBe(1)
    expect(lines.join('\n')).toContain(`port ${port} is taken by another program`)
  })

  test.each([
    [['--quick'], "Unknown option '--quick'"],
    [['--port', 'http'], "--port: expected a number from 0 (any free one) to 65535, got 'http'"],
    [['--port', '70000'], "got '70000'"],
    [['--terminal', '--port', '1'], '--port is for the playground, and --terminal opens none'],
    [['--terminal', '--no-watch'], '--no-watch is for the playground'],
  ])('refuses %j', async (flags, words) => {
    const { code, lines } = await start(...flags)
    expect(code).toBe(1)
    expect(lines.join('\n')).toContain(words)
  })

  test('prints no colour codes into a pipe', async () => {
    const { lines } = await start('--quick')
    expect(lines.join('\n')).not.toContain('\u001b[')
  })
})
