/** What `/app.js` says there is: a compiled mini-program, made by bundle/create-bundle.mjs. */
import type { Theme } from '../ports'

export interface AppConfig {
  readonly pages: readonly string[]
  readonly home: string
  readonly usingComponents: Readonly<Record<string, string>>
  readonly window: Readonly<Record<string, unknown>>
  readonly tabBar?: TabBarConfig
  readonly isThemed: boolean
  readonly themes: Readonly<Record<Theme, Readonly<Record<string, string>>>>
}

/** `tabBar` of app.json. */
export interface TabBarConfig {
  readonly color?: string
  readonly selectedColor?: string
  readonly backgroundColor?: string
  readonly borderStyle?: string
  readonly list: readonly {
    readonly pagePath: string
    readonly text?: string
    readonly iconPath?: string
    readonly selectedIconPath?: string
  }[]
}

/** A page or a component. */
export interface Unit {
  readonly isPage: boolean
  /** What its classes begin with, where they are its own. */
  readonly scope: string
  /** Path by tag. */
  readonly usingComponents: Readonly<Record<string, string>>
  /** Its JSON. */
  readonly config: Readonly<Record<string, unknown>>
}

export interface ModuleSource {
  readonly source: string
  /** The path of the file that each `require` means. */
  readonly requires: Readonly<Record<string, string>>
}

export interface MiniProgram {
  readonly app: AppConfig
  /** By path without extension. */
  readonly units: Readonly<Record<string, Unit>>
  /** An expression that gives the compiled template of each path; `callHandler` is free in it. */
  readonly templates: string
  /** CSS by the path of the page or component, the app's own under `app`. */
  readonly styles: Readonly<Record<string, string>>
  /** Stands before each class that is its file's own. */
  readonly scopeMark: string
  /** By path with extension. */
  readonly modules: Readonly<Record<string, ModuleSource>>
}

/** @throws Error when `/app.js` did not run. */
export function readMiniProgram(): MiniProgram {
  const { miniProgram } = globalThis as { miniProgram?: MiniProgram }
  if (!miniProgram) throw new Error('/app.js did not load: is the mini-program built?')
  return miniProgram
}
