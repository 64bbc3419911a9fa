/** `npm run typecheck`: every tsconfig. The demo's needs the package as built. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { typeProjects } from './type-projects.mjs'

if (!existsSync('dist/index.d.ts')) {
  console.error('dist/ is missing, and the demo is checked against it: npm run build')
  process.exit(1)
}

for (const project of typeProjects) {
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/typescript/bin/tsc', '-p', project],
    {
      stdio: 'inherit',
    },
  )
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${project}`)
  if (status !== 0) process.exitCode = 1
}
