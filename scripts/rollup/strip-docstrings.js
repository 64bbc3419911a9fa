const { parse } = require('acorn')

/**
 * A rollup plugin that leaves docstrings out of the output: they are in the `.d.ts`, and every byte here is
 * copied into the user's app. Comments that say why stay, so that the file can be read.
 */
function stripDocstrings() {
  return {
    name: 'strip-docstrings',
    renderChunk(code) {
      const docstrings = []
      parse(code, {
        ecmaVersion: 'latest',
        sourceType: 'script',
        onComment(isBlock, text, start, end) {
          if (isBlock && text.startsWith('*')) docstrings.push({ start, end })
        },
      })
      return { code: docstrings.reduceRight(cut, code), map: null }
    },
  }
}

/** Takes the comment out, and its line with it when nothing else is on it. */
function cut(code, { start, end }) {
  const before = code.slice(0, start).replace(/[ \t]+$/, '')
  const rest = code.slice(end)
  const isAlone = (before === '' || before.endsWith('\n')) && /^[ \t]*\n/.test(rest)
  return isAlone ? before + rest.replace(/^[ \t]*\n/, '') : code.slice(0, start) + rest
}

module.exports = { stripDocstrings }
