/**
 * The order of hooks is that of https://developers.weixin.qq.com/miniprogram/dev/framework/app-service/route.html,
 * whose table calls the tabs A and B, and C and D the pages above.
 */
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Page } from '../../../playground/phone/pages/page'
import { createPageStack, type PageStack } from '../../../playground/phone/pages/router'
import type { PhoneFailure } from '../../../playground/phone/ports'

let hooks: string[]
let visible: string[]
let router: PageStack

/** A page that writes down what is called. */
function createPage(route: string): Page {
  const note = (hook: string) => void hooks.push(`${route} ${hook}`)
  return {
    route,
    call: (hook: string, query?: object) =>
      note(query && Object.keys(query).length ? `${hook} ${JSON.stringify(query)}` : hook),
    show: () => note('onShow'),
    hide: () => note('onHide'),
    unload: () => note('onUnload'),
  } as unknown as Page
}

beforeEach(async () => {
  hooks = []
  visible = []
  router = createPageStack({
    pages: ['A', 'B', 'C', 'D', 'deep/E'],
    tabs: ['A', 'B'],
    createPage: ({ route }) => createPage(route),
    onVisible: ({ route }, move) => visible.push(`${route} ${move}`),
    onChange: () => {},
  })
})

const routes = () => router.pages.map(({ route }) => route).join(' ')

/** What a move runs, and the stack after it. */
async function after(move: () => Promise<void>) {
  hooks = []
  await move()
  return { hooks: hooks.join(', '), stack: routes() }
}

const failure = (move: Promise<void>) =>
  move.then(
    () => 'ok',
    (error: PhoneFailure) => error.text,
  )

describe('hooks', () => {
  beforeEach(() => router.launch('/A?x=1'))

  test('a launch loads with its query and shows', () => {
    expect(hooks).toEqual(['A onLoad {"x":"1"}', 'A onShow'])
  })

  test('navigateTo hides, then loads and shows', async () => {
    expect(await after(() => router.navigateTo('C?id=a%20b'))).toEqual({
      hooks: 'A onHide, C onLoad {"id":"a%20b"}, C onShow',
      stack: 'A C',
    })
  })

  test('navigateBack unloads, then shows what was below', async () => {
    await router.navigateTo('C')
    await router.navigateTo('D')
    expect(await after(() => router.navigateBack(2))).toEqual({
      hooks: 'D onUnload, C onUnload, A onShow',
      stack: 'A',
    })
  })

  test('more pages back than there are lead to the first', async () => {
    await router.navigateTo('C')
    await router.navigateTo('D')
    await router.navigateBack(99)
    expect(routes()).toBe('A')
  })

  test('redirectTo unloads, then loads and shows', async () => {
    await router.navigateTo('C')
    expect(await after(() => router.redirectTo('D'))).toEqual({
      hooks: 'C onUnload, D onLoad, D onShow',
      stack: 'A D',
    })
  })

  test('reLaunch unloads everything, tabs that are not visible too', async () => {
    await router.switchTab('B')
    await router.navigateTo('C')
    const { hooks: order, stack } = await after(() => router.reLaunch('D'))
    expect(order.split(', ').sort()).toEqual(
      ['A onUnload', 'B onUnload', 'C onUnload', 'D onLoad', 'D onShow'].sort(),
    )
    expect(order).toMatch(/D onLoad, D onShow$/)
    expect(stack).toBe('D')
  })

  test('says how the visible page came to be', async () => {
    await router.navigateTo('C')
    await router.navigateBack()
    await router.switchTab('B')
    expect(visible).toEqual(['A replace', 'C push', 'A pop', 'B replace'])
  })
})

describe('tabs', () => {
  beforeEach(() => router.launch('A'))

  test('A to A: nothing', async () => {
    expect(await after(() => router.switchTab('A'))).toEqual({ hooks: '', stack: 'A' })
  })

  test('A to B, the first time and again', async () => {
    expect(await after(() => router.switchTab('B'))).toEqual({
      hooks: 'A onHide, B onLoad, B onShow',
      stack: 'B',
    })
    expect((await after(() => router.switchTab('A'))).hooks).toBe('B onHide, A onShow')
  })

  test('C, opened from A, to A', async () => {
    await router.navigateTo('C')
    expect((await after(() => router.switchTab('A'))).hooks).toBe('C onUnload, A onShow')
  })

  test('D, opened from C from A, to B', async () => {
    await router.navigateTo('C')
    await router.navigateTo('D')
    expect(await after(() => router.switchTab('B'))).toEqual({
      hooks: 'D onUnload, C onUnload, B onLoad, B onShow',
      stack: 'B',
    })
    expect((await after(() => router.switchTab('A'))).hooks).toBe('B onHide, A onShow')
  })
})

test('D, opened from outside, to A', async () => {
  await router.launch('D')
  expect((await after(() => router.switchTab('A'))).hooks).toBe('D onUnload, A onLoad, A onShow')
})

describe('failures are in the words of WeChat and change nothing', () => {
  beforeEach(() => router.launch('A'))

  test.each([
    ['navigateTo', '/gone?x=1', 'page "gone" is not found'],
    ['redirectTo', 'gone', 'page "gone" is not found'],
    ['switchTab', 'gone', 'page "gone" is not found'],
    ['reLaunch', 'gone', 'page "gone" is not found'],
    ['navigateTo', 'B', 'can not navigateTo a tabbar page'],
    ['redirectTo', 'B', 'can not redirectTo a tabbar page'],
    ['switchTab', 'C', 'can not switch to no-tabBar page'],
  ] as const)('%s %s: %s', async (move, url, text) => {
    hooks = []
    expect(await failure(router[move](url))).toBe(text)
    expect({ hooks, stack: routes() }).toEqual({ hooks: [], stack: 'A' })
  })

  test('navigateBack on the first page', async () => {
    expect(await failure(router.navigateBack())).toBe('cannot navigate back at first page.')
  })

  test('an eleventh page', async () => {
    for (let opened = 1; opened < 10; opened += 1) await router.navigateTo('C')
    expect(await failure(router.navigateTo('D'))).toBe('webview count limit exceed')
    expect(router.pages).toHaveLength(10)
  })
})

test('a url without a leading slash is relative to the visible page', async () => {
  await router.launch('deep/E')
  await router.navigateTo('../C')
  await router.navigateTo('deep/E')
  await router.navigateTo('E')
  expect(routes()).toBe('deep/E C deep/E deep/E')
})
