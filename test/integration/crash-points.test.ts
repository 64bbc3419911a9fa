/** D5: the app is killed at every call of its storage, before and after it takes effect, and opened again. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { startProtocolServer, type ProtocolServer, type Taken } from '../support/protocol-server'

const EXPIRY_MS = 30_000

type Line = readonly [what: string, payload: unknown]

interface Run {
  readonly wasKilled: boolean
  readonly lines: readonly Line[]
}

let folder: string
let app: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crash-points-'))
  app = join(folder, 'app.cjs')
  await build({
    entryPoints: [join(__dirname, 'fixtures/crash-point-app.ts')],
    outfile: app,
    bundle: true,
    platform: 'node',
    logLevel: 'error',
  })
}, EXPIRY_MS)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the app to its end, which may be a violent one. */
async function run(
  disk: string,
  server: ProtocolServer,
  name: string,
  killAt: string,
): Promise<Run> {
  const log = join(disk, `../${name}.log`)
  const child = spawn(process.execPath, [app, server.url, disk, log, killAt, name], {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: EXPIRY_MS,
  })
  const signal = await new Promise((resolve) => child.once('exit', (_, how) => resolve(how)))
  const lines = readFileSync(log, { encoding: 'utf8', flag: 'a+' }).trim().split('\n')
  return {
    wasKilled: signal === 'SIGKILL',
    lines: lines.filter(Boolean).map((line) => JSON.parse(line) as Line),
  }
}

/** What was said to the app, and when: as an answer, so that the app knows its session. */
function startServer(): Promise<ProtocolServer> {
  return startProtocolServer().then((server) => {
    server.onTaken = (body) => {
      if (!String(body).includes('tell me')) return
      for (let i = 0; i < 3; i += 1) server.tell(`${String(body)} ${i}`)
    }
    // It takes two times, so that the message before it is settled while it is not.
    const heard = new Set<unknown>()
    server.loses = (body) =>
      String(body).includes('say again') && !heard.has(body) && !!heard.add(body)
    return server
  })
}

const payloadsOf = ({ lines }: Run, what: string): unknown[] =>
  lines.filter(([word]) => word === what).map(([, payload]) => payload)

const bodiesOf = (taken: readonly Taken[]): unknown[] => taken.map(({ body }) => body)

const inOrder = (all: readonly unknown[], some: readonly unknown[]): unknown[] =>
  all.filter((one) => some.includes(one))

interface Outcome {
  /** The one that was to be killed, and after a kill the one that followed. */
  readonly runs: readonly Run[]
  readonly server: ProtocolServer
}

async function killAndReopen(killAt: string): Promise<Outcome> {
  const server = await startServer()
  const disk = join(mkdtempSync(join(folder, 'run-')), 'disk')
  mkdirSync(disk)
  try {
    const first = await run(disk, server, 'a', killAt)
    const runs = first.wasKilled ? [first, await run(disk, server, 'b', '')] : [first]
    return { runs, server }
  } finally {
    await server.kill()
  }
}

function check({ runs, server }: Outcome): void {
  const [first] = runs as [Run]
  const last = runs[runs.length - 1] as Run
  const all = (what: string): unknown[] => runs.flatMap((one) => payloadsOf(one, what))
  const shown = bodiesOf(server.taken)
  // Shown once, and in order.
  expect(shown).toEqual([...new Set(shown)])
  expect(shown).toEqual(inOrder(all('sent'), shown))
  // Nothing is lost of what was safe, nor of what the last run sent.
  const safe = [...payloadsOf(first, 'saved'), ...payloadsOf(last, 'sent')]
  expect(inOrder(safe, shown)).toEqual(safe)
  expect(inOrder(all('delivered').map(payloadOf), shown)).toHaveLength(all('delivered').length)
  expect(payloadsOf(last, 'done')).toHaveLength(1)
  // The app heard everything, in order; what it may hear again has the id of before.
  const ids = all('message').map((message) => (message as { id: string }).id)
  expect([...new Set(ids)]).toEqual(server.told.map((_, place) => `s1:${place + 1}`))
  const troubles = ['gap', 'expired', 'refused', 'error', 'failed']
  expect(troubles.flatMap(all)).toEqual([])
}

const payloadOf = (event: unknown): unknown => (event as { payload: unknown }).payload

describe('D5: the app is killed at a call of its storage', () => {
  test.each(['before', 'after'])(
    '%s it takes effect, at every one of them: nothing that was safe is lost, and nothing is shown twice',
    async (moment) => {
      let place = 0
      for (;;) {
        place += 1
        const outcome = await killAndReopen(`${moment}:${place}`)
        try {
          check(outcome)
        } catch (failure) {
          ;(failure as Error).message =
            `killed ${moment} call ${place}: ${(failure as Error).message}`
          throw failure
        }
        if (outcome.runs.length < 2) break
      }
      // A run that was never killed ended the loop; there were calls of every kind before.
      expect(place).toBeGreaterThan(8)
    },
    300_000,
  )
})
