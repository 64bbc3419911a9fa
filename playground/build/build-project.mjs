/** Compiles any mini-program's folder as the WeChat devtools would. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from '../../scripts/mini-program/compile.mjs'
import { runMiniprogramCi } from '../../scripts/mini-program/miniprogram-ci.mjs'
import { hashFiles, hashText } from './hash-files.mjs'

/** What else decides what comes out. */
const COMPILER = ['../../scripts/mini-program', '../../package-lock.json'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)

/**
 * @param {object} options
 * @param {string} options.projectDir holds `project.config.json`
 * @param {import('./build-cache.mjs').BuildCache} options.cache
 * @param {(line: string) => void} options.say
 * @returns {Promise<() => Promise<Record<string, string | Buffer>>>} compiles, or takes what is kept
 */
export async function createProjectBuild({ projectDir, cache, say }) {
  const root = await findRoot(projectDir)
  return async () => {
    const npmDir = join(root, 'miniprogram_npm')
    if (!existsSync(npmDir)) await buildNpm({ projectDir, root, say })
    const key = async () =>
      hashText(
        (await hashFiles([projectDir, ...COMPILER])) + (await hashFiles([npmDir], { isAll: true })),
      )
    const { files } = await cache.keepFiles({
      name: 'project',
      key,
      make: () => {
        say('compiling')
        return compile({ projectDir })
      },
    })
    return files
  }
}

/** @type {(projectDir: string) => Promise<string>} where `app.json` lies */
async function findRoot(projectDir) {
  const path = join(projectDir, 'project.config.json')
  if (!existsSync(path)) {
    throw new Error(
      `expected a mini-program's folder with a project.config.json, found none in ${projectDir}`,
    )
  }
  const { miniprogramRoot = '.' } = JSON.parse(await readFile(path, 'utf8'))
  const root = resolve(projectDir, miniprogramRoot)
  if (existsSync(join(root, 'app.json'))) return root
  throw new Error(
    `project.config.json says "miniprogramRoot": "${miniprogramRoot}", and ${root} has no app.json`,
  )
}

/**
 * "Build npm" of the devtools, for a project that names packages and where it was not done yet.
 *
 * @param {{ projectDir: string, root: string, say: (line: string) => void }} options
 */
async function buildNpm({ projectDir, root, say }) {
  const folder = [root, projectDir].find((dir) => existsSync(join(dir, 'package.json')))
  if (!folder) return
  const packageJsonPath = join(folder, 'package.json')
  const { dependencies = {} } = JSON.parse(await readFile(packageJsonPath, 'utf8'))
  if (Object.keys(dependencies).length === 0) return
  if (!existsSync(join(folder, 'node_modules'))) {
    throw new Error(`${packageJsonPath} names packages that are not installed: npm install there`)
  }
  say(`building npm into ${relative(projectDir, join(root, 'miniprogram_npm'))}`)
  await runMiniprogramCi('pack-npm', { packageJsonPath, miniprogramNpmDistDir: root })
}
