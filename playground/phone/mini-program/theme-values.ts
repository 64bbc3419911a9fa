/** `@name` in app.json and page.json stands for a value of theme.json. */
import type { Theme } from '../ports'
import type { AppConfig } from './mini-program'

/** The settings with every `@name` replaced; one that theme.json does not have stays as it is. */
export function resolveTheme<T>(value: T, theme: Theme, themes: AppConfig['themes']): T {
  return resolve(value, themes[theme]) as T
}

function resolve(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string' && value.startsWith('@')) return names[value.slice(1)] ?? value
  if (Array.isArray(value)) return value.map((item) => resolve(item, names))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([name, item]) => [name, resolve(item, names)])
  return Object.fromEntries(entries) as unknown
}
