/** How large the packages of a compiled mini-program are: the main one, and each sub-package. */

/** What a client downloads before the first page may have: https://developers.weixin.qq.com/miniprogram/dev/framework/subpackages.html */
export const MAX_PACKAGE_BYTES = 2 * 1024 * 1024

/**
 * @typedef {object} PackageSize
 * @property {string} root of a sub-package, from app.json; empty for the main package
 * @property {readonly string[]} paths the largest file first
 * @property {number} bytes of all files together, before anybody packs them
 */

/**
 * @param {Readonly<Record<string, string | Buffer>>} files what `compile()` gives
 * @returns {readonly PackageSize[]} the main package first
 */
export function measurePackages(files) {
  const { subPackages, subpackages = subPackages ?? [] } = JSON.parse(String(files['app.json']))
  const roots = subpackages.map((/** @type {{ root: string }} */ { root }) =>
    root.replace(/^\/+|\/+$/g, ''),
  )
  const rootOf = (/** @type {string} */ path) =>
    roots.find((/** @type {string} */ root) => path.startsWith(`${root}/`)) ?? ''
  const bytesOf = (/** @type {string} */ path) => Buffer.byteLength(files[path] ?? '')
  return ['', ...roots].map((root) => {
    const paths = Object.keys(files)
      .filter((path) => rootOf(path) === root)
      .sort((a, b) => bytesOf(b) - bytesOf(a))
    return { root, paths, bytes: paths.reduce((sum, path) => sum + bytesOf(path), 0) }
  })
}
