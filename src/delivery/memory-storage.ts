import type { Storage } from '../core/ports'

/** A storage that lives as long as the page: for tests, and to try things out. */
export function memoryStorage(): Storage {
  const texts = new Map<string, string>()
  return {
    get: (key) => Promise.resolve(texts.get(key)),
    set: (key, value) => Promise.resolve(void texts.set(key, value)),
    remove: (key) => Promise.resolve(void texts.delete(key)),
    keys: () => Promise.resolve(Array.from(texts.keys())),
  }
}
