/** What the panel remembers from one visit to the next. */

export const WIDTHS = [320, 375, 430, 768] as const
export type Width = (typeof WIDTHS)[number]
export type Appearance = 'system' | 'light' | 'dark'

export interface Settings {
  readonly width: Width
  readonly phoneCount: 1 | 2
  readonly appearance: Appearance
}

const KEY = 'playground.panel'

const DEFAULTS: Settings = { width: 375, phoneCount: 2, appearance: 'system' }

/** Anything else than what this version writes is as if nothing were there. */
export function readSettings(store: Pick<globalThis.Storage, 'getItem'>): Settings {
  let kept: Partial<Settings> = {}
  try {
    kept = { ...(JSON.parse(store.getItem(KEY) ?? '{}') as Partial<Settings> | null) }
  } catch {
    // Not ours.
  }
  const { width, phoneCount, appearance } = kept
  return {
    width: WIDTHS.find((known) => known === width) ?? DEFAULTS.width,
    phoneCount: phoneCount === 1 ? 1 : DEFAULTS.phoneCount,
    appearance: appearance === 'light' || appearance === 'dark' ? appearance : DEFAULTS.appearance,
  }
}

export function writeSettings(
  store: Pick<globalThis.Storage, 'setItem'>,
  settings: Settings,
): void {
  store.setItem(KEY, JSON.stringify(settings))
}
