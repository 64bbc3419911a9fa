/** The playground as a whole, without a browser: what is served, what is told, what stays when something breaks. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBuildCache } from '../../../playground/build/build-cache.mjs'
import { openPlayground, type Control } from '../../../playground/open-playground.mjs'

jest.setTimeout(30_000)
const EXPIRY_MS = 15_000

type Told = { type: string; failure?: string | null; change?: string }

let dir: string
const cleanups: (() => unknown)[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'playground-'))
  write('<view>one</view>')
})
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
  rmSync(dir, { recursive: true, force: true })
})

const write = (wxml: string) => writeFileSync(join(dir, 'index.wxml'), wxml)

/** A mini-program of one page, whose template is a file. */
const build = () =>
  Promise.resolve({
    'app.json': JSON.stringify({ pages: ['pages/index'] }),
    'app.js': 'App({})',
    'app.wxss': '',
    'pages/index.json': '{}',
    'pages/index.js': 'Page({})',
    'pages/index.wxml': readFileSync(join(dir, 'index.wxml'), 'utf8'),
    'pages/index.wxss': '',
    'images/dot.png': Buffer.from([1, 2, 3]),
  })

async function open(options: Partial<Parameters<typeof openPlayground>[0]> = {}) {
  const playground = await openPlayground({ build, ...options })
  cleanups.push(playground.close)
  return playground
}

const get = async (url: string): Promise<string> => {
  const response = await fetch(url)
  expect([url, response.status]).toEqual([url, 200])
  return response.text()
}

/** What the server tells, as it comes. */
async function listen(url: string) {
  const controller = new AbortController()
  cleanups.push(() => controller.abort())
  const { body } = await fetch(`${url}/events`, { signal: controller.signal })
  const told: Told[] = []
  void (async () => {
    let text = ''
    try {
      for await (const chunk of body ?? []) {
        text += Buffer.from(chunk as Uint8Array).toString()
        const parts = text.split('\n\n')
        text = parts.pop() ?? ''
        told.push(...parts.map((part) => JSON.parse(part.replace(/^data: /, '')) as Told))
      }
    } catch {
      // Ended by the test.
    }
  })()
  return {
    told,
    async until(what: (event: Told) => boolean): Promise<Told> {
      const sinceMs = Date.now()
      for (;;) {
        const found = told.find(what)
        if (found) return found
        if (Date.now() - sinceMs > EXPIRY_MS) throw new Error(`only ${JSON.stringify(told)}`)
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
  }
}

describe('openPlayground', () => {
  test('serves the panel, the phone and the mini-program', async () => {
    const { url, failure } = await open({ title: 'My app' })
    expect(failure()).toBeNull()
    expect(await get(`${url}/`)).toContain('<script type="module" src="/panel.js">')
    expect(await get(`${url}/panel.js`)).toContain('EventSource')
    expect(await get(`${url}/panel.css`)).toContain('.phone-frame')
    expect(await get(`${url}/phone/?id=left`)).toContain('/phone/main.js')
    expect(await get(`${url}/phone/main.js`)).toContain('createFakeWx')
    expect(await get(`${url}/phone/main.css`)).not.toBe('')
    expect(await get(`${url}/app.js`)).toContain('pages/index')
    expect(await get(`${url}/assets/images/dot.png`)).toBe('\u0001\u0002\u0003')
    expect(JSON.parse(await get(`${url}/config.json`))).toMatchObject({
      title: 'My app',
      isBuilt: true,
      pages: ['pages/index'],
      phones: [
        { id: 'left', name: 'ann', query: { name: 'ann' } },
        { id: 'right', name: 'bob', query: { name: 'bob' } },
      ],
      controls: [],
    })
  })

  test('launches each phone with what it is asked to', async () => {
    const { url } = await open({ query: ({ id }) => ({ server: 'ws://x', side: id }) })
    const { phones } = JSON.parse(await get(`${url}/config.json`)) as {
      phones: { query: object }[]
    }
    expect(phones.map(({ query }) => query)).toEqual([
      { server: 'ws://x', side: 'left', name: 'ann' },
      { server: 'ws://x', side: 'right', name: 'bob' },
    ])
  })

  test('presses controls, and tells which switches are on', async () => {
    let isOn = false
    const controls: Control[] = [
      {
        id: 'slow',
        label: 'Slow',
        about: 'Slow.',
        isOn: () => isOn,
        act: () => `${(isOn = !isOn)}`,
      },
    ]
    const { url } = await open({ controls })
    const press = await fetch(`${url}/control/slow`, { method: 'POST', headers: { origin: url } })
    expect(await press.json()).toEqual({
      text: 'true',
      controls: [{ id: 'slow', label: 'Slow', about: 'Slow.', isOn: true }],
    })
  })

  test('builds again and tells the phones when a source changes', async () => {
    const { url } = await open({ watch: [dir] })
    const { until } = await listen(url)
    await until(({ type }) => type === 'hello')
    write('<view>two</view>')
    expect(await until(({ type }) => type === 'built')).toEqual({
      type: 'built',
      failure: null,
      change: 'phones',
    })
    expect(await get(`${url}/app.js`)).toContain('two')
  })

  test('loads nothing again when what is built is the same', async () => {
    const { url } = await open({ watch: [dir] })
    const { until } = await listen(url)
    await until(({ type }) => type === 'hello')
    write('<view>one</view>')
    expect(await until(({ type }) => type === 'built')).toMatchObject({ change: 'nothing' })
  })

  test('tells what is wrong, keeps the last good build, and takes the next', async () => {
    const said: string[] = []
    const { url, failure } = await open({ watch: [dir], say: (line) => said.push(line) })
    const { told, until } = await listen(url)
    await until(({ type }) => type === 'hello')
    write('<view>{{ 1 + }}</view>')
    const broken = await until(({ failure }) => typeof failure === 'string')
    expect(broken).toMatchObject({ type: 'built', change: 'nothing' })
    expect(broken.failure).toContain('pages/index.wxml')
    expect([failure(), said.at(-1)]).toEqual([broken.failure, broken.failure])
    expect(await get(`${url}/app.js`)).toContain('one')
    const before = told.length
    write('<view>mended</view>')
    await until((event) => told.indexOf(event) >= before && event.change === 'phones')
    expect(failure()).toBeNull()
    expect(await get(`${url}/app.js`)).toContain('mended')
  })

  test('opens with what is wrong with the first build, and serves the panel that shows it', async () => {
    write('<view>{{ 1 + }}</view>')
    const { url, failure } = await open({ watch: [dir] })
    expect(failure()).toContain('pages/index.wxml')
    expect(JSON.parse(await get(`${url}/config.json`))).toMatchObject({ isBuilt: false, pages: [] })
    const { until } = await listen(url)
    expect(await until(({ type }) => type === 'hello')).toMatchObject({ failure: failure() })
    expect(await get(`${url}/`)).toContain('/panel.js')
    write('<view>mended</view>')
    await until(({ change }) => change === 'phones')
    expect(await get(`${url}/app.js`)).toContain('mended')
  })

  test('says what a build throws that is no error of the mini-program', async () => {
    const { failure } = await open({ build: () => Promise.reject(new Error('no compiler')) })
    expect(failure()).toBe('no compiler')
  })

  test('takes from the cache what it made before, and nothing else', async () => {
    const cache = createBuildCache(join(dir, 'cache'))
    const first = await open({ cache })
    const script = await get(`${first.url}/app.js`)
    const phone = await get(`${first.url}/phone/main.js`)
    const second = await open({ cache })
    expect(await get(`${second.url}/app.js`)).toBe(script)
    expect(await get(`${second.url}/phone/main.js`)).toBe(phone)
    expect(await get(`${second.url}/assets/images/dot.png`)).toBe('\u0001\u0002\u0003')
    write('<view>two</view>')
    const third = await open({ cache })
    expect(await get(`${third.url}/app.js`)).toContain('two')
    write('<view>{{ 1 + }}</view>')
    expect((await open({ cache })).failure()).toContain('pages/index.wxml')
  })

  test('ends everything with close, while somebody listens', async () => {
    const { url, close } = await open({ watch: [dir] })
    await listen(url)
    await close()
    await expect(fetch(url)).rejects.toThrow()
    await close()
  })
})
