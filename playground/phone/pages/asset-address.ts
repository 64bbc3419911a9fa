import { resolvePath } from './url'

/** Where the playground serves a file of the mini-program; a path without leading slash is relative to the page `from`. */
export const assetAddress = (path: string, from: string): string =>
  `/assets/${resolvePath(path, from)}`
