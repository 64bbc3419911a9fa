/** The demo through the real npm build and the real compile: how large what a client downloads is. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile } from '../../scripts/mini-program/compile.mjs'
import { copyProject, packNpm } from '../../scripts/mini-program/pack-npm.mjs'
import { packTarball } from '../../scripts/mini-program/pack-tarball.mjs'
import {
  MAX_PACKAGE_BYTES,
  type PackageSize,
  measurePackages,
} from '../../scripts/mini-program/package-sizes.mjs'
import { REPOSITORY, filesUnder } from '../support/packed-package'

const DEMO = join(REPOSITORY, 'miniprogram-demo')
const NPM_FOLDER = 'miniprogram_npm/miniprogram-socket/'
const VENDOR_BUNDLE = 'packages/protocols/vendor/mqtt.js'

let scratch: string
let files: Record<string, string | Buffer>
let packages: readonly PackageSize[]
let main: PackageSize

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'miniprogram-socket-demo-size-'))
  const projectDir = join(scratch, 'demo')
  await copyProject({ projectDir: DEMO, into: projectDir })
  await packNpm({ projectDir, tarball: await packTarball({ into: scratch }) })
  bundleVendor(projectDir)
  files = await compile({ projectDir })
  packages = measurePackages(files)
  main = packages[0] as PackageSize
  // Not by the console: this is for whoever reads the run, and is wanted in every one.
  process.stdout.write(`${packages.map(describeSize).join('\n')}\n`)
}, 180_000)

afterAll(() => rmSync(scratch, { recursive: true, force: true }))

/** In a process of its own: jest cannot load the script. */
function bundleVendor(projectDir: string): void {
  const script = pathToFileURL(join(DEMO, 'vendor/bundle.mjs')).href
  const code = `import { bundleVendor } from ${JSON.stringify(script)}; await bundleVendor(${JSON.stringify(projectDir)})`
  execFileSync(process.execPath, ['--input-type=module', '--eval', code], { timeout: 60_000 })
}

const describeSize = ({ root, paths, bytes }: PackageSize): string =>
  `the compiled demo, ${root || 'main package'}: ${bytes.toLocaleString('en-US')} bytes in ${paths.length} files`

describe('the compiled demo', () => {
  test('has a main package and the sub-packages of app.json, each with its pages', () => {
    expect(packages.map(({ root }) => root)).toEqual(['', 'packages/protocols', 'packages/report'])
    expect(packages.flatMap(({ paths }) => paths).sort()).toEqual(Object.keys(files).sort())
    const pages = ['pages/rooms/rooms.js', 'packages/protocols/protocols.js']
    expect(pages.map((page) => packages.findIndex(({ paths }) => paths.includes(page)))).toEqual([
      0, 1,
    ])
  })

  test(`stays below the ${MAX_PACKAGE_BYTES} bytes of each package`, () => {
    const large = packages.filter(({ bytes }) => bytes > MAX_PACKAGE_BYTES).map(describeSize)
    expect(large).toEqual([])
  })

  test('has of the package only what is in miniprogram_dist, and no other package', () => {
    const installed = main.paths.filter((path) => path.startsWith('miniprogram_npm/'))
    const shipped = filesUnder(join(REPOSITORY, 'miniprogram_dist')).map(
      (name) => `${NPM_FOLDER}${name}`,
    )
    expect(installed).toContain(`${NPM_FOLDER}index.js`)
    expect(installed.filter((path) => !shipped.includes(path))).toEqual([])
  })

  test('has the socket once, and nothing of what is for servers, tests and other hosts', () => {
    const exporting = (name: string) =>
      Object.keys(files).filter((path) =>
        new RegExp(`\\bexports\\.${name}\\b`).test(String(files[path])),
      )
    expect(exporting('createSocket')).toEqual([`${NPM_FOLDER}index.js`])
    const foreign = ['testing', 'server', 'host'].flatMap((name) =>
      Object.keys(require(join(REPOSITORY, `dist/${name}.js`))),
    )
    const ours = Object.keys(require(join(REPOSITORY, 'miniprogram_dist/index.js')))
    const names = foreign.filter((name) => !ours.includes(name))
    expect(names).toEqual(expect.arrayContaining(['createFakeWx', 'createHub']))
    expect(names.flatMap(exporting)).toEqual([])
  })

  test('has the bundled protocol client in its sub-package alone', () => {
    expect(packages[1]?.paths).toContain(VENDOR_BUNDLE)
    expect(main.paths.filter((path) => /vendor|mqtt/.test(path))).toEqual([])
    // A word of MQTT.js that no compiler changes.
    const word = 'Invalid protocol'
    const withWord = Object.keys(files).filter((path) => String(files[path]).includes(word))
    expect(withWord).toEqual([VENDOR_BUNDLE])
  })
})
