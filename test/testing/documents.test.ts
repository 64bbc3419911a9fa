/** docs/testing.md says what is so: its example runs, its table is the code's, its lists are complete. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as testing from '../../src/testing'
import { createFakeWx, hostProfiles, type HostProfile } from '../../src/testing'

const document = readFileSync(join(__dirname, '../../docs/testing.md'), 'utf8')

/** The text of the code block with this name. */
function blockOf(name: string): string {
  const found = new RegExp(`\`\`\`js ${name}\\n([^]*?)\`\`\``).exec(document)
  if (found?.[1] === undefined) throw new Error(`docs/testing.md has no block ${name}`)
  return found[1]
}

/** The cells of the rows of the table whose head begins with this name. */
function rowsOf(head: string): string[][] {
  const lines = document.split('\n')
  const start = lines.findIndex(
    (line) => line.startsWith(`| ${head} `) && line.split('|')[1]?.trim() === head,
  )
  if (start < 0) throw new Error(`docs/testing.md has no table ${head}`)
  const body = lines.slice(start + 2)
  const end = body.findIndex((line) => !line.startsWith('|'))
  return body.slice(0, end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  )
}

/** The member names in the first column of a table. */
function membersIn(head: string): string[] {
  return rowsOf(head)
    .flatMap(([first = '']) => [...first.matchAll(/`(\w+)/g)].map(([, name = '']) => name))
    .sort()
}

const membersOf = (object: object) => Object.keys(object).sort()

function rowOf(profile: HostProfile): string[] {
  const { suspendAfterMs, backgroundCut: cut } = profile
  const duration = (ms: number) => (ms === Infinity ? 'never' : `${ms / 1_000} s`)
  return [
    `\`${profile.name}\``,
    `\`${profile.globalName}\``,
    profile.shape,
    profile.platform,
    profile.connectReturns,
    profile.callbacks,
    profile.promise,
    profile.unheardFailure,
    duration(suspendAfterMs),
    cut === null ? 'never' : duration(cut.afterMs),
    cut === null ? '–' : cut.report,
    `${profile.resumeSteps.join(', ')} (${profile.frozenTimers})`,
  ]
}

describe('the worked example', () => {
  const run = (name: string, require: (path: string) => unknown, more: object = {}) => {
    const globals = { require, ...more }
    new Function(...Object.keys(globals), blockOf(name))(...Object.values(globals))
  }
  const requireInPage = (path: string) => {
    expect(path).toBe('miniprogram-socket')
    return jest.requireActual('../../src/index')
  }
  const requireInTest = (path: string) => {
    if (path === 'miniprogram-socket/testing') return testing
    expect(path).toBe('./chat.js')
    return run('chat.js', requireInPage)
  }
  beforeEach(() => void jest.resetModules())
  run('chat.test.js', requireInTest, { afterEach, beforeEach, expect, test })
})

describe('the lists of docs/testing.md', () => {
  test('name every profile, with what it does', () => {
    expect(rowsOf('profile')).toEqual(Object.values(hostProfiles).map(rowOf))
  })

  test('name every member of a fake', () => {
    const getters = ['faults']
    const names = Object.getOwnPropertyNames(createFakeWx())
    expect(membersIn('member')).toEqual(expect.arrayContaining([...names, ...getters]))
  })

  test('name every member of a task and of the clock', () => {
    const fake = createFakeWx()
    fake.wx.connectSocket({ url: 'wss://example.com' })
    expect(membersIn('member of `clock`')).toEqual(membersOf(fake.clock))
    const known = [...document.matchAll(/^\| (`[^|]*) \|/gm)].map(([, cell = '']) => cell).join(' ')
    for (const name of membersOf(fake.tasks[0] as object)) expect(known).toContain(`\`${name}`)
  })

  test('name every fault', () => {
    const fake = createFakeWx({ live: { WebSocket: class {} as never } })
    expect(membersIn('member of `faults`')).toEqual(membersOf(fake.faults))
  })
})
