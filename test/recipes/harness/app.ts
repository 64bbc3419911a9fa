/**
 * One mini-program with every recipe in it, made as the pages say: their files, their bundler commands, the real npm
 * build and the real compile.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { compile } from '../../../scripts/mini-program/compile.mjs'
import { packNpm } from '../../../scripts/mini-program/pack-npm.mjs'
import { packTarball } from '../../../scripts/mini-program/pack-tarball.mjs'
import { REPOSITORY } from '../../support/packed-package'
import { pageNames, readPage, type RecipePage } from './pages'

/** What the compile made, by path. */
export type AppFiles = Readonly<Record<string, string>>

/** Where the tests find the app: set by `buildApp`, read by `builtApp`, which run in different processes. */
const PLACE = 'RECIPES_APP_DIR'

/** Builds the app in an empty folder. Takes about ten seconds. */
export async function buildApp(projectDir: string): Promise<void> {
  const pages = pageNames().map(readPage)
  const tarball = await packTarball({ into: projectDir })
  writeProject(projectDir, pages)
  await Promise.all(pages.map((page) => bundle(projectDir, page)))
  const { packages, warnings } = await packNpm({ projectDir, tarball })
  if (packages !== 1 || warnings.length > 0) {
    throw new Error(`the npm build made ${packages} packages: ${JSON.stringify(warnings)}`)
  }
  const files = await compile({ projectDir })
  const texts = Object.entries(files).filter(([, content]) => typeof content === 'string')
  writeFileSync(join(projectDir, 'compiled.json'), JSON.stringify(Object.fromEntries(texts)))
  process.env[PLACE] = projectDir
}

/** The compiled app. */
export function builtApp(): AppFiles {
  return JSON.parse(readFileSync(join(projectDir(), 'compiled.json'), 'utf8')) as AppFiles
}

/** A file as it was before the compile, a bundle for example. */
export const sourceFile = (path: string): string => readFileSync(join(projectDir(), path), 'utf8')

function projectDir(): string {
  const found = process.env[PLACE]
  if (found === undefined) throw new Error('the app was not built: run the jest project `recipes`')
  return found
}

function writeProject(projectDir: string, pages: readonly RecipePage[]): void {
  const devDependencies = new Set(pages.flatMap((page) => page.devDependencies))
  const files: Record<string, string> = {}
  for (const page of pages) {
    for (const [path, text] of Object.entries(page.files)) {
      if (path in files) throw new Error(`docs/recipes/${page.name}.md writes ${path} once more`)
      files[path] = text
    }
  }
  const own = ownFiles(Object.keys(files), [...devDependencies])
  for (const [path, text] of Object.entries({ ...own, ...files })) {
    write(join(projectDir, path), text)
  }
  for (const name of devDependencies) linkPackage(projectDir, name)
}

/** What every mini-program has and no recipe needs to show. */
function ownFiles(
  paths: readonly string[],
  devDependencies: readonly string[],
): Record<string, string> {
  const inApp = (path: string) => path.replace(/^miniprogram\//, '').replace(/\.js$/, '')
  const modules = paths.filter((path) => path.startsWith('miniprogram/utils/')).map(inApp)
  const pages = paths.filter((path) => path.startsWith('miniprogram/pages/')).map(inApp)
  return {
    'package.json': JSON.stringify({
      name: 'recipes',
      dependencies: { 'miniprogram-socket': '*' },
      devDependencies: Object.fromEntries(devDependencies.map((name) => [name, '*'])),
    }),
    'project.config.json': JSON.stringify({
      appid: 'touristappid',
      compileType: 'miniprogram',
      miniprogramRoot: 'miniprogram/',
    }),
    'miniprogram/app.json': JSON.stringify({ pages }),
    // A module that nobody requires would not be compiled.
    'miniprogram/app.js': `App({ modules: () => [${modules.map((path) => `require('./${path}')`).join(', ')}] })\n`,
    ...Object.fromEntries(
      pages.map((path) => [`miniprogram/${path}.wxml`, '<view>{{last}}</view>\n']),
    ),
  }
}

/** `npm install` without a registry: the package that the repository itself has, and what it can be run as. */
function linkPackage(projectDir: string, name: string): void {
  const link = join(projectDir, 'node_modules', name)
  mkdirSync(dirname(link), { recursive: true })
  symlinkSync(join(REPOSITORY, 'node_modules', name), link)
  const { bin } = JSON.parse(readFileSync(join(link, 'package.json'), 'utf8')) as { bin?: object }
  const programs = typeof bin === 'object' ? Object.keys(bin) : []
  for (const program of programs) {
    mkdirSync(join(projectDir, 'node_modules/.bin'), { recursive: true })
    const path = join('node_modules/.bin', program)
    symlinkSync(join(REPOSITORY, path), join(projectDir, path))
  }
}

async function bundle(projectDir: string, { commands }: RecipePage): Promise<void> {
  const env = { ...process.env, npm_config_offline: 'true' }
  for (const command of commands) {
    await promisify(execFile)('sh', ['-c', command], { cwd: projectDir, env, timeout: 60_000 })
  }
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
