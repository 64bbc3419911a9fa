/** What is served after each build, and of what it is made. */
import { describe, expect, test } from '@jest/globals'
import { createCurrentBuild } from '../../../playground/build/current-build.mjs'

const FILES = {
  'app.json': JSON.stringify({ pages: ['pages/index'] }),
  'app.js': 'App({})',
  'app.wxss': '',
  'pages/index.json': '{}',
  'pages/index.js': 'Page({})',
  'pages/index.wxml': '<view />',
  'pages/index.wxss': '',
}

/** A package whose build the browser's code is made of; `undefined` while it is being built. */
function createScene() {
  let dist: string | undefined = 'one'
  const browserCode = {
    build() {
      if (dist === undefined) return Promise.reject(new Error('dist is missing'))
      return Promise.resolve(
        new Map([
          ['/panel.js', 'panel'],
          ['/phone/main.js', dist],
        ]),
      )
    },
    close: () => Promise.resolve(),
  }
  return {
    browserCode,
    async rebuild(content: string) {
      dist = undefined
      await new Promise((resolve) => setTimeout(resolve, 20))
      dist = content
    },
  }
}

describe('a build that makes anew what the browser’s code is made of', () => {
  test('is followed by the phones at once, and missed by nobody while it is under way', async () => {
    const { browserCode, rebuild } = createScene()
    let next = 'one'
    const build = async () => {
      await rebuild(next)
      return FILES
    }
    const current = createCurrentBuild({ build, cache: undefined, browserCode })
    await current.refresh()
    expect([current.failure, current.file('/phone/main.js')]).toEqual([null, 'one'])
    next = 'two'
    expect(await current.refresh()).toBe('phones')
    expect([current.failure, current.file('/phone/main.js')]).toEqual([null, 'two'])
    expect(await current.refresh()).toBe('nothing')
  })

  test('says its own mistake when it fails, and the panel is there', async () => {
    const { browserCode } = createScene()
    const build = () => Promise.reject(new Error('a mistake in the demo'))
    const current = createCurrentBuild({ build, cache: undefined, browserCode })
    expect(await current.refresh()).toBe('panel')
    expect([current.failure, current.isBuilt]).toEqual(['a mistake in the demo', false])
    expect(current.file('/panel.js')).toBe('panel')
  })
})
