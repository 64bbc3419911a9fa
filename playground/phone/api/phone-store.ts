/** Each phone has its own part of the browser's `localStorage`, so that two phones do not share. */
import type { StringStore } from '../ports'

/** The keys of `store` that begin with this phone's id, as a store of their own. */
export function createPhoneStore(store: StringStore, phoneId: string): StringStore {
  const prefix = `phone/${encodeURIComponent(phoneId)}/`

  function listKeys(): string[] {
    const keys: string[] = []
    for (let index = 0; index < store.length; index += 1) {
      const key = store.key(index)
      if (key?.startsWith(prefix)) keys.push(key.slice(prefix.length))
    }
    // Browsers promise no order.
    return keys.sort()
  }

  return {
    get length() {
      return listKeys().length
    },
    key: (index) => listKeys()[index] ?? null,
    getItem: (key) => store.getItem(prefix + key),
    setItem: (key, text) => store.setItem(prefix + key, text),
    removeItem: (key) => store.removeItem(prefix + key),
  }
}

/** Where a browser refuses `localStorage` (private windows, blocked cookies): as long as the page is open. */
export function createMemoryStore(): StringStore {
  const texts = new Map<string, string>()
  return {
    get length() {
      return texts.size
    },
    key: (index) => [...texts.keys()][index] ?? null,
    getItem: (key) => texts.get(key) ?? null,
    setItem: (key, text) => void texts.set(key, text),
    removeItem: (key) => void texts.delete(key),
  }
}

/** The browser's store where it can be written, memory where not. */
export function findBrowserStore(): StringStore {
  const probe = 'phone/probe'
  try {
    localStorage.setItem(probe, probe)
    localStorage.removeItem(probe)
    return localStorage
  } catch {
    return createMemoryStore()
  }
}
