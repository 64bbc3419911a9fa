/** bench/RESULTS.md: all of it after a whole run, or some tables of it after a run of some. */
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { today } from './machine.mjs'
import { renderMarkdown } from './table.mjs'

/** @typedef {import('./table.mjs').Table} Table */

const FILE = fileURLToPath(new URL('../RESULTS.md', import.meta.url))

/** @param {string} text */
async function write(text) {
  const style = await resolveConfig(FILE)
  writeFileSync(FILE, await format(text, { ...style, parser: 'markdown' }))
}

/** @param {readonly Table[]} tables of a whole run */
export async function writeResults(tables) {
  await write(
    [
      '# Results',
      '',
      `Written by \`npm run bench -- --write\` on ${today()}, Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, but for tables that name another day or machine.`,
      'What is measured and what it does not show: [README.md](README.md). Times depend on the machine; everything on virtual time does not.',
      '',
      '![Connections per second after a restart](../docs/restart-storm.svg)',
      '',
      ...tables.map(renderMarkdown),
    ].join('\n'),
  )
}

/**
 * Puts tables in the place of those with the same title, new ones at the end. The others stay as they are.
 *
 * @param {readonly Table[]} tables each with the `place` it was measured in
 */
export async function replaceResults(tables) {
  const [head = '', ...sections] = readFileSync(FILE, 'utf8').split(/^(?=### )/m)
  for (const table of tables) {
    const text = `${renderMarkdown(table)}\n`
    const index = sections.findIndex((section) => section.startsWith(`### ${table.title}\n`))
    if (index < 0) sections.push(text)
    else sections[index] = text
  }
  await write([head, ...sections].join('\n'))
}
