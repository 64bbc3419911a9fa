/** A storage whose every call can be watched, held back or refused. */
import type { Storage } from '../../src/delivery'

export interface TestStorage extends Storage {
  /** What it holds. */
  readonly texts: Map<string, string>
  /** Every call so far, as `set key`. */
  readonly calls: string[]
  /** The next calls of that name are refused. */
  fail(name: keyof Storage, times?: number): void
  /** Calls take effect and settle only when released. Returns the release. */
  hold(): () => void
}

export function createTestStorage(texts = new Map<string, string>()): TestStorage {
  const calls: string[] = []
  const faults = new Map<keyof Storage, number>()
  let gate: Promise<void> | null = null

  const call = async <T>(name: keyof Storage, key: string, act: () => T): Promise<T> => {
    calls.push(`${name} ${key}`.trim())
    const left = faults.get(name) ?? 0
    if (left > 0) {
      faults.set(name, left - 1)
      throw new Error(`${name}:fail on purpose`)
    }
    if (gate) await gate
    return act()
  }

  return {
    texts,
    calls,
    fail: (name, times = 1) => void faults.set(name, times),
    hold() {
      let release = (): void => undefined
      gate = new Promise((resolve) => {
        release = () => {
          gate = null
          resolve()
        }
      })
      return release
    },
    get: (key) => call('get', key, () => texts.get(key)),
    set: (key, value) => call('set', key, () => void texts.set(key, value)),
    remove: (key) => call('remove', key, () => void texts.delete(key)),
    // In an order of its own, as nobody promises one.
    keys: () => call('keys', '', () => [...texts.keys()].reverse()),
  }
}
