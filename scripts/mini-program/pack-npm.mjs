/**
 * Installs a packed tarball into a mini-program project and runs the platform's real npm build on it.
 *
 *   await packNpm({ projectDir, tarball }) → { packages, warnings, elapsedMs }
 *
 * `projectDir` holds a package.json that names `miniprogram-socket` under `dependencies`, and the
 * mini-program itself in `miniprogram/`. The tarball ends up in `projectDir/node_modules`, the built package
 * in `projectDir/miniprogram/miniprogram_npm`. Nothing is fetched.
 */
import { execFileSync } from 'node:child_process'
import { cp, mkdir, readFile, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { runMiniprogramCi } from './miniprogram-ci.mjs'

/**
 * Unpacks a tarball into `node_modules` as `npm install` would, without a registry.
 *
 * @param {{ projectDir: string, tarball: string }} options
 * @returns {Promise<string>} the folder of the installed package
 */
export async function installTarball({ projectDir, tarball }) {
  const target = join(projectDir, 'node_modules', 'miniprogram-socket')
  await rm(target, { recursive: true, force: true })
  await mkdir(target, { recursive: true })
  execFileSync('tar', ['-xzf', resolve(tarball), '--strip-components=1', '-C', target])
  return target
}

/**
 * @param {{ projectDir: string, tarball: string, timeoutMs?: number }} options
 * @returns {Promise<{ packages: number, warnings: unknown[], elapsedMs: number }>}
 */
export async function packNpm({ projectDir, tarball, timeoutMs }) {
  const startedAtMs = Date.now()
  const packageJsonPath = resolve(projectDir, 'package.json')
  const { dependencies = {} } = JSON.parse(await readFile(packageJsonPath, 'utf8'))
  if (!('miniprogram-socket' in dependencies)) {
    throw new Error(`${packageJsonPath} does not name miniprogram-socket under dependencies`)
  }
  await installTarball({ projectDir, tarball })

  const miniprogramNpmDistDir = resolve(projectDir, 'miniprogram')
  await rm(join(miniprogramNpmDistDir, 'miniprogram_npm'), { recursive: true, force: true })
  const { miniProgramPackNum, warnList } = await runMiniprogramCi(
    'pack-npm',
    { packageJsonPath, miniprogramNpmDistDir },
    timeoutMs === undefined ? {} : { timeoutMs },
  )
  return {
    packages: miniProgramPackNum,
    warnings: warnList,
    elapsedMs: Date.now() - startedAtMs,
  }
}

/**
 * A copy of a project to build in, so that the checked-in one stays as it is. Leaves out what a build made.
 *
 * @param {{ projectDir: string, into: string }} options
 * @returns {Promise<void>}
 */
export async function copyProject({ projectDir, into }) {
  await cp(projectDir, into, {
    recursive: true,
    filter: (source) => !['node_modules', 'miniprogram_npm'].includes(basename(source)),
  })
}
