/** Animations are named per file: two pages may both call theirs `pulse`. */

const ANIMATION = /^(-webkit-)?animation(-name)?$/i

/**
 * Renames what a style sheet defines, and where it uses that.
 *
 * @param {import('postcss').Root} root
 * @param {string} scope
 */
export function scopeKeyframes(root, scope) {
  /** @type {Map<string, string>} */
  const names = new Map()
  root.walkAtRules(/^(-webkit-)?keyframes$/i, (rule) => {
    names.set(rule.params, `${scope}--${rule.params}`)
    rule.params = `${scope}--${rule.params}`
  })
  if (names.size === 0) return
  root.walkDecls(ANIMATION, (declaration) => {
    declaration.value = declaration.value.replace(
      /(?<![\w-])-?[a-z_][\w-]*/gi,
      (word) => names.get(word) ?? word,
    )
  })
}
