/** The guide's project, made by doing what the guide says in an empty folder. */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { compile } from '../../../scripts/mini-program/compile.mjs'
import { packNpm } from '../../../scripts/mini-program/pack-npm.mjs'
import { REPOSITORY } from '../../support/packed-package'
import type { Guide } from './guide'

export interface GuideProject {
  readonly projectDir: string
  /** What the compile made, by path. */
  readonly files: Readonly<Record<string, string | Buffer>>
}

/**
 * What a command names, and what stands in for it here, where there is no registry: the packed package, and the
 * repository's own `ws`. The rest of the command is run as it is written.
 */
const substitutes = (tarball: string): Readonly<Record<string, string>> => ({
  'npm install miniprogram-socket': `npm install "${tarball}"`,
  'npm install --save-dev ws': `npm install --save-dev "${join(REPOSITORY, 'node_modules/ws')}"`,
})

/** @param projectDir an empty folder */
export async function followGuide(
  guide: Guide,
  projectDir: string,
  tarball: string,
): Promise<GuideProject> {
  for (const [path, text] of Object.entries(guide.files)) {
    mkdirSync(dirname(join(projectDir, path)), { recursive: true })
    writeFileSync(join(projectDir, path), text)
  }
  const known = substitutes(tarball)
  const installs = guide.commands.filter((command) => command.startsWith('npm '))
  for (const command of installs) {
    await run(known[command] ?? command, projectDir)
  }
  // Tools → Build npm, on what `npm install` left.
  const { packages, warnings } = await packNpm({ projectDir, tarball })
  if (packages !== 1 || warnings.length > 0) {
    throw new Error(`the npm build made ${packages} packages: ${JSON.stringify(warnings)}`)
  }
  return { projectDir, files: await compile({ projectDir }) }
}

async function run(command: string, cwd: string): Promise<void> {
  const env = { ...process.env, npm_config_offline: 'true', npm_config_audit: 'false' }
  await promisify(execFile)('sh', ['-c', command], { cwd, env, timeout: 60_000 })
}
