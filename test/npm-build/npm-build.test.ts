/** The platform's own npm build and compiler, run on the packed package and on the demo. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { WebSocket } from 'ws'
import { bundleVendor } from '../../miniprogram-demo/vendor/bundle.mjs'
import { compile } from '../../scripts/mini-program/compile.mjs'
import { loadApp } from '../../scripts/mini-program/load-app.mjs'
import { copyProject, packNpm } from '../../scripts/mini-program/pack-npm.mjs'
import { packTarball } from '../../scripts/mini-program/pack-tarball.mjs'
import { createPhoneScreen } from '../../scripts/start/phone-screen.mjs'
import { createPhoneStorage } from '../../scripts/start/phone-storage.mjs'
import { parseCodeBlocks } from '../docs/markdown'
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

describe('an app with the behavior and the status bar in a page', () => {
  const PAGE = 'pages/prices/prices'
  let files: Record<string, string | Buffer>

  /** The page of the README, to the letter. */
  beforeAll(async () => {
    const projectDir = join(scratch, 'prices')
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(projectDir, path)), { recursive: true })
      writeFileSync(join(projectDir, path), text)
    }
    write(
      'package.json',
      JSON.stringify({ name: 'prices', dependencies: { 'miniprogram-socket': '*' } }),
    )
    write(
      'project.config.json',
      JSON.stringify({ compileType: 'miniprogram', miniprogramRoot: 'miniprogram/' }),
    )
    write('miniprogram/app.json', JSON.stringify({ pages: [PAGE] }))
    write('miniprogram/app.js', 'App({})')
    const blocks = parseCodeBlocks(readFileSync(join(REPOSITORY, 'README.md'), 'utf8'))
    for (const { name, text } of blocks) {
      const [, extension] = /^pages\/prices\.(\w+)$/.exec(name) ?? []
      if (extension !== undefined) write(`miniprogram/${PAGE}.${extension}`, text)
    }
    await packNpm({ projectDir, tarball })
    files = await compile({ projectDir })
  }, 120_000)

  test('compiles, with all that they consist of', () => {
    const folder = 'miniprogram_npm/miniprogram-socket'
    const expected = ['js', 'json', 'wxml'].flatMap((extension) => [
      `${PAGE}.${extension}`,
      `${folder}/socket-status/index.${extension}`,
    ])
    expected.push(`${folder}/behavior.js`, `${folder}/socket-status/index.wxss`)
    expect(expected.filter((path) => !(path in files))).toEqual([])
    expect(JSON.parse(String(files[`${PAGE}.json`]))).toMatchObject({
      usingComponents: { 'socket-status': expect.stringContaining('socket-status/index') },
    })
  })

  test('runs: page and bar follow a socket', () => {
    const { createFakeWx } = require(join(REPOSITORY, 'dist/testing.js'))
    const fake = createFakeWx()
    const { setTimeout, clearTimeout } = fake.clock
    const { app, openPage, requireModule } = loadApp({
      files,
      wx: fake.wx,
      globals: { setTimeout, clearTimeout },
      components: ['socket-status'],
    })
    const { createSocket } = requireModule('miniprogram-socket')
    app.socket = createSocket({ url: 'wss://example.com/ws' })
    const page = openPage(PAGE)

    app.socket.connect()
    fake.clock.advance(0)
    fake.tasks[0]?.open()
    fake.tasks[0]?.message('{"name":"ACME","price":12}')
    fake.tasks[0]?.close(4502)
    fake.clock.advance(100)
    expect(page.instance.data).toMatchObject({
      prices: { ACME: 12 },
      socket: { state: 'closed', code: 4502 },
    })
    expect(page.component('socket-status').data).toMatchObject({
      isShown: true,
      trouble: 'replaced',
    })
    fake.dispose()
  })
})

describe('the demo after the real compile', () => {
  let projectDir: string
  let files: Record<string, string | Buffer>

  beforeAll(async () => {
    projectDir = join(scratch, 'demo')
    await copyProject({ projectDir: join(REPOSITORY, 'miniprogram-demo'), into: projectDir })
    await packNpm({ projectDir, tarball })
    await bundleVendor(projectDir)
    files = await compile({ projectDir })
    // What `npm install` would have put beside the package.
    for (const name of ['ws', 'aedes']) {
      symlinkSync(
        join(REPOSITORY, 'node_modules', name),
        join(projectDir, 'node_modules', name),
        'junction',
      )
    }
  }, 120_000)

  test('has the package and every page in it', () => {
    const { pages, subPackages } = JSON.parse(String(files['app.json'])) as {
      pages: string[]
      subPackages: { root: string; pages: string[] }[]
    }
    expect(pages.length).toBeGreaterThan(0)
    for (const { root, pages: names } of subPackages) {
      pages.push(...names.map((name) => `${root}${name}`))
    }
    const modules = ['index', 'delivery', 'behavior', 'socket-status/index'].map(
      (name) => `miniprogram_npm/miniprogram-socket/${name}.js`,
    )
    const expected = ['app.js', ...modules].concat(
      pages.flatMap((page) => [`${page}.js`, `${page}.json`, `${page}.wxml`]),
    )
    expect(expected.filter((path) => !(path in files))).toEqual([])
  })

  test('connects to the real server, delivers what was said while it was away, and closes', async () => {
    const { createFakeWx } = require(
      join(projectDir, 'node_modules/miniprogram-socket/dist/testing.js'),
    )
    const { startServer } = require(join(projectDir, 'server.js'))
    const server = await startServer()
    const fake = createFakeWx({ live: { WebSocket } })
    const { app, openPage } = loadApp({
      files,
      wx: Object.assign(
        Object.create(fake.wx),
        createPhoneScreen().api,
        createPhoneStorage().forLaunch().api,
      ),
      components: ['socket-status'],
      query: { server: server.url, timings: 'fast', name: 'ann' },
    })
    try {
      const page = openPage('pages/chat/chat', { room: 'help' })
      /** Pages set what comes in a burst some moments later. */
      const shows = (status: string) =>
        untilSo(() => page.instance.data.lines[0]?.status === status)
      await until(app.socket, 'open')
      expect(server.links()).toBe(1)

      await server.kill()
      await until(app.socket, 'waiting')
      page.call('onInput', { detail: { value: 'hello' } })
      page.call('onSend')
      await shows('sending')
      await server.restart()
      await shows('delivered')
      expect(page.instance.data.lines).toMatchObject([{ text: 'hello', status: 'delivered' }])
      expect(server.links()).toBe(1)

      page.unload()
      app.socket.close()
      await until(app.socket, 'closed')
      expect(fake.openCount).toBe(0)
    } finally {
      app.delivery.stop()
      fake.dispose()
      await server.close()
    }
  }, 60_000)
})

interface WithStates {
  readonly state: string
  on(event: 'state', listener: (change: { readonly to: string }) => void): () => void
}

/** Resolves when it is so; rejects when it is not by the expiry. */
async function untilSo(isSo: () => boolean): Promise<void> {
  const sinceMs = Date.now()
  while (!isSo()) {
    if (Date.now() - sinceMs > EXPIRY_MS) throw new Error(`not within ${EXPIRY_MS} ms: ${isSo}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
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
