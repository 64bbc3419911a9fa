/** Puts fakes where a script looks for its host, and takes them away again. */
import type { FakeClock } from './clock'

/** Sets each name on `globalThis`; the returned function puts back exactly what was there, also absence. */
export function installGlobals(fakes: { readonly [name: string]: unknown }): () => void {
  const before = Object.keys(fakes).map((name) => ({
    name,
    descriptor: Object.getOwnPropertyDescriptor(globalThis, name),
  }))
  for (const { name } of before) {
    Object.defineProperty(globalThis, name, {
      value: fakes[name],
      configurable: true,
      enumerable: true,
      writable: true,
    })
  }

  let isInstalled = true
  return () => {
    if (!isInstalled) return
    isInstalled = false
    for (const { name, descriptor } of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name)
      else Object.defineProperty(globalThis, name, descriptor)
    }
  }
}

/** The globals by which a script tells the time. */
export function listTimeGlobals(clock: FakeClock): { readonly [name: string]: unknown } {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = clock
  const FakeDate = createFakeDate(clock.nowMs)
  return { setTimeout, clearTimeout, setInterval, clearInterval, Date: FakeDate }
}

/** A `Date` whose present is told by a clock; everything else is the real one. */
function createFakeDate(nowMs: () => number): DateConstructor {
  return new Proxy(Date, {
    apply: () => new Date(nowMs()).toString(),
    construct: (Real, args: unknown[], NewTarget) =>
      Reflect.construct(Real, args.length === 0 ? [nowMs()] : args, NewTarget) as Date,
    get: (Real, name, self) =>
      name === 'now' ? nowMs : (Reflect.get(Real, name, self) as unknown),
  })
}
