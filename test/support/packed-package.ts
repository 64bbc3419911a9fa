/** The package as a user gets it: packed, then unpacked into the node_modules of an empty project. */
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { installTarball } from '../../scripts/mini-program/pack-npm.mjs'
import { packTarball } from '../../scripts/mini-program/pack-tarball.mjs'

export interface PackedPackage {
  /** The project that depends on it. */
  readonly projectDir: string
  /** Where it lies in that project's node_modules. */
  readonly packageDir: string
  readonly tarball: string
  /** Its package.json. */
  readonly manifest: Manifest
  /** What can be imported: `.`, `./testing`, … without package.json. */
  readonly subPaths: readonly string[]
  remove(): void
}

export interface Manifest {
  readonly main: string
  readonly miniprogram: string
  readonly types: string
  readonly exports: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
}

export const REPOSITORY = resolve(__dirname, '../..')

export async function installPackedPackage(): Promise<PackedPackage> {
  const projectDir = mkdtempSync(join(tmpdir(), 'miniprogram-socket-'))
  const tarball = await packTarball({ into: projectDir })
  const packageDir = await installTarball({ projectDir, tarball })
  writeFileSync(
    join(projectDir, 'package.json'),
    JSON.stringify({ name: 'consumer', dependencies: { 'miniprogram-socket': '*' } }),
  )
  const manifest = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as Manifest
  return {
    projectDir,
    packageDir,
    tarball,
    manifest,
    subPaths: Object.keys(manifest.exports).filter((path) => path !== './package.json'),
    remove: () => rmSync(projectDir, { recursive: true, force: true }),
  }
}

/** Every file under a folder, as paths relative to it, sorted. */
export function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

/** Runs Node in a process of its own; rejects with its stderr when it fails. */
export async function runNode(args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, timeout: 60_000 })
  return stdout
}
