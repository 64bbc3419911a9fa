/** @jest-environment jsdom */
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { ViewNode, Views, ViewScope } from '../../../../playground/phone/ports'
import { createTestPhone } from '../phone-parts'

interface Query {
  in(instance: unknown): Query
  select(selector: string): Nodes
  selectAll(selector: string): Nodes
  selectViewport(): Nodes
  exec(callback?: (results: unknown[]) => void): void
}
interface Nodes {
  boundingClientRect(callback?: (result: unknown) => void): Query
  scrollOffset(callback?: (result: unknown) => void): Query
  fields(fields: object, callback?: (result: unknown) => void): Query
  node(callback?: (result: unknown) => void): Query
}

const component = { name: 'a component' }
const canvas = { getContext: () => null }

/** A viewport that begins 91 px below the top of the screen. */
const places: Record<string, readonly [number, number, number, number]> = {
  viewport: [0, 91, 390, 600],
  first: [10, 101, 100, 20],
  second: [10, 131, 100, 20],
  inner: [20, 291, 50, 50],
}

beforeEach(() => {
  document.body.innerHTML = `<div id="viewport"><p id="first" class="row" style="color: red"></p>
    <p id="second" class="row"></p></div><div id="component"><canvas id="inner"></canvas></div>`
  for (const [id, [x, y, width, height]] of Object.entries(places)) {
    document.querySelector(`#${id}`)!.getBoundingClientRect = () =>
      ({ left: x, top: y, right: x + width, bottom: y + height, width, height }) as DOMRect
  }
  document.querySelector('#viewport')!.scrollTop = 40
})

const nodeOf = (element: Element): ViewNode => ({
  element,
  id: element.id,
  dataset: { row: element.id },
  scroller: element.id === 'viewport' ? element : null,
  node: element.id === 'inner' ? canvas : null,
  property: (name) => `${name} of ${element.id}`,
})
const scopeOf = (root: string): ViewScope => ({
  select: (selector) => [...document.querySelectorAll(`${root} ${selector}`)].map(nodeOf),
})
const views: Partial<Views> = {
  page: () => scopeOf('#viewport'),
  inside: (instance) => (instance === component ? scopeOf('#component') : null),
  viewport: () => nodeOf(document.querySelector('#viewport')!),
}

function createPhone(given: Partial<Views> = views) {
  const phone = createTestPhone({ views: given })
  return { ...phone, query: phone.call('createSelectorQuery') as Query }
}

describe('rectangles', () => {
  test('are told from where the page begins', async () => {
    const { query, settle } = createPhone()
    const heard: unknown[] = []
    query.select('#first').boundingClientRect((result) => heard.push(result))
    query.exec((results) => heard.push(results))
    expect(heard).toEqual([])
    await settle()
    const rectangle = {
      id: 'first',
      dataset: { row: 'first' },
      left: 10,
      right: 110,
      top: 10,
      bottom: 30,
      width: 100,
      height: 20,
    }
    expect(heard).toEqual([rectangle, [rectangle]])
  })

  test('of all that match come in order; of none come as nothing', async () => {
    const { query, settle } = createPhone()
    let results: unknown[] = []
    query.selectAll('.row').boundingClientRect()
    query.selectAll('.nothing').boundingClientRect()
    query.select('.nothing').boundingClientRect()
    query.exec((all) => (results = all))
    await settle()
    expect(results).toMatchObject([[{ id: 'first' }, { id: 'second' }], [], null])
  })
})

test('the viewport tells how far it is scrolled', async () => {
  const { query, settle } = createPhone()
  let results: unknown[] = []
  query.selectViewport().scrollOffset()
  query.exec((all) => (results = all))
  await settle()
  expect(results).toEqual([
    {
      id: 'viewport',
      dataset: { row: 'viewport' },
      scrollLeft: 0,
      scrollTop: 40,
      scrollWidth: 0,
      scrollHeight: 0,
    },
  ])
})

test('fields are those that were asked for', async () => {
  const { query, settle } = createPhone()
  let results: unknown[] = []
  query.select('#first').fields({ size: true, properties: ['scrollY'], computedStyle: ['color'] })
  query.select('#first').fields({ id: true, rect: true })
  query.exec((all) => (results = all))
  await settle()
  expect(results).toEqual([
    { width: 100, height: 20, scrollY: 'scrollY of first', color: 'rgb(255, 0, 0)' },
    { id: 'first', left: 10, right: 110, top: 10, bottom: 30 },
  ])
})

test('computed styles win over the size', async () => {
  const { query, settle } = createPhone()
  document.querySelector<HTMLElement>('#first')!.style.width = '55px'
  let results: unknown[] = []
  query.select('#first').fields({ size: true, computedStyle: ['width'] })
  query.exec((all) => (results = all))
  await settle()
  expect(results).toEqual([{ width: '55px', height: 20 }])
})

describe('a component', () => {
  test('is looked into by in(…), and by a query of its own', async () => {
    const { query, api, settle } = createPhone()
    const heard: unknown[] = []
    query.select('canvas').node((result) => heard.push(result))
    query
      .in(component)
      .select('canvas')
      .node((result) => heard.push(result))
    query.exec()
    const own = api.createSelectorQuery(component) as Query
    own.select('#inner').fields({ node: true, size: true }, (result) => heard.push(result))
    own.exec()
    await settle()
    expect(heard).toEqual([null, { node: canvas }, { node: canvas, width: 50, height: 50 }])
  })

  test('that is none is refused in plain words', () => {
    const { query } = createPhone()
    expect(() => query.in('#component')).toThrow(
      'createSelectorQuery().in(…) takes the component or page itself (this), got String',
    )
  })

  test('that is gone by the time of the answer has no nodes', async () => {
    let isThere = true
    const { query, settle } = createPhone({
      ...views,
      inside: () => (isThere ? scopeOf('#component') : null),
    })
    let results: unknown[] = []
    query.in(component).select('canvas').boundingClientRect()
    query.in(component).selectAll('canvas').boundingClientRect()
    query.exec((all) => (results = all))
    isThere = false
    await settle()
    expect(results).toEqual([null, []])
  })
})

test('before the first page there is nothing, and no error', async () => {
  const { query, settle } = createPhone({})
  let results: unknown[] = []
  query.select('#first').boundingClientRect()
  query.selectViewport().boundingClientRect()
  query.exec((all) => (results = all))
  await settle()
  expect(results).toEqual([null, null])
})

describe('pageScrollTo', () => {
  const viewport = () => document.querySelector('#viewport')!

  beforeEach(() => {
    window.matchMedia = () => ({ matches: false }) as MediaQueryList
  })

  test('goes to a place at once where the duration is 0', async () => {
    const { ask } = createPhone()
    expect(await ask('pageScrollTo', { scrollTop: 300, duration: 0 })).toEqual({
      errMsg: 'pageScrollTo:ok',
    })
    expect(viewport().scrollTop).toBe(300)
  })

  test('goes to a node, and past it by an offset', async () => {
    const { ask } = createPhone()
    await ask('pageScrollTo', { selector: '#second', offsetTop: -5, duration: 0 })
    expect(viewport().scrollTop).toBe(40 + 40 - 5)
  })

  test('glides for as long as it says', async () => {
    const frames: ((atMs: number) => void)[] = []
    window.requestAnimationFrame = (frame) => frames.push(frame)
    const { call, settle } = createPhone()
    let isDone = false
    const beganAtMs = performance.now()
    call('pageScrollTo', { scrollTop: 140, duration: 200, success: () => (isDone = true) })
    frames[0]!(beganAtMs + 100)
    await settle()
    expect(viewport().scrollTop).toBeGreaterThan(100)
    expect(viewport().scrollTop).toBeLessThan(140)
    expect(isDone).toBe(false)
    frames[1]!(beganAtMs + 1000)
    await settle()
    expect(viewport().scrollTop).toBe(140)
    expect(isDone).toBe(true)
  })

  test('does not glide where the system asks for less motion', async () => {
    window.matchMedia = () => ({ matches: true }) as MediaQueryList
    const { ask } = createPhone()
    await ask('pageScrollTo', { scrollTop: 300, duration: 5000 })
    expect(viewport().scrollTop).toBe(300)
  })

  test('fails without such a node, and without a page', async () => {
    expect(await createPhone().ask('pageScrollTo', { selector: '#nothing' })).toEqual({
      errMsg: 'pageScrollTo:fail no node is found by the selector #nothing',
    })
    expect(await createPhone({}).ask('pageScrollTo', { scrollTop: 1 })).toEqual({
      errMsg: 'pageScrollTo:fail no page is visible',
    })
  })
})
