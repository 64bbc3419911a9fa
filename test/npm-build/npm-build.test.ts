/** The platform's own npm build and compiler, run on the packed package and on the demo. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { startServer } from '../../miniprogram-demo/server.js'
import { compile } from '../../scripts/mini-program/compile.mjs'
import { loadApp } from '../../scripts/mini-program/load-app.mjs'
import { copyProject, packNpm } from '../../scripts/mini-program/pack-npm.mjs'
import { packTarball } from '../../scripts/mini-program/pack-tarball.mjs'
import { REPOSITORY, filesUnder } from '../support/packed-package'

const EXPIRY_MS = 10_000

let scratch: string
let tarball: string

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'miniprogram-socket-npm-build-'))
  tarball = await packTarball({ into: scratch })
}, 60_000)

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('the real npm build', () => {
  test('copies miniprogram_dist into the app byte for byte', async () => {
    const projectDir = join(scratch, 'app')
    mkdirSync(join(projectDir, 'miniprogram'), { recursive: true })
    writeFileSync(
      join(projectDir, 'package.json'),
      JSON.stringify({ name: 'app', dependencies: { 'miniprogram-socket': '*' } }),
    )
    const { packages, warnings } = await packNpm({ projectDir, tarball })
    expect({ packages, warnings }).toEqual({ packages: 1, warnings: [] })

    const built = join(projectDir, 'miniprogram/miniprogram_npm/miniprogram-socket')
    const shipped = join(REPOSITORY, 'miniprogram_dist')
    expect(filesUnder(built)).toEqual(filesUnder(shipped))
    for (const name of filesUnder(shipped)) {
      expect(readFileSync(join(built, name)).equals(readFileSync(join(shipped, name)))).toBe(true)
    }
  }, 120_000)
})

describe('the demo after the real compile', () => {
  let projectDir: string
  let files: Record<string, string | Buffer>

  beforeAll(async () => {
    projectDir = join(scratch, 'demo')
    await copyProject({ projectDir: join(REPOSITORY, 'miniprogram-demo'), into: projectDir })
    await packNpm({ projectDir, tarball })
    files = await compile({ projectDir })
  }, 120_000)

  test('has the package and every page in it', () => {
    const { pages } = JSON.parse(String(files['app.json'])) as { pages: string[] }
    expect(pages.length).toBeGreaterThan(0)
    const expected = ['app.js', 'miniprogram_npm/miniprogram-socket/index.js'].concat(
      pages.flatMap((page) => [`${page}.js`, `${page}.json`, `${page}.wxml`]),
    )
    expect(expected.filter((path) => !(path in files))).toEqual([])
  })

  test('connects to a real server, comes back after it was killed, and closes', async () => {
    const { createFakeWx } = require(
      join(projectDir, 'node_modules/miniprogram-socket/dist/testing.js'),
    )
    const server = await startServer()
    const fake = createFakeWx({ live: { WebSocket } })
    const { app, openPage } = loadApp({
      files,
      wx: fake.wx,
      query: { server: server.url, timings: 'fast' },
    })
    try {
      const page = openPage('pages/chat/chat')
      await until(app.socket, 'open')
      expect(server.links()).toBe(1)

      await server.kill()
      await until(app.socket, 'waiting')
      await server.restart()
      await until(app.socket, 'open')
      expect(server.links()).toBe(1)

      page.unload()
      app.socket.close()
      await until(app.socket, 'closed')
      expect(fake.openCount).toBe(0)
    } finally {
      fake.dispose()
      await server.close()
    }
  }, 60_000)
})

interface WithStates {
  readonly state: string
  on(event: 'state', listener: (change: { readonly to: string }) => void): () => void
}

/** Resolves when the socket is in a state; rejects when it is not by the expiry. */
function until(socket: WithStates, state: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (socket.state === state) return resolve()
    const timer = setTimeout(() => {
      off()
      reject(new Error(`expected the state ${state}, it is ${socket.state}`))
    }, EXPIRY_MS)
    const off = socket.on('state', ({ to }) => {
      if (to !== state) return
      clearTimeout(timer)
      off()
      resolve()
    })
  })
}
