const prettier = require('prettier')

/** A rollup plugin that prints code as the sources are printed: the compiler's own layout is a tenth larger. */
function formatCode() {
  return {
    name: 'format-code',
    async renderChunk(code) {
      const style = await prettier.resolveConfig('src/index.ts')
      // A comma after the last argument is newer than ES2015.
      const options = { ...style, parser: 'babel', trailingComma: 'es5' }
      return { code: await prettier.format(code, options), map: null }
    },
  }
}

module.exports = { formatCode }
