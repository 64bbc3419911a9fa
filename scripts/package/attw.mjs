/**
 * Prints what are-the-types-wrong finds in a tarball, as JSON: `entrypoints` says how each sub-path resolves in
 * each kind of resolution, `problems` what is wrong with that. argv: the tarball.
 */
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { readFileSync } from 'node:fs'

const analysis = await checkPackage(
  createPackageFromTarballData(new Uint8Array(readFileSync(process.argv[2] ?? ''))),
)
if (!analysis.types) throw new Error('the package has no types')

const entrypoints = Object.fromEntries(
  Object.entries(analysis.entrypoints).map(([path, { resolutions }]) => [
    path,
    Object.fromEntries(
      Object.entries(resolutions).map(([kind, { resolution }]) => [
        kind,
        resolution?.fileName ?? null,
      ]),
    ),
  ]),
)
console.log(JSON.stringify({ entrypoints, problems: analysis.problems }))
