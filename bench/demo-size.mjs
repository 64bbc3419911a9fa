/** How large the compiled demo is, package by package: `node bench/demo-size.mjs`. The real npm build and the real compile, of a copy. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleVendor } from '../miniprogram-demo/vendor/bundle.mjs'
import { compile } from '../scripts/mini-program/compile.mjs'
import { copyProject, packNpm } from '../scripts/mini-program/pack-npm.mjs'
import { packTarball } from '../scripts/mini-program/pack-tarball.mjs'
import { MAX_PACKAGE_BYTES, measurePackages } from '../scripts/mini-program/package-sizes.mjs'
import { ROOT, requireBuild } from './support/libraries.mjs'
import { formatNumber, renderText } from './support/table.mjs'

/** @typedef {import('./support/table.mjs').Table} Table */

async function compileDemo() {
  const scratchDir = await mkdtemp(join(tmpdir(), 'miniprogram-socket-bench-'))
  const projectDir = join(scratchDir, 'demo')
  try {
    await copyProject({ projectDir: join(ROOT, 'miniprogram-demo'), into: projectDir })
    await packNpm({ projectDir, tarball: await packTarball({ into: scratchDir }) })
    await bundleVendor(projectDir)
    return await compile({ projectDir })
  } finally {
    await rm(scratchDir, { recursive: true, force: true })
  }
}

/** @returns {Promise<Table[]>} */
export async function measureDemoSize() {
  const files = await compileDemo()
  const row = (
    /** @type {string} */ label,
    /** @type {readonly string[]} */ paths,
    /** @type {string} */ note,
  ) => {
    const bytes = paths.reduce((sum, path) => sum + Buffer.byteLength(files[path] ?? ''), 0)
    const share = `${formatNumber((bytes / MAX_PACKAGE_BYTES) * 100, 1)} %`
    return [label, formatNumber(paths.length), formatNumber(bytes), share, note]
  }
  const [main, ...others] = measurePackages(files)
  const ours = (main?.paths ?? []).filter((path) => path.startsWith('miniprogram_npm/'))
  return [
    {
      title: 'The compiled demo: size',
      note: `Bytes of the files of the real compile, neither minified nor compressed: more than what a client downloads. The platform's limit is ${formatNumber(MAX_PACKAGE_BYTES)} for a package.`,
      columns: ['package', 'files', 'bytes', 'of the limit', 'note'],
      rows: [
        row('main package', main?.paths ?? [], ''),
        row(
          'in it: miniprogram-socket',
          ours,
          'index, delivery, websocket, behavior, socket-status',
        ),
        ...others.map(({ root, paths }) => row(root, paths, '')),
      ],
    },
  ]
}

async function main() {
  requireBuild()
  process.stdout.write(`${(await measureDemoSize()).map(renderText).join('\n')}\n`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
