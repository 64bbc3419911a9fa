/** `wx.setStorage` and its family, with WeChat's limits. */
import { PhoneFailure, type StringStore } from '../ports'
import type { Calls } from './calls'
import { mismatch, readString, type CallOptions } from './options'
import { countBytes, readStoredValue, writeStoredValue } from './stored-value'

// https://developers.weixin.qq.com/miniprogram/dev/framework/ability/storage.html
const maxValueBytes = 1024 * 1024
const maxStorageBytes = 10 * 1024 * 1024

interface Storage {
  write(key: unknown, value: unknown): void
  /** `null` when there is nothing under the key. */
  read(key: unknown): { readonly value: unknown } | null
  remove(key: unknown): void
  clear(): void
  info(): { keys: string[]; currentSize: number; limitSize: number }
}

export function createStorageApi({ defineAll }: Calls, store: StringStore) {
  const storage = createStorage(store)
  const read = ({ key }: CallOptions) => {
    const found = storage.read(key)
    if (found === null) throw new PhoneFailure('data not found')
    return { data: found.value }
  }

  return {
    ...defineAll({
      setStorage: (options) => storage.write(readString(options, 'key'), options.data),
      getStorage: read,
      removeStorage: ({ key }) => storage.remove(key),
      clearStorage: () => storage.clear(),
      getStorageInfo: () => storage.info(),
    }),
    setStorageSync: (key: unknown, value: unknown) =>
      runSync('setStorageSync', () => storage.write(key, value)),
    getStorageSync: (key: unknown) =>
      runSync('getStorageSync', () => {
        const found = storage.read(key)
        return found === null ? '' : found.value
      }),
    removeStorageSync: (key: unknown) => runSync('removeStorageSync', () => storage.remove(key)),
    clearStorageSync: () => storage.clear(),
    getStorageInfoSync: () => storage.info(),
  }
}

/** A sync function throws what the asynchronous one says through `fail`. */
function runSync<Result>(name: string, act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    if (error instanceof PhoneFailure) throw new Error(`${name}:fail ${error.text}`)
    throw error
  }
}

function createStorage(store: StringStore): Storage {
  const listKeys = () => Array.from({ length: store.length }, (_, index) => store.key(index) ?? '')
  const measure = (key: string, text: string) => countBytes(key) + countBytes(text)
  // Counted once: an outbox writes many times a second.
  const sizes = new Map(listKeys().map((key) => [key, measure(key, store.getItem(key) ?? '')]))
  const countAll = () => [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0)

  function remove(key: string): void {
    store.removeItem(key)
    sizes.delete(key)
  }

  return {
    write(key, value) {
      const name = checkKey(key)
      const text = writeStoredValue(value)
      const bytes = measure(name, text)
      if (countBytes(text) > maxValueBytes) {
        throw new PhoneFailure(`the value has ${countBytes(text)} bytes, and a key takes 1 MB`)
      }
      if (countAll() - (sizes.get(name) ?? 0) + bytes > maxStorageBytes) {
        throw new PhoneFailure('exceed storage max size 10Mb')
      }
      put(store, name, text)
      sizes.set(name, bytes)
    },
    read(key) {
      const stored = store.getItem(checkKey(key))
      return stored === null ? null : readStoredValue(stored)
    },
    remove: (key) => remove(checkKey(key)),
    clear: () => listKeys().forEach(remove),
    info: () => ({
      keys: listKeys(),
      currentSize: Math.ceil(countAll() / 1024),
      limitSize: maxStorageBytes / 1024,
    }),
  }
}

function checkKey(key: unknown): string {
  if (typeof key === 'string') return key
  throw mismatch('key', 'String', key)
}

function put(store: StringStore, key: string, text: string): void {
  try {
    store.setItem(key, text)
  } catch (error) {
    // localStorage has less room than a phone: about 5 million characters for all phones of the page.
    throw new PhoneFailure(`the browser has no room for it: ${(error as Error).message}`)
  }
}
