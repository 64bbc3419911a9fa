/** What the test under way has printed, and what of it was expected. */

type Method = 'log' | 'info' | 'warn' | 'error' | 'debug'

interface Printed {
  readonly method: Method
  readonly text: string
}

const METHODS: readonly Method[] = ['log', 'info', 'warn', 'error', 'debug']

let printed: Printed[] = []

/** Records instead of printing, until the next test begins. */
export function recordConsole(): void {
  printed = []
  for (const method of METHODS) {
    console[method] = (...args: unknown[]) => {
      printed.push({ method, text: args.map(asText).join(' ') })
    }
  }
}

/** Takes what was printed since the test began or since the last call: whoever takes it has dealt with it. */
export function takeConsole(): readonly string[] {
  const taken = printed.map(({ method, text }) => `console.${method}: ${text}`)
  printed = []
  return taken
}

/** Accepts one line that was printed so far; throws when no line matches. */
export function expectConsole(method: Method, pattern: RegExp | string): void {
  const index = printed.findIndex(
    (line) =>
      line.method === method &&
      (typeof pattern === 'string' ? line.text.includes(pattern) : pattern.test(line.text)),
  )
  if (index < 0) {
    const all = printed.map((line) => `${line.method}: ${line.text}`).join('\n') || 'nothing'
    throw new Error(`console.${method} printed nothing like ${String(pattern)}; printed was ${all}`)
  }
  printed.splice(index, 1)
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) return value.stack ?? value.message
  return JSON.stringify(value) ?? String(value)
}
