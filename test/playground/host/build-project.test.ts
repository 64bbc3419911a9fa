/** Any mini-program's folder, with the real compiler. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createBuildCache } from '../../../playground/build/build-cache.mjs'
import { createProjectBuild } from '../../../playground/build/build-project.mjs'

const EXPIRY_MS = 120_000

let dir: string
let said: string[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'build-project-'))
  said = []
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function write(files: Record<string, string | object>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(dir, 'project', dirname(path)), { recursive: true })
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    writeFileSync(join(dir, 'project', path), text)
  }
}

const APP = {
  'app.json': { pages: ['pages/index/index'] },
  'app.js': 'App({})',
  'pages/index/index.json': {},
  'pages/index/index.js': "const { hello } = require('greetings')\nPage({ data: { hello } })",
  'pages/index/index.wxml': '<view>{{ hello }}</view>',
}

const open = () =>
  createProjectBuild({
    projectDir: join(dir, 'project'),
    cache: createBuildCache(join(dir, 'cache')),
    say: (line) => said.push(line),
  })

describe('createProjectBuild', () => {
  test('says what a mini-program’s folder is', async () => {
    write({ 'app.json': '{}' })
    await expect(open()).rejects.toThrow(
      `expected a mini-program's folder with a project.config.json, found none in ${dir}`,
    )
  })

  test('says where it looked for app.json', async () => {
    write({ 'project.config.json': { miniprogramRoot: 'source/' } })
    await expect(open()).rejects.toThrow(
      '"miniprogramRoot": "source/", and ' + join(dir, 'project', 'source') + ' has no app.json',
    )
  })

  test('says that packages are not installed', async () => {
    write({
      ...APP,
      'project.config.json': {},
      'package.json': { dependencies: { greetings: '1.0.0' } },
    })
    await expect((await open())()).rejects.toThrow('names packages that are not installed')
  })

  test(
    'runs the npm build once, compiles, and compiles again only what changed',
    async () => {
      write({
        ...APP,
        'project.config.json': { appid: 'touristappid', compileType: 'miniprogram' },
        'package.json': { dependencies: { greetings: '1.0.0' } },
        'node_modules/greetings/package.json': {
          name: 'greetings',
          version: '1.0.0',
          main: 'index.js',
        },
        'node_modules/greetings/index.js': "exports.hello = 'good morning'",
      })
      const build = await open()
      const first = await build()
      expect(Object.keys(first)).toEqual(
        expect.arrayContaining([
          'app.json',
          'pages/index/index.wxml',
          'miniprogram_npm/greetings/index.js',
        ]),
      )
      expect(said).toEqual(['building npm into miniprogram_npm', 'compiling'])
      expect(await build()).toEqual(first)
      expect(said).toHaveLength(2)

      write({ 'pages/index/index.wxml': '<view>changed</view>' })
      expect(String((await build())['pages/index/index.wxml'])).toContain('changed')
      expect(said.slice(2)).toEqual(['compiling'])
    },
    EXPIRY_MS,
  )
})
