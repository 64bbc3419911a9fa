// What is built, from which entry, for whom. A new entry is one line in `entries`, one in `exports` and,
// for old resolvers, one in `typesVersions` of package.json.
const { readFileSync, rmSync } = require('node:fs')
const typescript = require('@rollup/plugin-typescript')
const { dts } = require('rollup-plugin-dts')
const { formatCode } = require('./scripts/rollup/format-code.js')
const { stripDocstrings } = require('./scripts/rollup/strip-docstrings.js')
const { modulesOf } = require('./scripts/rollup/modules-of.js')

/** `inApp`: also in miniprogram_dist, that is, copied into the user's mini-program. */
const entries = {
  index: { inApp: true },
  delivery: { inApp: true },
  websocket: { inApp: true },
  behavior: { inApp: true },
  testing: { inApp: false },
  web: { inApp: false },
  taro: { inApp: false },
  uni: { inApp: false },
  server: { inApp: false },
  host: { inApp: false },
  alipay: { inApp: false },
}

const names = Object.keys(entries)
const inputs = (chosen) => Object.fromEntries(chosen.map((name) => [name, `src/${name}.ts`]))

/** Fails on what rollup would only mention: an import that is not ours must not reach a user. */
const strict = {
  external: (id) => id.startsWith('node:'),
  onLog(level, log, log_) {
    if (level === 'warn') throw new Error(`rollup: ${log.message}`)
    log_(level, log)
  },
}

/** Types are checked by `npm run typecheck`; here they are taken off. */
const compile = (target) =>
  typescript({
    target,
    noCheck: true,
    sourceMap: false,
    declaration: false,
    include: 'src/**/*.ts',
  })

const clean = (dir) => ({
  name: 'clean',
  buildStart: () => rmSync(dir, { recursive: true, force: true }),
})

const readable = {
  generatedCode: { preset: 'es2015', symbols: false },
  esModule: true,
  externalLiveBindings: false,
  freeze: false,
  minifyInternalExports: false,
  hoistTransitiveImports: false,
}

/** One module for what two entries share would be a second file to require: it all lives in index.js. */
const miniprogram = {
  ...strict,
  input: inputs(names.filter((name) => entries[name].inApp)),
  preserveEntrySignatures: 'allow-extension',
  plugins: [clean('miniprogram_dist'), compile('ES2015'), stripDocstrings(), formatCode()],
  output: {
    ...readable,
    dir: 'miniprogram_dist',
    format: 'cjs',
    exports: 'named',
    manualChunks: modulesOf('index', 'src/index.ts'),
  },
}

const COMPONENT = 'src/page/socket-status'

/** Puts the files beside a component's script that are shipped as they are written. */
const withTemplate = {
  name: 'with-template',
  generateBundle() {
    for (const extension of ['json', 'wxml', 'wxss']) {
      const fileName = `index.${extension}`
      this.emitFile({ type: 'asset', fileName, source: readFileSync(`${COMPONENT}/${fileName}`) })
    }
  },
}

/** By itself: one file that requires nothing, since a component shares nothing with index.js but types. */
const component = {
  ...strict,
  input: `${COMPONENT}/index.ts`,
  plugins: [compile('ES2015'), stripDocstrings(), formatCode(), withTemplate],
  output: {
    ...readable,
    dir: 'miniprogram_dist/socket-status',
    format: 'cjs',
    exports: 'none',
  },
}

/** ES2018 is what the parsers of older bundlers still read, and bundlers leave packages as they are. */
const code = {
  ...strict,
  input: inputs(names),
  plugins: [clean('dist'), compile('ES2018')],
  output: [
    { format: 'cjs', extension: 'js' },
    { format: 'es', extension: 'mjs' },
  ].map(({ format, extension }) => ({
    ...readable,
    dir: 'dist',
    format,
    exports: 'named',
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `shared/[name].${extension}`,
  })),
}

const types = {
  ...strict,
  input: inputs(names),
  plugins: [dts({ tsconfig: 'tsconfig.json' })],
  output: ['d.ts', 'd.mts'].map((extension) => ({
    dir: 'dist',
    format: 'es',
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `shared/[name].${extension}`,
  })),
}

module.exports = [miniprogram, component, code, types]
