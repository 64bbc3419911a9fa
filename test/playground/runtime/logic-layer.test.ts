import { describe, expect, test } from '@jest/globals'
import { collectModules } from '../../../playground/bundle/modules.mjs'
import { createLogicLayer } from '../../../playground/phone/mini-program/logic-layer'
import type { MiniProgram } from '../../../playground/phone/mini-program/mini-program'

/** Runs `app.js` of these files, with what it may use in scope. */
function run(files: Record<string, string>, globals: Record<string, unknown> = {}): unknown {
  const miniProgram = { modules: collectModules(files) } as unknown as MiniProgram
  return createLogicLayer(miniProgram, globals).run('app.js')
}

describe('a script', () => {
  test('finds what it is given', () => {
    const said: string[] = []
    run({ 'app.js': "wx.say('hello')" }, { wx: { say: (text: string) => said.push(text) } })
    expect(said).toEqual(['hello'])
  })

  test.each(['globalThis', 'process', 'fetch', 'structuredClone', 'queueMicrotask', 'URL'])(
    'finds no %s of the browser',
    (name) => {
      expect(run({ 'app.js': `exports.type = typeof ${name}` })).toEqual({ type: 'undefined' })
    },
  )

  test.each(['Promise', 'Map', 'JSON', 'Uint8Array', 'Math', 'parseInt'])(
    'finds %s of the language',
    (name) => {
      expect(run({ 'app.js': `exports.type = typeof ${name}` })).not.toEqual({ type: 'undefined' })
    },
  )
})

describe('require', () => {
  test('runs a file once and gives its exports', () => {
    const counted: number[] = []
    const files = {
      'app.js': "module.exports = [require('./a').one, require('/a').one, require('kit').kit]",
      'a.js': 'count(1); exports.one = 1',
      'miniprogram_npm/kit/index.js': 'exports.kit = 2',
    }
    expect(run(files, { count: (by: number) => counted.push(by) })).toEqual([1, 1, 2])
    expect(counted).toEqual([1])
  })

  test('of a file that requires back gives what it has exported so far', () => {
    const files = {
      'app.js': "exports.early = 1; exports.back = require('./b').seen",
      'b.js': "exports.seen = require('./app').early",
    }
    expect(run(files)).toEqual({ early: 1, back: 1 })
  })

  test('of what is not there says so in the words of WeChat', () => {
    expect(() => run({ 'app.js': "require('./gone')" })).toThrow(
      "module './gone' is not defined, require args is './gone' (in app.js)",
    )
  })
})
