/** `npm run size`: minified and gzipped bytes of what an app gets, beside the peers. Exit code 1 above a budget. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rollup } from 'rollup'
import { minify } from 'terser'
import { bundleBody } from './support/bundle-commonjs.mjs'
import { ROOT, isBuilt, labelOf, requireBuild } from './support/libraries.mjs'
import { formatNumber, renderText } from './support/table.mjs'

/** What it must not grow beyond: a little above what it is. Why it is not the target: docs/adr/0010. */
export const BUDGET_BYTES = 10_700
/** What was asked for at the beginning, and is not reached. */
export const TARGET_BYTES = 6000

/** What `miniprogram-socket/websocket` may cost: its file, and its class `WebSocket` alone on top of `createSocket`. */
export const WEB_SOCKET_BUDGETS = { file: 4000, added: 2500 }

/** What `miniprogram-socket/delivery` may cost: its file, and what it adds to `createSocket`. Why it is not the target: docs/adr/0015. */
export const DELIVERY_BUDGETS = { file: 5900, added: 5000 }
/** What was asked for on top of index.js, and is not reached. */
export const DELIVERY_TARGET_BYTES = 3500

/** What the parts for pages may cost: `behavior.js`, and script, template and style of `socket-status` together. */
export const PAGE_BUDGETS = { behavior: 1500, socketStatus: 2500 }

/**
 * What is measured: an ES module is bundled by rollup, CommonJS in several files by a small loader around
 * them, CommonJS in one file is taken as it is.
 * @type {{ id: string, file: string, format: 'module' | 'files' | 'file', note?: string }[]}
 */
const PACKAGES = [
  { id: 'ours', file: 'miniprogram_dist/index.js', format: 'file' },
  { id: 'mp-websocket', file: 'lib/index.js', format: 'files', note: 'an adapter alone' },
  { id: 'websocket-heartbeat-miniprogram', file: 'dist/index.js', format: 'file' },
  { id: 'websocket-heartbeat-js', file: 'dist/index.js', format: 'file' },
  {
    id: 'reconnecting-websocket',
    file: 'dist/reconnecting-websocket-mjs.js',
    format: 'module',
  },
  { id: 'partysocket', file: 'dist/ws.js', format: 'module', note: 'partysocket/ws' },
  { id: 'websocket-ts', file: 'dist/esm/src/index.js', format: 'module', note: 'all exports' },
  { id: 'sockette', file: 'dist/sockette.mjs', format: 'module' },
  { id: 'robust-websocket', file: 'robust-websocket.js', format: 'file' },
]

/**
 * Classes with the standard surface over a mini-program's sockets.
 * @type {typeof PACKAGES}
 */
const ADAPTERS = [
  { id: 'mp-websocket', file: 'lib/index.js', format: 'files' },
  { id: 'weapp-polyfill', file: 'websocket.js', format: 'files', note: 'its WebSocket alone' },
  {
    id: '@leancloud/platform-adapters-weapp',
    file: 'lib/index.js',
    format: 'files',
    note: 'with requests and storage, in one file',
  },
]

/** @param {string} file @param {'module' | 'files' | 'file'} format */
async function bundle(file, format) {
  if (format === 'file') return readFileSync(file, 'utf8')
  if (format === 'files') return `${bundleBody(file)}\nmodule.exports = load(0)`
  const build = await rollup({ input: file, onwarn() {}, plugins: [resolveExtension()] })
  const { output } = await build.generate({ format: 'cjs', exports: 'auto' })
  await build.close()
  return output[0].code
}

/** Relative imports without an extension, as bundlers for browsers accept them. */
function resolveExtension() {
  return {
    name: 'resolve-extension',
    /** @param {string} request @param {string} [importer] */
    resolveId(request, importer) {
      if (!importer || !request.startsWith('.')) return null
      const base = path.resolve(path.dirname(importer), request)
      return ['', '.js', '/index.js'].map((end) => base + end).find(isFile) ?? null
    },
  }
}

const isFile = (/** @type {string} */ file) => path.extname(file) !== '' && existsSync(file)

/** @type {import('terser').MinifyOptions} */
const MINIFY = { compress: { passes: 2 }, ecma: 2015, module: false, toplevel: true }

/** @param {string} code @returns {{ minBytes: number, gzBytes: number }} */
const sizeOf = (code) => ({
  minBytes: Buffer.byteLength(code),
  gzBytes: gzipSync(code, { level: 9 }).length,
})

/** @param {string} code */
export async function measureCode(code) {
  const { code: minified = '' } = await minify(code, MINIFY)
  return sizeOf(minified)
}

/** What is left of `dist` in the bundle of an app that uses only these names. @param {Record<string, string>} used */
async function measureUsed(used) {
  const lines = Object.entries(used).map(([name, file]) => `export { ${name} } from '${file}'`)
  const build = await rollup({
    input: 'app',
    treeshake: { moduleSideEffects: false },
    plugins: [
      {
        name: 'app',
        resolveId: (id) => (id === 'app' ? id : null),
        load: (id) => (id === 'app' ? lines.join('\n') : null),
      },
    ],
  })
  const { output } = await build.generate({ format: 'cjs', exports: 'named' })
  await build.close()
  return measureCode(output[0].code)
}

/** @param {typeof PACKAGES} packages */
async function measurePackages(packages) {
  const sizes = []
  for (const { id, file, format, note = '' } of packages) {
    if (id === 'ours' && !isBuilt()) continue
    const root = id === 'ours' ? ROOT : path.join(ROOT, 'node_modules', id)
    const size = await measureCode(await bundle(path.join(root, file), format))
    sizes.push({ id, label: labelOf(id), ...size, note })
  }
  return sizes
}

/** Our classes with the standard surface, each way that an app may get them. */
async function measureWebSocket() {
  const index = path.join(ROOT, 'dist/index.mjs')
  const entry = path.join(ROOT, 'dist/websocket.mjs')
  const file = await measureCode(
    await bundle(path.join(ROOT, 'miniprogram_dist/websocket.js'), 'file'),
  )
  const without = await measureUsed({ createSocket: index })
  const both = await measureUsed({ createSocket: index, WebSocket: entry })
  const alone = await measureUsed({ WebSocket: entry })
  const added = {
    minBytes: both.minBytes - without.minBytes,
    gzBytes: both.gzBytes - without.gzBytes,
  }
  const { file: fileBudget, added: addedBudget } = WEB_SOCKET_BUDGETS
  return [
    {
      label: 'websocket.js',
      ...file,
      note: `both classes, beside index.js; budget ${formatNumber(fileBudget)}`,
    },
    {
      label: 'WebSocket, added',
      ...added,
      note: `to a bundle with createSocket; budget ${formatNumber(addedBudget)}`,
    },
    { label: 'WebSocket, alone', ...alone, note: 'with all that it shares with createSocket' },
  ]
}

/** Delivery, each way that an app may get it. */
async function measureDelivery() {
  const index = path.join(ROOT, 'dist/index.mjs')
  const entry = path.join(ROOT, 'dist/delivery.mjs')
  const file = await measureCode(
    await bundle(path.join(ROOT, 'miniprogram_dist/delivery.js'), 'file'),
  )
  const without = await measureUsed({ createSocket: index })
  const both = await measureUsed({ createSocket: index, createDelivery: entry, wxStorage: entry })
  const added = {
    minBytes: both.minBytes - without.minBytes,
    gzBytes: both.gzBytes - without.gzBytes,
  }
  const budgetOf = (/** @type {number} */ bytes) => `budget ${formatNumber(bytes)}`
  return [
    { label: 'delivery.js', ...file, note: `beside index.js; ${budgetOf(DELIVERY_BUDGETS.file)}` },
    {
      label: 'delivery, added',
      ...added,
      note: `with wxStorage, to a bundle with createSocket; ${budgetOf(DELIVERY_BUDGETS.added)}`,
    },
  ]
}

/** Template or style without what is there for readers only. @param {string} text */
const squeeze = (text) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/> </g, '><')
    .replace(/ ?([{};]) ?/g, (_, sign) => sign)

/** The parts for pages: what each adds to an app that has index.js. */
async function measurePage() {
  const folder = path.join(ROOT, 'miniprogram_dist')
  const read = (/** @type {string} */ name) => readFileSync(path.join(folder, name), 'utf8')
  const behavior = await measureCode(read('behavior.js'))
  const { code: script = '' } = await minify(read('socket-status/index.js'), MINIFY)
  const all = [
    script,
    ...['wxml', 'wxss'].map((extension) => squeeze(read(`socket-status/index.${extension}`))),
  ].join('\n')
  const budgetOf = (/** @type {number} */ bytes) => `budget ${formatNumber(bytes)}`
  return [
    {
      label: 'behavior.js',
      ...behavior,
      note: `beside index.js; ${budgetOf(PAGE_BUDGETS.behavior)}`,
    },
    {
      label: 'socket-status',
      ...sizeOf(all),
      note: `script, template and style; ${budgetOf(PAGE_BUDGETS.socketStatus)}`,
    },
  ]
}

export async function measureSizes() {
  const sizes = await measurePackages(PACKAGES)
  const ours = sizes.find(({ id }) => id === 'ours')
  const webSocket = ours ? await measureWebSocket() : []
  const delivery = ours ? await measureDelivery() : []
  const page = ours ? await measurePage() : []
  const adapters = await measurePackages(ADAPTERS)
  const [file, added] = webSocket
  const limits = /** @type {const} */ ([
    ['index.js', ours?.gzBytes, BUDGET_BYTES],
    ['websocket.js', file?.gzBytes, WEB_SOCKET_BUDGETS.file],
    ['WebSocket on top of createSocket', added?.gzBytes, WEB_SOCKET_BUDGETS.added],
    ['delivery.js', delivery[0]?.gzBytes, DELIVERY_BUDGETS.file],
    ['delivery on top of createSocket', delivery[1]?.gzBytes, DELIVERY_BUDGETS.added],
    ['behavior.js', page[0]?.gzBytes, PAGE_BUDGETS.behavior],
    ['socket-status', page[1]?.gzBytes, PAGE_BUDGETS.socketStatus],
  ])
  return {
    sizes,
    delivery,
    page,
    webSocket: [
      ...webSocket,
      ...adapters.map(({ label, minBytes, gzBytes, note }) => ({ label, minBytes, gzBytes, note })),
    ],
    tooLarge: limits.flatMap(([what, bytes = NaN, budget]) =>
      bytes <= budget
        ? []
        : `${what} is ${formatNumber(bytes)} bytes gzipped, the budget is ${formatNumber(budget)}.`,
    ),
  }
}

/** @param {Awaited<ReturnType<typeof measureSizes>>} result @returns {import('./support/table.mjs').Table} */
export function toSizeTable({ sizes }) {
  return {
    title: 'Size',
    note: `Bytes after terser (2 passes, top level mangled) and gzip -9. ES modules bundled by rollup to one CommonJS file; CommonJS taken as shipped. Budget for index.js: ${formatNumber(BUDGET_BYTES)} gzipped; the target of ${formatNumber(TARGET_BYTES)} is not reached, see docs/adr/0010.`,
    columns: ['package', 'minified', 'gzipped', 'note'],
    rows: sizes.map(({ label, minBytes, gzBytes, note }) => [
      label,
      formatNumber(minBytes),
      formatNumber(gzBytes),
      note,
    ]),
  }
}

/** @param {Awaited<ReturnType<typeof measureSizes>>} result @returns {import('./support/table.mjs').Table} */
export function toDeliveryTable({ delivery }) {
  return {
    title: 'Delivery: size',
    note: `Bytes as above. The first is the file that a mini-program gets beside index.js; the other is what it adds to what rollup leaves of dist in a bundle. The target of ${formatNumber(DELIVERY_TARGET_BYTES)} on top of index.js is not reached, see docs/adr/0015.`,
    columns: ['what', 'minified', 'gzipped', 'note'],
    rows: delivery.map(({ label, minBytes, gzBytes, note }) => [
      label,
      formatNumber(minBytes),
      formatNumber(gzBytes),
      note,
    ]),
  }
}

/** @param {Awaited<ReturnType<typeof measureSizes>>} result @returns {import('./support/table.mjs').Table} */
export function toPageTable({ page }) {
  return {
    title: 'Pages: size',
    note: 'Bytes as above; of templates and styles, comments and spaces between signs are taken out.',
    columns: ['what', 'minified', 'gzipped', 'note'],
    rows: page.map(({ label, minBytes, gzBytes, note }) => [
      label,
      formatNumber(minBytes),
      formatNumber(gzBytes),
      note,
    ]),
  }
}

/** @param {Awaited<ReturnType<typeof measureSizes>>} result @returns {import('./support/table.mjs').Table} */
export function toWebSocketTable({ webSocket }) {
  return {
    title: 'The standard WebSocket: size',
    note: 'Bytes as above. The first is the file that a mini-program gets beside index.js; the other two of ours are what rollup leaves of dist in a bundle, with and without createSocket.',
    columns: ['what', 'minified', 'gzipped', 'note'],
    rows: webSocket.map(({ label, minBytes, gzBytes, note }) => [
      label,
      formatNumber(minBytes),
      formatNumber(gzBytes),
      note,
    ]),
  }
}

async function main() {
  requireBuild()
  const result = await measureSizes()
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ budgetBytes: BUDGET_BYTES, ...result }, null, 2)}\n`)
  } else {
    const tables = [toSizeTable, toDeliveryTable, toPageTable, toWebSocketTable].map((toTable) =>
      toTable(result),
    )
    process.stdout.write(`${tables.map(renderText).join('\n')}\n`)
  }
  for (const line of result.tooLarge) {
    process.stderr.write(`${line}\n`)
    process.exitCode = 1
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
