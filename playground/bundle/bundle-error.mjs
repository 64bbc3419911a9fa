/** What is wrong with a mini-program's file: which file, where in it, and what. */
export class BundleError extends Error {
  /** @override */
  name = 'BundleError'

  /**
   * @param {string} file
   * @param {string} what
   * @param {{ line: number, column: number }} [at] counted from 1
   */
  constructor(file, what, at) {
    super(`${file}${at ? `:${at.line}:${at.column}` : ''}: ${what}`)
    this.file = file
  }
}
