/**
 * The guide "From zero to a connected page in five minutes", followed to the letter in both languages. Nobody clicks in
 * the devtools here: their npm build and their compiler are run instead.
 *
 * @jest-environment jsdom
 * @jest-environment-options {"customExportConditions": ["node"]}
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { packTarball } from '../../scripts/mini-program/pack-tarball.mjs'
import type { createFakeWx as CreateFakeWx } from '../../src/testing'
import { readGuide, quote } from './five-minutes/guide'
import { followGuide, type GuideProject } from './five-minutes/project'
import { openScreen, type Screen } from './five-minutes/screen'
import { startGuideServer, type GuideServer } from './five-minutes/server'
import { until } from './five-minutes/until'

let scratch: string
let tarball: string

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'miniprogram-socket-five-minutes-'))
  tarball = await packTarball({ into: scratch })
}, 60_000)

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const GUIDES = [
  {
    name: 'English',
    path: 'docs/five-minutes.md',
    language: 'en',
    open: 'Connection: open',
    clock: 'It is …',
    said: ['hello', 'You said: hello'],
    late: ['are you there?', 'You said: are you there?'],
    reconnecting: 'Reconnecting 1/12…',
    lost: 'Connection lost. Tap to retry',
    offline: 'No network',
  },
  {
    name: 'Chinese',
    path: 'docs/five-minutes.zh-CN.md',
    language: 'zh_CN',
    open: '连接状态：open',
    clock: '现在是 …',
    said: ['你好', '你说的是：你好'],
    late: ['在吗', '你说的是：在吗'],
    reconnecting: '正在重连 1/12…',
    lost: '连接已断开，点击重试',
    offline: '网络不可用',
  },
] as const

describe.each(GUIDES)('the guide ($name)', ({ path, language, ...expected }) => {
  const guide = readGuide(path)
  const says = (sentence: string) => quote(guide, sentence)
  let project: GuideProject
  let createFakeWx: typeof CreateFakeWx

  beforeAll(async () => {
    const projectDir = join(scratch, language)
    mkdirSync(projectDir)
    project = await followGuide(guide, projectDir, tarball)
    const testing = join(projectDir, 'node_modules/miniprogram-socket/dist/testing.js')
    ;({ createFakeWx } = require(testing) as { createFakeWx: typeof CreateFakeWx })
  }, 120_000)

  test('makes a mini-program that the compiler takes, with the package in it', () => {
    const names = Object.keys(guide.files).filter((name) => name.startsWith('miniprogram/'))
    const compiled = names.map((name) => name.replace('miniprogram/', ''))
    const built = ['index.js', 'behavior.js', 'socket-status/index.js', 'socket-status/index.wxml']
    const expected = [
      ...compiled,
      ...built.map((name) => `miniprogram_npm/miniprogram-socket/${name}`),
    ]
    expect(expected.filter((name) => !(name in project.files))).toEqual([])
    expect(Object.keys(project.files).filter((name) => /server|\bws\b/.test(name))).toEqual([])
  })

  describe('on time that the test moves', () => {
    let fake: ReturnType<typeof createFakeWx>
    let screen: Screen

    beforeEach(() => {
      fake = createFakeWx()
      screen = openScreen(project.files, fake, language)
      fake.clock.advance(0)
      fake.tasks[0]?.open()
      fake.clock.advance(200)
      expect(screen.text()).toContain(says(expected.open))
    })

    afterEach(() => screen.close())

    test('gives up after about a minute, and a tap on the bar tries again', async () => {
      const stop = fake.onTask((task) => task.fail())
      fake.tasks[0]?.close(1006)
      let tookMs = 0
      for (; screen.bar() !== says(expected.lost) && tookMs < 120_000; tookMs += 100) {
        fake.clock.advance(100)
      }
      expect(screen.bar()).toBe(expected.lost)
      expect([tookMs > 50_000, tookMs < 70_000, tookMs]).toEqual([true, true, tookMs])

      stop()
      const attempts = fake.tasks.length
      await screen.tap('.lost')
      fake.clock.advance(0)
      fake.tasks.at(-1)?.open()
      fake.clock.advance(200)
      expect(fake.tasks.length).toBe(attempts + 1)
      expect(screen.bar()).toBeNull()
    })

    test('replaces the link after ten seconds under the lock screen', () => {
      screen.hide()
      fake.clock.advance(10_000)
      expect(fake.openCount).toBe(0)
      screen.show()
      fake.clock.advance(1_000)
      fake.tasks.at(-1)?.open()
      fake.clock.advance(200)
      expect([fake.tasks.length, fake.openCount]).toEqual([2, 1])
      expect(screen.text()).toContain(expected.open)
      expect(screen.bar()).toBeNull()
    })

    test('says that there is no network', () => {
      fake.network({ isConnected: false })
      fake.clock.advance(10_000)
      expect(screen.bar()).toBe(says(expected.offline))
    })
  })

  describe('against its own server', () => {
    let server: GuideServer
    let screen: Screen

    beforeAll(async () => {
      const [command = ''] = guide.commands.filter((line) => line.startsWith('node '))
      server = await startGuideServer(project.projectDir, command)
      /** Where the server is instead of where the app looks for it. */
      class Elsewhere extends WebSocket {
        constructor(url: string, protocols?: string[]) {
          super(url.replace(`127.0.0.1:${server.askedPort}`, `127.0.0.1:${server.port}`), protocols)
        }
      }
      screen = openScreen(project.files, createFakeWx({ live: { WebSocket: Elsewhere } }), language)
    }, 60_000)

    afterAll(async () => {
      screen.close()
      await server.stop()
    })

    /** Waits until the screen shows something. */
    const shows = (text: string) =>
      until(
        () => `the screen shows ${text}; it shows ${screen.text()}`,
        () => screen.text().includes(text),
      )
    const barSays = (text: string | null) =>
      until(
        () => `the bar says ${text}; it says ${screen.bar()}`,
        () => screen.bar() === text,
      )
    const say = async (text: string) => {
      await screen.type(text)
      await screen.tap('.send')
    }

    test('shows what the page says that one should see', async () => {
      await shows(says(expected.open))
      await shows(says(expected.clock).replace('…', ''))
      expect(screen.bar()).toBeNull()
      const [text, answer] = expected.said.map(says) as [string, string]
      await say(text)
      await shows(answer)
      expect(screen.printed).toEqual([])
    }, 60_000)

    test('says that the link is lost, keeps what is said meanwhile, and is back by itself', async () => {
      await server.stop()
      await barSays(says(expected.reconnecting))
      const [text, answer] = expected.late.map(says) as [string, string]
      await say(text)
      await server.start()
      await shows(answer)
      await barSays(null)
      await shows(expected.open)
    }, 60_000)
  })
})
