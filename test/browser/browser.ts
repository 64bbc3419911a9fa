/** Chromium with pages that have the built `web` entry and one socket each, which keeps what it tells. */
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import type { SocketOptions } from '../../src/web'
import { EVENTS } from '../support/event-names'
import { startChromiumProcess } from './chromium-process'

const DIST = resolve(__dirname, '../../dist')

export interface Heard {
  readonly event: string
  readonly payload: unknown
}

export interface Tab {
  readonly page: Page
  readonly context: BrowserContext
  /** Calls a method of the socket. */
  call(method: 'connect' | 'close' | 'reconnect' | 'probe', ...args: unknown[]): Promise<void>
  send(data: string | readonly number[]): Promise<string>
  state(): Promise<string>
  /** The payloads of one event; bytes come as `{ bytes }`. */
  heard(event: string): Promise<unknown[]>
  /** What reached the page uncaught, and what was printed there, apart from the network errors of the browser itself. */
  readonly noise: readonly string[]
}

export interface Chromium {
  /** A page in front of all others, and one socket in it. */
  openTab(options: SocketOptions): Promise<Tab>
  close(): Promise<void>
}

export async function startChromium(): Promise<Chromium> {
  const chromiumProcess = await startChromiumProcess()
  const files = await serveDist()
  // Without its defaults: they keep every page visible, and these are to be hidden.
  const browser = await chromium.connectOverCDP(chromiumProcess.endpoint, { noDefaults: true })
  const context = browser.contexts()[0] as BrowserContext
  return {
    openTab: (options) => openTab(context, files, options),
    async close() {
      await browser.close()
      await chromiumProcess.end()
      files.close()
      files.closeAllConnections()
    },
  }
}

async function openTab(
  context: BrowserContext,
  files: Server,
  options: SocketOptions,
): Promise<Tab> {
  const page = await context.newPage()
  const noise: string[] = []
  page.on('pageerror', (error) => noise.push(String(error)))
  page.on('console', (message) => {
    if (!/WebSocket connection to/.test(message.text())) noise.push(message.text())
  })
  await page.goto(`http://127.0.0.1:${(files.address() as AddressInfo).port}/`)
  await page.evaluate(startSocket, { options, events: EVENTS } as never)

  const run = <T>(code: string): Promise<T> => page.evaluate(code)
  return {
    page,
    context,
    noise,
    call: (method, ...args) => run(`void socket.${method}(...${JSON.stringify(args)})`),
    send: (data) =>
      run(
        typeof data === 'string'
          ? `socket.send(${JSON.stringify(data)})`
          : `socket.send(new Uint8Array(${JSON.stringify(data)}))`,
      ),
    state: () => run('socket.state'),
    heard: (event) =>
      run(
        `log.filter((heard) => heard.event === ${JSON.stringify(event)}).map(({ payload }) => payload)`,
      ),
  }
}

/** Runs in the page. */
async function startSocket({
  options,
  events,
}: {
  options: SocketOptions
  events: readonly string[]
}): Promise<void> {
  // By a name that no compiler resolves: the page's own loader is to.
  const load = new Function('path', 'return import(path)') as (path: string) => Promise<never>
  const { createSocket } = (await load('/web.mjs')) as typeof import('../../src/web')
  const socket = createSocket(options)
  const log: Heard[] = []
  const toPlain = (payload: unknown): unknown => {
    if (payload instanceof ArrayBuffer) return { bytes: [...new Uint8Array(payload)] }
    if (payload instanceof Error) return { ...payload, message: payload.message }
    return payload
  }
  for (const event of events) {
    socket.on(event as 'state', (payload) => void log.push({ event, payload: toPlain(payload) }))
  }
  Object.assign(globalThis, { socket, log })
}

/** The built files as they are, and an empty page. */
async function serveDist(): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path === '/') {
      response.setHeader('content-type', 'text/html')
      response.end('<!doctype html><title>socket</title><link rel="icon" href="data:,">')
      return
    }
    readFile(join(DIST, path)).then(
      (code) => {
        response.setHeader('content-type', 'text/javascript')
        response.end(code)
      },
      () => {
        response.statusCode = 404
        response.end()
      },
    )
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return server
}
