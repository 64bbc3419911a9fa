/** What is in the tarball, and that every door of it opens. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import {
  type PackedPackage,
  REPOSITORY,
  filesUnder,
  installPackedPackage,
  runNode,
} from '../support/packed-package'

let packed: PackedPackage

beforeAll(async () => {
  packed = await installPackedPackage()
}, 60_000)

afterAll(() => packed.remove())

const targetsOf = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Object.values(value as object).flatMap(targetsOf)

describe('the packed package', () => {
  test('has every file that its package.json names', () => {
    const { main, miniprogram, types, exports } = packed.manifest
    const named = [main, miniprogram, types, ...targetsOf(exports)]
    expect(named.filter((path) => !existsSync(join(packed.packageDir, path)))).toEqual([])
  })

  test('points main into the folder that is copied into the app', () => {
    expect(packed.manifest.main).toBe(`${packed.manifest.miniprogram}/index.js`)
  })

  test('depends on nothing: the platform corrupts nested dependencies', () => {
    expect(packed.manifest.dependencies).toBeUndefined()
  })

  test('copies nothing into the app but scripts, and the four files of a component', () => {
    const files = filesUnder(join(packed.packageDir, 'miniprogram_dist'))
    expect(files).toContain('index.js')
    expect(files.filter((path) => !/^[a-z-]+\.js$/.test(path))).toEqual(
      ['js', 'json', 'wxml', 'wxss'].map((extension) => `socket-status/index.${extension}`),
    )
  })

  test('holds builds and documents, no sources, tests or maps', () => {
    const strays = filesUnder(packed.packageDir).filter(
      (path) =>
        !/^(dist\/(shared\/)?[\w-]+\.(js|mjs|d\.ts|d\.mts)|miniprogram_dist\/([\w-]+\.js|socket-status\/index\.\w+))$/.test(
          path,
        ) &&
        ![
          'CHANGELOG.md',
          'LICENSE',
          'PROTOCOL.md',
          'README.md',
          'README.zh-CN.md',
          'package.json',
        ].includes(path),
    )
    expect(strays).toEqual([])
  })

  test('loads by require and by import with the same names on every sub-path', async () => {
    const ids = packed.subPaths.map((path) => join('miniprogram-socket', path))
    const print = (load: string) =>
      `Promise.all(${JSON.stringify(ids)}.map(async (id) => Object.keys(${load}).filter((name) => ` +
      `!['default', '__esModule', 'module.exports'].includes(name)).sort()))` +
      `.then((names) => console.log(JSON.stringify(names)))`
    const [required, imported] = await Promise.all([
      runNode(['--input-type=commonjs', '--eval', print('require(id)')], packed.projectDir),
      runNode(['--input-type=module', '--eval', print('await import(id)')], packed.projectDir),
    ])
    const names = JSON.parse(required) as string[][]
    expect(names).toEqual(JSON.parse(imported))
    expect(names[0]).toContain('createSocket')
    expect(names.every((list) => list.length > 0)).toBe(true)
  }, 60_000)

  test('leaves publint with nothing to say', async () => {
    const script = join(REPOSITORY, 'scripts/package/publint.mjs')
    expect(JSON.parse(await runNode([script, packed.packageDir], REPOSITORY))).toEqual([])
  }, 60_000)
})
