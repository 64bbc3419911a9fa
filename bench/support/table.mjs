/** Tables as plain data, written as aligned text for a terminal or as Markdown for a file. */

/**
 * @typedef {{ title: string, note?: string, place?: string, columns: string[], rows: (string | number)[][] }} Table
 *   The first column is aligned left, the others right when every cell in them is a number.
 *   `place`: the machine it was measured on, when, and what else it did.
 */

const NUMBER = /^[−-]?[\d,. ]+( ?(%|ms|s|ns|µs|×|B|kB))?$|^[–—]$/

/** @param {Table} table @returns {string[][]} */
function asText(table) {
  return table.rows.map((row) => row.map((cell) => String(cell)))
}

/**
 * The number with thousands separators and at most `digits` decimals.
 * @param {number} value
 * @param {number} [digits]
 */
export function formatNumber(value, digits = 0) {
  // Adding zero turns −0 into 0.
  const rounded = Number(value.toFixed(digits)) + 0
  return rounded.toLocaleString('en-US', { maximumFractionDigits: digits })
}

/** @param {Table} table @returns {string} */
export function renderText(table) {
  const rows = asText(table)
  const widths = table.columns.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const isRight = table.columns.map(
    (_, column) => column > 0 && rows.every((row) => NUMBER.test(row[column] ?? '')),
  )
  const line = (/** @type {string[]} */ cells) =>
    cells
      .map((cell, i) => (isRight[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [
    table.title,
    ...[table.note ?? [], table.place ? `Measured: ${table.place}` : []].flat(),
    '',
    line(table.columns),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...rows.map(line),
    '',
  ].join('\n')
}

/** @param {Table} table @returns {string} */
export function renderMarkdown(table) {
  const rows = asText(table)
  const isRight = table.columns.map(
    (_, column) => column > 0 && rows.every((row) => NUMBER.test(row[column] ?? '')),
  )
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`
  return [
    `### ${table.title}`,
    '',
    ...(table.note ? [table.note, ''] : []),
    ...(table.place ? [`Measured: ${table.place}`, ''] : []),
    line(table.columns),
    line(isRight.map((right) => (right ? '---:' : '---'))),
    ...rows.map(line),
    '',
  ].join('\n')
}
