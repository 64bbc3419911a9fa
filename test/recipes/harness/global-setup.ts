import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from './app'

/** Runs once, before the first recipe. */
module.exports = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'miniprogram-socket-recipes-'))
  try {
    await buildApp(folder)
  } catch (failure) {
    // The teardown is not run when this fails.
    rmSync(folder, { recursive: true, force: true })
    throw failure
  }
}
