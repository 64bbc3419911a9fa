/** What a page of the suite must not do: print a warning, throw, ask for what is not there. */
import type { BrowserContext } from 'playwright-core'

export interface Noise {
  /** Something else that nobody should hear. */
  add(line: string): void
  /** Accepts what matches, from now on and before. */
  expect(pattern: RegExp): void
  /** What was heard and not accepted. */
  unexpected(): readonly string[]
}

/** The browser's own words about a server that is killed, or that closes a link on which something is sent just now. */
const OF_THE_NETWORK =
  /^(error|warning): (WebSocket connection to|WebSocket is already in CLOSING|Failed to load resource: net::ERR_)/

/** The socket's own, for an app that listens to no errors: its server is away, or silent. */
const OF_THE_SOCKET = /^warning: miniprogram-socket: E_(CONNECT|CONNECT_TIMEOUT|HEARTBEAT): /

export function listenForNoise(context: BrowserContext): Noise {
  const heard: string[] = []
  const accepted: RegExp[] = [OF_THE_NETWORK, OF_THE_SOCKET]
  context.on('console', (message) => {
    const type = message.type()
    if (type === 'error' || type === 'warning') heard.push(`${type}: ${message.text()}`)
  })
  context.on('weberror', (error) => heard.push(`uncaught: ${error.error().stack}`))
  context.on('response', (response) => {
    if (response.status() >= 400) heard.push(`${response.status()}: ${response.url()}`)
  })
  return {
    add: (line) => void heard.push(line),
    expect: (pattern) => void accepted.push(pattern),
    unexpected: () => heard.filter((line) => !accepted.some((pattern) => pattern.test(line))),
  }
}
