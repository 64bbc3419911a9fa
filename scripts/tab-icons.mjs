/**
 * Draws the icons of the demo's tab bar from the lines below, in the colours of its theme.json. Run it when one of them
 * changes; the pictures are checked in.
 *
 *   node scripts/tab-icons.mjs
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { findCommand } from './programs.mjs'

const PROJECT = fileURLToPath(new URL('../miniprogram-demo/miniprogram', import.meta.url))
/** What WeChat asks for; a tab bar shows it at a third of that. */
const SIZE_PX = 81

/** On a grid of 24. What has the class `fill` is filled once the tab is selected, with `hole` cut out of it. */
const ICONS = {
  chat: `
    <path class="fill" d="M12 3.5c-5 0-9 3.4-9 7.7 0 2.5 1.4 4.7 3.5 6.1l-.6 3.2 3.5-1.8c.8.2 1.7.3 2.6.3 5 0 9-3.4 9-7.8s-4-7.7-9-7.7z"/>
    <path class="hole" d="M8 9.8h8M8 13.2h5"/>`,
  lab: `
    <path class="fill" d="M9.5 3.5v6L4.4 18a1.7 1.7 0 0 0 1.5 2.5h12.2a1.7 1.7 0 0 0 1.5-2.5L14.5 9.5v-6"/>
    <path d="M8 3.5h8"/>
    <path class="hole" d="M7.4 14.7h9.2"/>`,
  ticker: `
    <rect class="fill" x="3" y="4" width="18" height="16" rx="3"/>
    <path class="hole" d="M6.2 13h2.7l2-5 3 8 1.9-4h2"/>`,
  more: `
    <rect class="fill" x="3.5" y="3.5" width="7" height="7" rx="2"/>
    <rect class="fill" x="13.5" y="3.5" width="7" height="7" rx="2"/>
    <rect class="fill" x="3.5" y="13.5" width="7" height="7" rx="2"/>
    <circle class="fill" cx="17" cy="17" r="3.5"/>`,
}

/** @type {(shape: string, colour: string, isSelected: boolean) => string} */
const draw = (shape, colour, isSelected) => `
  <svg xmlns="http://www.w3.org/2000/svg" width="${SIZE_PX}" height="${SIZE_PX}" viewBox="0 0 24 24"
    style="display: block" fill="none" stroke="${colour}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">
    <style>
      .fill { fill: ${isSelected ? colour : 'none'} }
      .cut { stroke: black }
    </style>
    <mask id="cut">
      <rect width="24" height="24" fill="white" stroke="none"/>
      ${isSelected ? holes(shape).join('').replaceAll('"hole"', '"cut"') : ''}
    </mask>
    <g mask="url(#cut)">${isSelected ? without(shape) : shape}</g>
  </svg>`

/** @type {(shape: string) => string[]} */
const holes = (shape) => shape.match(/<path class="hole"[^>]*>/g) ?? []
/** @type {(shape: string) => string} */
const without = (shape) => holes(shape).reduce((rest, hole) => rest.replace(hole, ''), shape)

const theme = JSON.parse(await readFile(join(PROJECT, 'theme.json'), 'utf8'))
const folder = join(PROJECT, 'images/tabs')
await mkdir(folder, { recursive: true })
const executablePath = findCommand('chromium')
if (!executablePath) throw new Error('the icons are drawn by Chromium, and it is not installed')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage({ viewport: { width: SIZE_PX, height: SIZE_PX } })
  for (const [name, shape] of Object.entries(ICONS)) {
    for (const [mode, { tabText, tabSelected }] of Object.entries(theme)) {
      for (const isSelected of [false, true]) {
        const colour = isSelected ? tabSelected : tabText
        await page.setContent(`<body style="margin: 0">${draw(shape, colour, isSelected)}</body>`)
        const picture = await page.screenshot({ omitBackground: true })
        const file = `${name}-${mode}${isSelected ? '-selected' : ''}.png`
        await writeFile(join(folder, file), picture)
        console.log(`${file} ${picture.length} bytes`)
      }
    }
  }
} finally {
  await browser.close()
}
