import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { PLATFORM_EXCEPTIONS, type PlatformException } from '../../src/platforms/exceptions'
import { hostProfiles } from '../../src/testing'
import { KNOWN_HOSTS, holdersOf, platformsDocument } from './platforms-document'

const path = join(__dirname, '../../docs/platforms.md')

// In a process of its own: prettier imports itself dynamically, which jest does not allow.
const prettier = require.resolve('prettier/bin/prettier.cjs')

describe('docs/platforms.md', () => {
  test('is what the platforms say of their hosts (WRITE_DOCS=1 writes it)', () => {
    const written = execFileSync(process.execPath, [prettier, '--stdin-filepath', path], {
      input: platformsDocument(),
      encoding: 'utf8',
    })
    if (process.env.WRITE_DOCS) writeFileSync(path, written)
    expect(readFileSync(path, 'utf8')).toBe(written)
  })

  test.each(KNOWN_HOSTS)('names source and date of everything it says of $object', (host) => {
    const limits = host.maxSockets === null ? [] : [host.maxSockets]
    for (const { fact, source, date } of [...limits, ...host.facts]) {
      expect(fact).toMatch(/\S/)
      expect(source).toMatch(/\w{3}/)
      expect(date).toMatch(/^20\d\d-\d\d(-\d\d)?$/)
    }
    expect(host.facts.length).toBeGreaterThan(0)
    expect(host.unknown.length).toBeGreaterThan(0)
  })

  test('says of every host which fake plays it, if one does', () => {
    const profiles = KNOWN_HOSTS.map(({ profile }) => profile).filter((name) => name !== 'none')
    expect(profiles.filter((name) => !(name in hostProfiles))).toEqual([])
  })

  test('has no exception that nobody needs', () => {
    const names = Object.keys(PLATFORM_EXCEPTIONS) as PlatformException[]
    expect(names.filter((name) => holdersOf(name).length === 0)).toEqual([])
  })

  test('leaves no platform out of the contract', () => {
    const platforms = readdirSync(join(__dirname, '../../src/platforms'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'socket-task')
      .map(({ name }) => (name === 'host' ? 'hosts' : name))
    const contracts = join(__dirname, '../contracts')
    expect(platforms.length).toBeGreaterThan(5)
    expect(platforms.filter((name) => !existsSync(join(contracts, `${name}.test.ts`)))).toEqual([])
  })
})
