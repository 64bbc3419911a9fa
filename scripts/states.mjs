/** Writes docs/states.md from the machine: `npm run states`. The test that compares them is what writes. */
import { spawnSync } from 'node:child_process'

const { status } = spawnSync(
  'npx',
  ['jest', '--selectProjects', 'house', '--', 'test/docs/states'],
  {
    stdio: 'inherit',
    env: { ...process.env, WRITE_DOCS: '1' },
  },
)
process.exit(status ?? 1)
