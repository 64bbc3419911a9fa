/** What the playground's server says of itself. */

export interface Control {
  readonly id: string
  readonly label: string
  readonly about: string
  /** Of a switch: whether it is on. */
  readonly isOn?: boolean
}

export interface PhoneConfig {
  readonly id: string
  readonly name: string
  /** What the app is launched with. */
  readonly query: Readonly<Record<string, string>>
}

export interface Config {
  readonly title: string
  /** Another one after the server was started anew. */
  readonly startedAtMs: number
  /** Whether there is a mini-program to show yet. */
  readonly isBuilt: boolean
  readonly pages: readonly string[]
  readonly phones: readonly PhoneConfig[]
  readonly controls: readonly Control[]
}

export async function fetchConfig(): Promise<Config> {
  const response = await fetch('/config.json')
  if (!response.ok) throw new Error(`/config.json: ${response.status} ${await response.text()}`)
  return (await response.json()) as Config
}

export interface Pressed {
  readonly text: string
  readonly controls: readonly Control[]
}

/** Presses a button of the server. Rejects with what went wrong. */
export async function pressControl(id: string): Promise<Pressed> {
  const response = await fetch(`/control/${encodeURIComponent(id)}`, { method: 'POST' })
  if (response.ok) return (await response.json()) as Pressed
  const text = await response.text()
  let why = text
  try {
    why = (JSON.parse(text) as { error: string }).error
  } catch {
    // A refusal is plain text.
  }
  throw new Error(why.trim())
}
