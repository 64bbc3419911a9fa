import { rmSync } from 'node:fs'

/** Runs once, after the last recipe. */
module.exports = () => {
  const folder = process.env['RECIPES_APP_DIR']
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
}
