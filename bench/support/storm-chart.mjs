/** Draws the connections per second after a restart: a row per policy, a column per length of the outage. */

/**
 * @typedef {{ label: string, columns: { perSecond: number[], peak: number, text: string }[] }} ChartRow
 *   `perSecond`: one value for each step
 */

const LEFT = 310
const PANEL_WIDTH = 330
const PANEL_HEIGHT = 64
const GAP = 34
const TOP = 96
const ROW = PANEL_HEIGHT + 22

const STYLE = `
    .back { fill: #ffffff } .text { fill: #1f2328 } .soft { fill: #59636e }
    .grid { stroke: #d1d9e0 } .ours { fill: #0a7d4b; stroke: #0a7d4b } .peer { fill: #a85a0c; stroke: #a85a0c }
    text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif }
    .title { font-size: 15px; font-weight: 600 } .bold { font-weight: 600 }
    @media (prefers-color-scheme: dark) {
      .back { fill: #0d1117 } .text { fill: #e6edf3 } .soft { fill: #9198a1 }
      .grid { stroke: #3d444d } .ours { fill: #3fb985; stroke: #3fb985 } .peer { fill: #e09b4f; stroke: #e09b4f }
    }`

const escape = (/** @type {string} */ text) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

const short = (/** @type {number} */ value) =>
  value >= 1e6 ? `${+(value / 1e6).toFixed(1)} M` : `${Math.round(value / 1000)} k`

/**
 * @param {number[]} perSecond @param {number} x @param {number} bottom @param {number} most
 * @param {string} kind
 */
function drawArea(perSecond, x, bottom, most, kind) {
  const stepWidth = PANEL_WIDTH / (perSecond.length - 1)
  const points = perSecond.map((value, i) => {
    const height = (value / most) * PANEL_HEIGHT
    return `${(x + i * stepWidth).toFixed(1)},${(bottom - height).toFixed(1)}`
  })
  const area = [`${x},${bottom}`, ...points, `${x + PANEL_WIDTH},${bottom}`].join(' ')
  return `<polygon class="${kind}" stroke="none" fill-opacity="0.3" style="stroke:none" points="${area}"/>
  <polyline class="${kind}" style="fill:none" stroke-width="1.5" points="${points.join(' ')}"/>`
}

/**
 * @param {ChartRow[]} rows
 * @param {{ title: string, subtitle: string, columnTitles: string[], seconds: number, most: number }} options
 */
export function drawStorm(rows, { title, subtitle, columnTitles, seconds, most }) {
  const width = LEFT + columnTitles.length * (PANEL_WIDTH + GAP) + 40
  const height = TOP + rows.length * ROW + 56
  const xOf = (/** @type {number} */ column) => LEFT + column * (PANEL_WIDTH + GAP + 20)
  const parts = [
    `<rect class="back" width="100%" height="100%"/>`,
    `<text class="text title" x="20" y="30">${escape(title)}</text>`,
    `<text class="soft" x="20" y="50">${escape(subtitle)}</text>`,
  ]
  columnTitles.forEach((text, column) => {
    parts.push(
      `<text class="text bold" x="${xOf(column)}" y="${TOP - 20}">${escape(text)}</text>`,
      `<text class="soft" x="${xOf(column) + PANEL_WIDTH}" y="${TOP - 20}" text-anchor="end">connections in the last second</text>`,
      `<text class="soft" x="${xOf(column) + PANEL_WIDTH / 2}" y="${height - 14}" text-anchor="middle">seconds after the server is back</text>`,
    )
    for (let s = 0; s <= seconds; s += 10) {
      const x = xOf(column) + (s / seconds) * PANEL_WIDTH
      parts.push(`<text class="soft" x="${x}" y="${height - 34}" text-anchor="middle">${s}</text>`)
    }
  })
  rows.forEach((row, index) => {
    const bottom = TOP + index * ROW + PANEL_HEIGHT
    const kind = row.label.startsWith('miniprogram-socket') ? 'ours' : 'peer'
    const [, name = '', detail = ''] = /^(\S+) (.*)$/.exec(row.label) ?? []
    parts.push(`<text class="text bold" x="20" y="${bottom - 34}">${escape(name)}</text>`)
    parts.push(`<text class="soft" x="20" y="${bottom - 16}">${escape(detail)}</text>`)
    row.columns.forEach(({ perSecond, text }, column) => {
      const x = xOf(column)
      for (const part of [0, 0.5, 1]) {
        const y = bottom - part * PANEL_HEIGHT
        parts.push(
          `<line class="grid" x1="${x}" x2="${x + PANEL_WIDTH}" y1="${y}" y2="${y}"/>`,
          `<text class="soft" x="${x - 6}" y="${y + 4}" text-anchor="end">${part === 0 ? '0' : short(part * most)}</text>`,
        )
      }
      parts.push(drawArea(perSecond, x, bottom, most, kind))
      text.split('\n').forEach((line, i) => {
        const kind = i === 0 ? 'text' : 'soft'
        const y = bottom - PANEL_HEIGHT + 14 + i * 15
        parts.push(
          `<text class="${kind}" x="${x + PANEL_WIDTH}" y="${y}" text-anchor="end">${escape(line)}</text>`,
        )
      })
    })
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">
  <style>${STYLE}
  </style>
  ${parts.join('\n  ')}
</svg>
`
}
