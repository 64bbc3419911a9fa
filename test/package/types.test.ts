/** The types of every sub-path, in every way TypeScript resolves packages. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type PackedPackage,
  REPOSITORY,
  installPackedPackage,
  runNode,
} from '../support/packed-package'

let packed: PackedPackage

beforeAll(async () => {
  packed = await installPackedPackage()
}, 60_000)

afterAll(() => packed.remove())

const CONSUMER = `
import { createSocket, isSocketError, type Socket, type SocketOptions } from 'miniprogram-socket'
import { createFakeWx } from 'miniprogram-socket/testing'

const options: SocketOptions = { url: 'wss://example.com', reconnect: { limit: 3 } }
const socket: Socket = createSocket(options)
const off: () => void = socket.on('retry', ({ retry, limit, delayMs }) => [retry, limit, delayMs].map(Math.round))
const answer: 'sent' | 'queued' | 'dropped' = socket.send('hello')
const isOurs: boolean = isSocketError(new Error())
const { wx } = createFakeWx()

// @ts-expect-error the option is delayMs
createSocket({ url: 'wss://example.com', reconnect: { delay: 1 } })
// @ts-expect-error without a codec an object is not sendable
socket.send({ text: 'hello' })

export { answer, isOurs, off, wx }
`

/** How a project asks for packages: tsconfig settings and the kind of file that asks. */
const CONSUMERS = [
  {
    name: 'node10',
    file: 'index.ts',
    settings: { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
  },
  { name: 'node16, CommonJS', file: 'index.cts', settings: { module: 'node16' } },
  {
    name: 'node16, ES module, a newer library and every check',
    file: 'index.mts',
    settings: {
      ...{ module: 'node16', lib: ['es2023', 'dom'], exactOptionalPropertyTypes: true },
      ...{ noImplicitOverride: true, noUncheckedIndexedAccess: true },
    },
  },
  {
    name: 'bundler',
    file: 'index.ts',
    settings: { module: 'esnext', moduleResolution: 'bundler' },
  },
]

describe('the types of the packed package', () => {
  test('resolve without a fault on every sub-path, in node10, node16 and bundler resolution', async () => {
    const script = join(REPOSITORY, 'scripts/package/attw.mjs')
    const { entrypoints, problems } = JSON.parse(
      await runNode([script, packed.tarball], REPOSITORY),
    ) as { entrypoints: Record<string, Record<string, string | null>>; problems: unknown[] }
    expect(problems).toEqual([])
    for (const path of packed.subPaths) {
      expect(Object.keys(entrypoints[path] ?? {})).toEqual([
        'node10',
        'node16-cjs',
        'node16-esm',
        'bundler',
      ])
      expect(Object.values(entrypoints[path] ?? {})).not.toContain(null)
    }
  }, 60_000)

  test.each(CONSUMERS)(
    'compile in a strict project: $name',
    async ({ name, file, settings }) => {
      const folder = join(packed.projectDir, name.replace(/\W+/g, '-'))
      mkdirSync(folder)
      writeFileSync(join(folder, file), CONSUMER)
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: {
            ...{ strict: true, noEmit: true, target: 'es2015', lib: ['es2015'], types: [] },
            ...settings,
          },
          files: [file],
        }),
      )
      const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc')
      await expect(
        runNode([tsc, '--pretty', 'false', '-p', folder], folder).catch((error) => error.stdout),
      ).resolves.toBe('')
    },
    60_000,
  )
})
